package dev.taskcast.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom an interrupt hits: the handler, never what its thread does before or after it. */
class RunTest {
    private final Run run = new Run(
            new TaskRow(
                    new Running(
                            new TaskIdentity("x", "x", null, null, null, List.of()),
                            new Placement(1, 1),
                            TaskProgress.STARTING),
                    1,
                    2,
                    2,
                    false,
                    null),
            RegisteredType.of(ctx -> {}, TaskOptions.DEFAULT));

    @AfterEach
    void clear() {
        boolean ignored = Thread.interrupted();
    }

    @Test
    void anInterruptHitsTheHandler() {
        assertThat(run.enter()).isTrue();
        assertThat(run.isOn(Thread.currentThread())).isTrue();
        run.interrupt();

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anInterruptBeforeTheHandlerBeganHitsNobody() {
        run.interrupt();
        assertThat(Thread.interrupted()).isFalse();

        assertThat(run.enter()).isTrue();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void anInterruptAfterTheHandlerReturnedHitsNobody() {
        assertThat(run.enter()).isTrue();
        run.leave();
        run.interrupt();

        assertThat(run.isOn(Thread.currentThread())).isFalse();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void anInterruptThatTheHandlerDidNotTakeGoesWithIt() {
        assertThat(run.enter()).isTrue();
        run.interrupt();
        run.leave();

        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aHandlerIsInterruptedOnce() {
        assertThat(run.enter()).isTrue();
        run.interrupt();
        assertThat(Thread.interrupted()).isTrue();
        run.interrupt();

        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aRunWhoseSignalWasRaisedDoesNotBegin() {
        run.raise();

        assertThat(run.enter()).isFalse();
        assertThat(run.isOn(Thread.currentThread())).isFalse();
    }
}
