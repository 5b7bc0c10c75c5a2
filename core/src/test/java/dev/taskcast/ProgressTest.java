package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.TaskChange.Updated;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Progress is merged: what viewers get of it, and when. */
class ProgressTest {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
    private final Recorder seen = invariants.record(tasks);
    private final Held held = Held.polite();

    private Held.Run started() throws InterruptedException {
        tasks.register("x", held);
        tasks.start("x");
        return held.next();
    }

    /** Reports, and waits until the publisher has shown it and set its timer. */
    private void showFirst(Held.Run run, String message) {
        run.ctx().progress(message);
        seen.awaitProgress("x", message);
        clock.awaitTimers(1);
    }

    private TaskProgress now() {
        return ((Running) tasks.getState("x").orElseThrow()).progress();
    }

    @Test
    void theFirstReportIsShownAtOnce() throws Exception {
        Held.Run run = started();
        long position = tasks.engine().log().head();
        run.ctx().progress("half", 1, 2);

        Updated update = seen.awaitProgress("x", "half");
        assertThat(update.state())
                .isEqualTo(((Running) tasks.getState("x").orElseThrow()).with(new TaskProgress("half", 1, 2)));
        assertThat(update.position()).as("progress takes no position").isEqualTo(position);
        assertThat(tasks.engine().log().head()).isEqualTo(position);
    }

    @Test
    void whatIsReportedWithinAnIntervalIsMergedToTheNewestAtItsEnd() throws Exception {
        Held.Run run = started();
        showFirst(run, "first");
        run.ctx().progress("second");
        run.ctx().progress("third");
        run.ctx().progress("fourth");
        clock.advance(INTERVAL.minusNanos(1));
        seen.drain(tasks);
        assertThat(seen.story("x").getLast()).isEqualTo("running first");

        clock.advance(Duration.ofNanos(1));
        seen.awaitProgress("x", "fourth");

        assertThat(seen.story("x"))
                .containsExactly("pending", "running Starting...", "running first", "running fourth");
    }

    @Test
    void theStateOfATaskIsAlwaysTheNewest() throws Exception {
        Held.Run run = started();
        assertThat(now()).isEqualTo(TaskProgress.STARTING);
        showFirst(run, "first");
        run.ctx().progress("second", 2, 3);

        assertThat(now()).isEqualTo(new TaskProgress("second", 2, 3));
        assertThat(((Running) tasks.getAllStates().getFirst()).progress()).isEqualTo(now());
    }

    @Test
    void anIntervalThatPassedInSilenceMakesTheNextReportAFirstOne() throws Exception {
        Held.Run run = started();
        showFirst(run, "first");
        clock.advance(INTERVAL);
        run.ctx().progress("second");
        seen.awaitProgress("x", "second"); // without another advance
        clock.awaitTimers(1);
        clock.advance(INTERVAL);
        clock.advance(INTERVAL);
        run.ctx().progress("third");

        seen.awaitProgress("x", "third");
    }

    @Test
    void theLastReportIsShownBeforeTheEnd() throws Exception {
        Held.Run run = started();
        showFirst(run, "first");
        run.ctx().progress("second");
        run.ctx().progress("last");
        run.end();
        TaskState ignored = seen.await("x", TaskStatus.COMPLETED);

        assertThat(seen.story("x"))
                .containsExactly("pending", "running Starting...", "running first", "running last", "completed");
    }

    @Test
    void theLastReportIsShownBeforeACancelAndATimeout() throws Exception {
        Held.Run run = started();
        showFirst(run, "first");
        run.ctx().progress("last");
        tasks.cancel("x");
        seen.awaitStopped("x");
        assertThat(seen.story("x")).endsWith("running first", "running last", "canceled stopping", "canceled");

        tasks.register("y", held, TaskOptions.timeout(Duration.ofMillis(50)));
        tasks.start("y");
        Held.Run y = held.next();
        y.ctx().progress("first");
        seen.awaitProgress("y", "first");
        y.ctx().progress("last");
        clock.advance(Duration.ofMillis(50));
        seen.awaitStopped("y");
        assertThat(seen.story("y")).endsWith("running first", "running last", "timed_out stopping", "timed_out");
    }

    @Test
    void aHandlerThatReportsAndReturnsAtOnceHasShownItsReport() {
        tasks.register("x", ctx -> ctx.progress("done", 3, 3));
        tasks.start("x");
        TaskState ignored = seen.await("x", TaskStatus.COMPLETED);

        assertThat(seen.story("x")).containsExactly("pending", "running Starting...", "running done", "completed");
    }

    @Test
    void aTightLoopMakesAFewEventsAndNoPositions() throws Exception {
        Held.Run run = started();
        long position = tasks.engine().log().head();
        for (int i = 1; i <= 1_000_000; i++) {
            run.ctx().progress("row", i, 1_000_000);
        }
        run.end();
        TaskState ignored = seen.await("x", TaskStatus.COMPLETED);

        assertThat(tasks.engine().log().head()).isEqualTo(position + 1);
        assertThat(seen.story("x")).hasSizeBetween(4, 5);
        assertThat(seen.changes().get(seen.changes().size() - 2))
                .extracting(change -> ((Running) ((Updated) change).state()).progress())
                .isEqualTo(new TaskProgress("row", 1_000_000, 1_000_000));
    }

    @Test
    void twoTasksHaveIntervalsOfTheirOwn() throws Exception {
        Held.Run x = started();
        tasks.register("y", held);
        tasks.start("y");
        Held.Run y = held.next();
        showFirst(x, "first");
        clock.advance(INTERVAL.dividedBy(2));
        y.ctx().progress("first");
        seen.awaitProgress("y", "first");
        x.ctx().progress("second");
        y.ctx().progress("second");
        clock.advance(INTERVAL.dividedBy(2));
        seen.awaitProgress("x", "second");
        seen.drain(tasks);
        assertThat(seen.story("y").getLast()).isEqualTo("running first");

        clock.awaitTimers(1);
        clock.advance(INTERVAL.dividedBy(2));
        seen.awaitProgress("y", "second");
    }

    @Test
    void aNullMessageLeavesTheLastOne() throws Exception {
        Held.Run run = started();
        run.ctx().progress(null);
        assertThat(now().message()).isEqualTo("Starting...");
        run.ctx().progress("rows");
        run.ctx().progress(null, 1, 2);

        assertThat(now()).isEqualTo(new TaskProgress("rows", 1, 2));
        run.ctx().progress(null);
        assertThat(now()).isEqualTo(new TaskProgress("rows"));
    }

    @Test
    void noValueMakesAReportThrowAndAllAreGivenAsTheyAre() throws Exception {
        Held.Run run = started();
        double[] odd = {
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            -1,
            0,
            -0.0,
            7,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            -Double.MAX_VALUE
        };
        for (double current : odd) {
            for (double total : odd) {
                for (String message : new String[] {"", "\u0000\n", "\ud83d", "x".repeat(1_000)}) {
                    assertThatNoException().isThrownBy(() -> run.ctx().progress(message, current, total));
                    assertThat(now().with(null)).isEqualTo(new TaskProgress(message, current, total));
                    clock.advance(INTERVAL);
                }
            }
        }
        run.ctx().progress("alive");
        clock.advance(INTERVAL);
        seen.awaitProgress("x", "alive");
    }

    @Test
    void anIntervalMustMakeSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskManager.builder().progressInterval(Duration.ofNanos(-1)))
                .withMessageStartingWith("progressInterval must be between zero and one hour, got: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskManager.builder().progressInterval(Duration.ofHours(2)));
    }

    /** A reader that polls sees the row and its run one after the other, and the run may have ended in between. */
    @Test
    void noPollSeesProgressFallBack() {
        AtomicInteger seenRun = new AtomicInteger();
        tasks.register("poll", ctx -> {
            ctx.progress("at " + ctx.run());
            while (ctx.run() % 100 == 0 && seenRun.get() < ctx.run() && !ctx.isCanceled()) {
                Thread.onSpinWait(); // some are at work until they are seen
            }
        });
        int run = 0;
        for (int started = 0; started < 2_000; ) {
            started += tasks.start("poll") == StartOutcome.STARTED ? 1 : 0;
            for (int poll = 0; poll < 10; poll++) {
                TaskState state = tasks.getState("poll").orElseThrow();
                if (state instanceof Running running && !running.progress().equals(TaskProgress.STARTING)) {
                    run = running.run();
                    seenRun.set(run);
                } else if (state instanceof Running running) {
                    assertThat(running.run())
                            .as("Starting... after the progress of run " + run)
                            .isGreaterThan(run);
                }
            }
        }
        assertThat(run).as("runs that were seen at work").isPositive();
    }
}
