package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class StartTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
    private final Recorder seen = invariants.record(tasks);
    private final Held held = Held.polite();

    @Test
    void aStartedTaskIsRunningBeforeStartReturns() throws Exception {
        tasks.register("x", held);
        clock.advance(Duration.ofSeconds(7));

        assertThat(tasks.start("x")).isEqualTo(StartOutcome.STARTED);

        Running running = (Running) tasks.getState("x").orElseThrow();
        assertThat(running.progress()).isEqualTo(new TaskProgress("Starting..."));
        assertThat(running.run()).isOne();
        assertThat(running.startedAt())
                .isEqualTo(ManualClock.START.plusSeconds(7).toEpochMilli());
        assertThat(tasks.getAllStates()).containsExactly(running);
        assertThat(seen.await("x", TaskStatus.RUNNING)).isEqualTo(running);
        assertThat(held.next().ctx().id()).isEqualTo("x");
    }

    @Test
    void anUnknownTaskIsNotStarted() {
        assertThat(tasks.start("x")).isEqualTo(StartOutcome.UNKNOWN);
        assertThat(tasks.start("")).isEqualTo(StartOutcome.UNKNOWN);

        seen.drain(tasks);
        assertThat(seen.changes()).isEmpty();
        assertThat(tasks.getState("x")).isEmpty();
    }

    @Test
    void aRunningTaskIsLeftAsItIs() throws Exception {
        tasks.register("x", held);
        tasks.start("x");
        Held.Run run = held.next();

        assertThat(tasks.start("x")).isEqualTo(StartOutcome.ALREADY_RUNNING);
        assertThat(tasks.start("x")).isEqualTo(StartOutcome.ALREADY_RUNNING);

        run.end();
        TaskState ignored = seen.await("x", TaskStatus.COMPLETED);
        assertThat(held.waiting()).isZero();
        assertThat(seen.story("x")).containsExactly("pending", "running Starting...", "completed");
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"PENDING", "RUNNING"})
    void aTaskIsStartedAgainFromEveryTerminalStatus(TaskStatus status) throws Exception {
        try (LogCapture log = LogCapture.open()) {
            tasks.register("x", held, TaskOptions.timeout(Duration.ofSeconds(10)));
            tasks.start("x");
            Held.Run first = held.next();
            switch (status) {
                case COMPLETED -> first.end();
                case ERROR -> first.fail(new IllegalStateException("no"));
                case CANCELED -> assertThat(tasks.cancel("x")).isEqualTo(CancelOutcome.CANCELED);
                case TIMED_OUT -> clock.advance(Duration.ofSeconds(10));
                case PENDING, RUNNING -> throw new AssertionError(status);
            }
            TaskState ignored = seen.await("x", status);
            first.awaitEnd();

            assertThat(tasks.start("x")).isEqualTo(StartOutcome.STARTED);

            Running running = (Running) tasks.getState("x").orElseThrow();
            assertThat(running.run()).isEqualTo(2);
            assertThat(running.progress()).isEqualTo(TaskProgress.STARTING);
            Held.Run second = held.next();
            assertThat(second.ctx().run()).isEqualTo(2);
            assertThat(second.ctx().isCanceled()).isFalse();
            second.end();
            TaskState again = seen.await("x", TaskStatus.COMPLETED);
            assertThat(again).isNotNull();
            assertThat(log.records(Level.SEVERE)).hasSize(status == TaskStatus.ERROR ? 1 : 0);
        }
    }

    @Test
    void aHandlerRunsOnAVirtualThreadOfItsOwn() throws Exception {
        tasks.register("x", held);
        tasks.start("x");
        Held.Run first = held.next();
        first.end();
        first.awaitEnd();
        tasks.start("x");
        Held.Run second = held.next();

        assertThat(first.thread().isVirtual()).isTrue();
        assertThat(first.thread().getName()).isEqualTo("task x");
        assertThat(second.thread()).isNotSameAs(first.thread());
        second.end();
    }

    @Test
    void aHandlerRunsOnAPlatformThreadOfItsOwnWhereAskedTo() throws Exception {
        tasks.register("x", held, TaskOptions.builder().platformThread().build());
        tasks.start("x");
        Held.Run first = held.next();
        first.end();
        first.awaitEnd();
        tasks.start("x");
        Held.Run second = held.next();

        assertThat(first.thread().isVirtual()).isFalse();
        assertThat(first.thread().isDaemon()).isTrue();
        assertThat(first.thread().getName()).isEqualTo("task x");
        assertThat(second.thread()).isNotSameAs(first.thread());
        second.end();
    }

    @Test
    void manyStartsAtOnceMakeOneRun() throws Exception {
        tasks.register("x", held);
        Queue<StartOutcome> outcomes = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Await.start(() -> outcomes.add(tasks.start("x"))));
        }
        for (Thread thread : threads) {
            Await.end(thread);
        }

        assertThat(outcomes).hasSize(8).containsOnlyOnce(StartOutcome.STARTED);
        assertThat(outcomes).contains(StartOutcome.ALREADY_RUNNING).doesNotContain(StartOutcome.UNKNOWN);
        held.next().end();
        TaskState ignored = seen.await("x", TaskStatus.COMPLETED);
        assertThat(held.waiting()).isZero();
        assertThat(seen.story("x")).containsExactly("pending", "running Starting...", "completed");
    }

    @Test
    void aHandlerMayStartItsOwnTaskAgainOnceItIsCanceled() throws Exception {
        tasks.register("x", held);
        tasks.start("x");
        Held.Run first = held.next();
        first.ctx().signal().onCancel(() -> tasks.start("x"));
        tasks.cancel("x");

        assertThat(held.next().ctx().run()).isEqualTo(2);
    }
}
