package dev.taskcast.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import dev.taskcast.codec.Payload;
import dev.taskcast.commit.Committer;
import dev.taskcast.commit.OnApplied;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.lines.LineStore;
import dev.taskcast.task.RunWrapper;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.time.StoreClock;
import dev.taskcast.time.TaskClock;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
                    Terms.DEFAULT,
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

    @Test
    void aRunThatIsGivenUpBeforeItHasBegunIsHandedBack() throws InterruptedException {
        BlockingQueue<Command> told = new LinkedBlockingQueue<>();
        Runs runs = new Runs();
        runs.add(run);
        try (TaskClock.Timers timers = TaskClock.system().newTimers()) {
            run.giveUp();
            new Runner(
                            runs,
                            committer(told),
                            TaskClock.system(),
                            timers,
                            outputs(),
                            new Runner.Home(ThreadMaker.here(), RunWrapper.NONE, new StoreClock(TaskClock.system(), 0)))
                    .launch(run);

            assertThat(told.poll(Await.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(new Command.HandBack(run.fence()));
        }
    }

    private static Committer committer(BlockingQueue<Command> told) {
        return new Committer() {
            @Override
            public Decision submit(String id, Command command, OnApplied onApplied) {
                throw new AssertionError("A run's end waits for nobody");
            }

            @Override
            public void tell(String id, Command command, OnApplied onApplied, Consumer<Decision> then) {
                told.add(command);
            }

            @Override
            public void wake() {}

            @Override
            public void sweep() {}

            @Override
            public void close() {}
        };
    }

    private static RunOutputs outputs() {
        NoteSink notes = new NoteSink() {
            @Override
            public boolean keep(Run run, String name, Payload value) {
                return true;
            }

            @Override
            public void keepSoon(Run run, String name, Payload value) {}

            @Override
            public long nanos() {
                return 0;
            }
        };
        return new RunOutputs(run -> {}, new LineStore(false, Long.MAX_VALUE), notes, FenceCheck.NONE, () -> {}, null);
    }
}
