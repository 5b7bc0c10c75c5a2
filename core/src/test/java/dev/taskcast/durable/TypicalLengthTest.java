package dev.taskcast.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.Recorder;
import dev.taskcast.TaskManager;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskProgress.Pace;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is expected of a type's runs: a run that does only the rest of an earlier one says nothing of it. */
class TypicalLengthTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
    private Recorder recorder = invariants.record(tasks);
    private final AtomicReference<TaskHandler> handler = new AtomicReference<>(ctx -> {});

    private void run(TaskHandler next) {
        handler.set(next);
        int run = tasks.getState("x").orElseThrow().run() + 1;
        tasks.start("x");
        recorder.await(
                "end of run " + run,
                change -> tasks.getState("x")
                        .map(state -> state.run() == run && state.status().isTerminal())
                        .orElse(false));
    }

    /** What viewers are told at the first report of the next run. */
    private @Nullable Long expected(String message) {
        AtomicReference<@Nullable Pace> pace = new AtomicReference<>();
        run(ctx -> {
            ctx.progress(message, 0, 100);
            TaskState state = recorder.awaitProgress("x", message).state();
            pace.set(((TaskState.Running) state).progress().pace());
        });
        Pace told = pace.get();
        return told == null ? null : told.etaMillis();
    }

    /** A run that reports evenly, and takes so long on the manual clock. */
    private void run(int seconds) {
        run(ctx -> {
            for (int i = 0; i <= 20; i++) {
                String message = seconds + " s: " + i;
                ctx.progress(message, i, 20);
                TaskState ignored = recorder.awaitProgress("x", message).state();
                clock.advance(Duration.ofMillis(seconds * 50L));
            }
        });
    }

    @Test
    void isThatOfWholeRuns() {
        tasks.register("x", ctx -> handler.get().run(ctx));
        assertThat(expected("unknown")).isNull();
        run(100);
        assertThat(expected("105 s, the last report's time included")).isEqualTo(105_000);
    }

    @Test
    void isNotThatOfARunWhichFoundWhatAnEarlierOneHadDone() {
        tasks.register("x", ctx -> handler.get().run(ctx));
        run(100);
        run(ctx -> {
            ctx.durable().checkpoint(90);
            throw new IllegalStateException("at 90 %");
        });
        run(2);
        assertThat(expected("as before")).isEqualTo(105_000);
    }

    @Test
    void isKnownAfterARestart() {
        SharedJournal journal = SharedJournal.ofOneNode();
        for (int life = 1; life <= 2; life++) {
            tasks = invariants.manager(builder -> builder.clock(clock).store(journal.connect()));
            recorder = invariants.record(tasks);
            tasks.register("x", ctx -> handler.get().run(ctx));
            if (life == 1) {
                run(100);
                tasks.close();
            }
        }
        assertThat(expected("in the second life")).isEqualTo(105_000);
    }

    @Test
    void isNotThatOfARunWhichFollowsAnInterruptedOne() {
        TaskIdentity who = new TaskIdentity("x", "x", null, null, null, List.of());
        Placement second = new Placement(2, 1);
        assertThat(row(new TaskState.Running(who, second, TaskProgress.STARTING))
                        .isResumed())
                .as("which had not said anything")
                .isFalse();
        assertThat(row(new TaskState.Running(who, second, new TaskProgress("x", 90, 100)))
                        .isResumed())
                .isTrue();
    }

    private static TaskRow row(TaskState state) {
        return new TaskRow(state, 1, 2, 2, Terms.DEFAULT, null);
    }
}
