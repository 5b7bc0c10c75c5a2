package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState.Ending;
import dev.taskcast.task.TaskState.Stopping;
import dev.taskcast.task.TaskState.TimedOut;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeoutTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final Duration NEARLY = TIMEOUT.minusNanos(1);
    private static final Duration INSTANT = Duration.ofNanos(1);

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
    private final Recorder seen = invariants.record(tasks);

    private Held.Run started(Held held) throws InterruptedException {
        tasks.register("x", held, TaskOptions.timeout(TIMEOUT));
        tasks.start("x");
        return held.next();
    }

    private TaskStatus status() {
        return tasks.getState("x").orElseThrow().status();
    }

    @Test
    void aRunIsTimedOutWhenItsTimeIsOverAndNotBefore() throws Exception {
        Held.Run run = started(Held.stubborn());
        clock.advance(NEARLY);
        assertThat(status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(run.ctx().isCanceled()).isFalse();

        clock.advance(INSTANT);

        long start = ManualClock.START.toEpochMilli();
        TimedOut timedOut = (TimedOut) tasks.getState("x").orElseThrow();
        assertThat(timedOut.ending()).isEqualTo(new Ending(1, start, start + TIMEOUT.toMillis()));
        assertThat(timedOut.stopping()).isEqualTo(new Stopping(Stopping.Phase.REQUESTED, timedOut.lastRun()));
        assertThat(run.ctx().isCanceled()).isTrue();
        run.end();
        seen.awaitStopped("x");
    }

    @Test
    void aTimedOutHandlerIsToldAndInterrupted() throws Exception {
        Held.Run run = started(Held.polite());
        CountDownLatch called = new CountDownLatch(1);
        run.ctx().signal().onCancel(called::countDown);
        clock.advance(TIMEOUT);

        Await.latch(called);
        run.awaitEnd(); // nothing but an interrupt ends a polite handler
        seen.awaitStopped("x");
        assertThat(seen.story("x"))
                .containsExactly("pending", "running Starting...", "timed_out stopping", "timed_out");
    }

    @Test
    void afterATimeoutNothingOfTheRunReachesTheState() throws Exception {
        try (LogCapture log = LogCapture.open()) {
            Held.Run run = started(Held.stubborn());
            clock.advance(TIMEOUT);
            run.ctx().progress("late");
            run.ctx().result("late");
            run.fail(new IllegalStateException("late"));
            run.awaitEnd();
            seen.drain(tasks);

            assertThat(seen.story("x"))
                    .containsExactly("pending", "running Starting...", "timed_out stopping", "timed_out");
            assertThat(log.messages(Level.INFO)).isEmpty();
        }
    }

    /** A hint comes on the thread that starts, after the commit and before the handler's thread is made. */
    @Test
    void timeIsCountedFromTheHandlersStart() throws Exception {
        Held held = Held.polite();
        tasks.register("x", held, TaskOptions.timeout(TIMEOUT));
        AtomicBoolean first = new AtomicBoolean(true);
        Runnable takeBack = tasks.engine().log().onHint(() -> {
            if (first.getAndSet(false)) {
                clock.advance(TIMEOUT.multipliedBy(2));
            }
        });
        tasks.start("x");
        takeBack.run();
        Held.Run run = held.next();
        clock.advance(NEARLY);
        assertThat(status()).isEqualTo(TaskStatus.RUNNING);

        clock.advance(INSTANT);
        assertThat(status()).isEqualTo(TaskStatus.TIMED_OUT);
        run.awaitEnd();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1D", "P-1D"})
    void theWallClockDoesNotCount(Duration moved) throws Exception {
        Held.Run run = started(Held.polite());
        clock.moveWall(moved);
        clock.advance(NEARLY);
        assertThat(status()).isEqualTo(TaskStatus.RUNNING);
        clock.moveWall(moved);
        clock.advance(INSTANT);

        assertThat(status()).isEqualTo(TaskStatus.TIMED_OUT);
        run.awaitEnd();
    }

    @Test
    void aCompletionClearsIt() throws Exception {
        Held.Run run = started(Held.polite());
        assertThat(clock.timers()).isOne();
        run.end();
        run.awaitEnd();
        assertThat(clock.timers()).isZero();

        clock.advance(TIMEOUT);
        assertThat(status()).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void aCancelClearsIt() throws Exception {
        Held.Run run = started(Held.stubborn());
        tasks.cancel("x");
        clock.advance(TIMEOUT);
        assertThat(status()).isEqualTo(TaskStatus.CANCELED);

        run.end();
        seen.awaitStopped("x");
        run.awaitEnd();
        assertThat(clock.timers()).isZero();
        assertThat(seen.story("x")).containsExactly("pending", "running Starting...", "canceled stopping", "canceled");
    }

    @Test
    void aRestartHasAllItsTimeAgain() throws Exception {
        Held held = Held.polite();
        Held.Run first = started(held);
        clock.advance(NEARLY);
        first.end();
        first.awaitEnd();
        tasks.start("x");
        Held.Run second = held.next();
        clock.advance(NEARLY);
        assertThat(status()).isEqualTo(TaskStatus.RUNNING);

        clock.advance(INSTANT);
        assertThat(status()).isEqualTo(TaskStatus.TIMED_OUT);
        second.awaitEnd();
    }

    @Test
    void aTimedOutTaskStartsAgainWhileItsOldHandlerGoesOn() throws Exception {
        Held held = Held.stubborn();
        Held.Run first = started(held);
        clock.advance(TIMEOUT);
        tasks.start("x");
        Held.Run second = held.next();
        first.end();
        first.awaitEnd();
        second.end();
        second.awaitEnd();
        seen.drain(tasks);

        assertThat(seen.story("x"))
                .containsExactly(
                        "pending", "running Starting...", "timed_out stopping", "running Starting...", "completed");
    }

    @Test
    void aTaskWithoutATimeoutSetsNoTimer() throws Exception {
        Held held = Held.polite();
        tasks.register("x", held);
        tasks.start("x");
        held.next();

        assertThat(clock.timers()).isZero();
        clock.advance(Duration.ofDays(10_000));
        assertThat(status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void theLongestTimeoutIsTakenAsItIs() throws Exception {
        Held held = Held.polite();
        tasks.register("x", held, TaskOptions.timeout(Duration.ofSeconds(Long.MAX_VALUE)));
        tasks.start("x");
        held.next();
        clock.advance(Duration.ofDays(10_000));

        assertThat(status()).isEqualTo(TaskStatus.RUNNING);
    }
}
