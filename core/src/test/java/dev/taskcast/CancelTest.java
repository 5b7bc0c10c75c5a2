package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Canceled;
import dev.taskcast.task.TaskState.Ending;
import dev.taskcast.task.TaskState.Stopping;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CancelTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
    private final Recorder seen = invariants.record(tasks);

    private Held.Run started(Held held, TaskOptions options) throws InterruptedException {
        tasks.register("x", held, options);
        tasks.start("x");
        return held.next();
    }

    private Held.Run started(Held held) throws InterruptedException {
        return started(held, TaskOptions.DEFAULT);
    }

    @Test
    void aCanceledTaskIsCanceledBeforeCancelReturnsWhateverItsHandlerDoes() throws Exception {
        Held.Run run = started(Held.stubborn());
        clock.advance(Duration.ofMillis(500));

        assertThat(tasks.cancel("x")).isEqualTo(CancelOutcome.CANCELED);

        Canceled canceled = (Canceled) tasks.getState("x").orElseThrow();
        long start = ManualClock.START.toEpochMilli();
        assertThat(canceled.ending()).isEqualTo(new Ending(1, start, start + 500));
        assertThat(canceled.stopping()).isEqualTo(new Stopping(Stopping.Phase.REQUESTED, start + 500));
        assertThat(run.ctx().isCanceled()).isTrue();
        assertThat(run.ctx().signal().isCanceled()).isTrue();
        run.end();
    }

    @Test
    void nothingIsCanceledWhereNothingRuns() {
        tasks.register("x", ctx -> {});
        assertThat(tasks.cancel("y")).isEqualTo(CancelOutcome.UNKNOWN);
        assertThat(tasks.cancel("x")).isEqualTo(CancelOutcome.NOT_RUNNING);
        tasks.start("x");
        TaskState ignored = seen.await("x", TaskStatus.COMPLETED);
        assertThat(tasks.cancel("x")).isEqualTo(CancelOutcome.NOT_RUNNING);

        seen.drain(tasks);
        assertThat(seen.story("x")).containsExactly("pending", "running Starting...", "completed");
    }

    @Test
    void afterACancelNothingOfTheRunReachesTheStateButTheEndOfStopping() throws Exception {
        try (LogCapture log = LogCapture.open()) {
            Held.Run run = started(Held.stubborn());
            tasks.cancel("x");
            clock.advance(Duration.ofSeconds(1));
            run.ctx().progress("late", 1, 2);
            run.ctx().result("late");
            run.fail(new IllegalStateException("late"));
            run.awaitEnd();
            seen.drain(tasks);

            assertThat(seen.story("x"))
                    .containsExactly("pending", "running Starting...", "canceled stopping", "canceled");
            assertThat(((Canceled) tasks.getState("x").orElseThrow()).stopping())
                    .isNull();
            assertThat(log.messages(Level.INFO))
                    .as("that is how a handler may leave")
                    .isEmpty();
        }
    }

    @Test
    void theEndOfStoppingTakesNoPosition() throws Exception {
        Held.Run run = started(Held.stubborn());
        tasks.cancel("x");
        long position = tasks.engine().log().head();
        run.end();
        seen.awaitStopped("x");

        assertThat(tasks.engine().log().head()).isEqualTo(position);
        assertThat(seen.changes().getLast().position()).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theHandlersThreadIsInterrupted(boolean platform) throws Exception {
        TaskOptions.Builder options = TaskOptions.builder();
        Held.Run run =
                started(Held.polite(), platform ? options.platformThread().build() : options.build());
        tasks.cancel("x");

        run.awaitEnd(); // nothing else ends a polite handler
        seen.awaitStopped("x");
    }

    @Test
    void theHandlersThreadIsNotInterruptedWhereItMustNotBe() throws Exception {
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        tasks.register(
                "x",
                ctx -> {
                    ctx.signal().onCancel(called::countDown);
                    began.countDown();
                    Await.latch(called);
                    interrupted.set(Thread.interrupted());
                },
                TaskOptions.builder().interruptOnCancel(false).build());
        tasks.start("x");
        Await.latch(began);
        tasks.cancel("x");
        seen.awaitStopped("x");

        assertThat(interrupted).hasValue(false);
    }

    /** A hint comes on the thread that starts, after the commit and before the handler's thread is made. */
    @Test
    void aTaskThatIsCanceledBeforeItsHandlerBeganNeverBegins() throws Exception {
        Held held = Held.polite();
        tasks.register("x", held);
        Thread starter = Thread.currentThread(); // another one's hint may come so late that it cancels the next run
        Runnable takeBack = tasks.engine().log().onHint(() -> {
            if (Thread.currentThread() == starter
                    && tasks.getState("x").orElseThrow().status() == TaskStatus.RUNNING) {
                tasks.cancel("x");
            }
        });
        tasks.start("x");
        takeBack.run();
        seen.awaitStopped("x");

        assertThat(held.waiting()).isZero();
        assertThat(seen.story("x")).containsExactly("pending", "running Starting...", "canceled stopping", "canceled");
        tasks.start("x");
        assertThat(held.next().ctx().isCanceled()).isFalse();
    }

    @Test
    void aHandlerMayCancelItself() {
        tasks.register("x", ctx -> {
            tasks.cancel("x");
            ctx.throwIfCanceled();
            ctx.result("not reached");
        });
        tasks.start("x");
        seen.awaitStopped("x");

        assertThat(seen.story("x")).containsExactly("pending", "running Starting...", "canceled stopping", "canceled");
    }

    @Test
    void manyCancelsAtOnceAreOneCancel() throws Exception {
        Held.Run run = started(Held.polite());
        Queue<CancelOutcome> outcomes = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Await.start(() -> outcomes.add(tasks.cancel("x"))));
        }
        for (Thread thread : threads) {
            Await.end(thread);
        }

        run.awaitEnd();
        seen.awaitStopped("x");
        assertThat(outcomes).hasSize(8).containsOnlyOnce(CancelOutcome.CANCELED);
        assertThat(outcomes).doesNotContain(CancelOutcome.UNKNOWN);
        assertThat(seen.story("x")).containsExactly("pending", "running Starting...", "canceled stopping", "canceled");
    }
}
