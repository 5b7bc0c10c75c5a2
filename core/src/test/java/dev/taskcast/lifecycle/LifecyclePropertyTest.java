package dev.taskcast.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.SeededRandom;
import dev.taskcast.codec.Payload;
import dev.taskcast.commit.Kept;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Change;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Stopped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random commands for a few tasks, with fences of any run that ever was, against a model that knows three facts of a
 * task: whether it is there, which of its runs counts, and whether that one goes on.
 */
class LifecyclePropertyTest {
    private static final long BASE = 1_000;

    /** What the model knows of a task. */
    private static final class Model {
        boolean there;
        boolean keep;
        boolean restart;
        boolean queued;
        boolean moving;
        long newestFence;
        boolean going;
        boolean stopping;
        boolean terminal;
        int runs;
    }

    private final Map<String, TaskRow> rows = new HashMap<>();
    private final Model[] models = {new Model(), new Model(), new Model()};
    private final List<Long> fences = new ArrayList<>(List.of(0L, BASE));
    private long position = BASE;

    static Random[] seeds() {
        return SeededRandom.several(100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsDecidedIsWhatTheModelSays(Random random) {
        for (int step = 0; step < 2_000; step++) {
            int task = random.nextInt(models.length);
            TaskRow row = rows.get("task-" + task);
            Command command = command(random, task, row, step);
            Decision decision = Lifecycle.decide(row, command, step);

            assertThat(decision instanceof Decision.Next)
                    .as("step %s: %s of %s happens", step, command, row)
                    .isEqualTo(happens(models[task], command, row));
            if (decision instanceof Decision.Next next) {
                commit(models[task], row, command, next, task);
            }
        }
    }

    private Command command(Random random, int task, @Nullable TaskRow row, int step) {
        boolean newest = row != null && random.nextInt(3) > 0;
        long fence = row != null && newest ? row.fence() : fences.get(random.nextInt(fences.size()));
        TaskIdentity identity = new TaskIdentity("task-" + task, "t", null, null, null, List.of());
        Command.Terms terms = new Command.Terms(random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
        return switch (random.nextInt(17)) {
            case 0 -> new Command.Register(identity, terms, null);
            case 12 -> new Command.Attach(identity, terms);
            case 13 -> new Command.Enqueue();
            case 14 -> new Command.Interrupt(fence, null);
            case 15 -> new Command.HandBack(fence);
            case 16 -> new Command.Note(fence, "at", Payload.of(step, null));
            case 1, 2, 3 -> new Command.Start();
            case 4 -> new Command.Cancel();
            case 5 -> random.nextInt(4) == 0 ? new Command.Unregister() : new Command.Cancel();
            case 6 -> new Command.Evict(row != null && newest ? row.position() : random.nextInt(2_000));
            case 7 -> new Command.Report(fence, new TaskProgress("at " + fence));
            case 8 -> new Command.Complete(fence, null, List.of());
            case 9 -> new Command.Fail(fence, "at " + fence);
            case 10 -> new Command.TimeOut(fence);
            default -> new Command.HandlerEnded(fence);
        };
    }

    private static boolean happens(Model model, Command command, @Nullable TaskRow row) {
        return switch (command) {
            case Command.Register register -> !model.there;
            case Command.Attach attach ->
                model.there
                        && (attach.terms().keep() != model.keep
                                || attach.terms().restart() != model.restart);
            case Command.Start start -> model.there && (!model.going || model.moving);
            case Command.Enqueue enqueue -> model.there && !model.going && !model.queued;
            case Command.Cancel cancel -> model.there && (model.going || model.queued);
            case Command.Unregister unregister -> model.there;
            case Command.Evict evict ->
                row != null && !row.keep() && model.terminal && evict.position() == row.position();
            case Command.HandlerEnded ended -> model.there && model.stopping && ended.fence() == model.newestFence;
            case Command.OfRun ofRun ->
                model.there && model.going && !model.moving && ofRun.fence() == model.newestFence;
        };
    }

    private void commit(Model model, @Nullable TaskRow row, Command command, Decision.Next next, int task) {
        Applied applied = Kept.applied(new Change("task-" + task, row, next), position);
        TaskRow after = applied.after();
        rows.compute("task-" + task, (id, old) -> after);
        if (next instanceof Decision.Amended || next instanceof Decision.Noted) {
            assertThat(applied.position())
                    .as("an amendment takes no position")
                    .isEqualTo(Objects.requireNonNull(row).position());
            assertThat(Objects.requireNonNull(after).position()).isEqualTo(row.position());
        } else {
            assertThat(applied.position())
                    .as("each transition takes the next position")
                    .isEqualTo(++position);
        }
        follow(model, command);
        if (after != null) {
            checkRow(model, after);
            checkEnd(row, after, command);
        }
    }

    private void follow(Model model, Command command) {
        switch (command) {
            case Command.Register register -> {
                model.there = true;
                model.keep = register.terms().keep();
                model.restart = register.terms().restart();
                model.queued = register.terms().queued();
                model.terminal = false;
                model.newestFence = 0;
                model.runs = 0;
            }
            case Command.Attach attach -> {
                model.keep = attach.terms().keep();
                model.restart = attach.terms().restart();
            }
            case Command.Enqueue enqueue -> wait(model);
            case Command.HandBack handBack -> {
                wait(model);
                model.runs--;
            }
            case Command.Interrupt interrupt -> {
                model.moving = model.restart;
                model.going = model.restart;
                model.terminal = !model.restart;
            }
            case Command.Start start -> {
                model.going = true;
                model.moving = false;
                model.queued = false;
                model.terminal = false;
                model.stopping = false;
                model.newestFence = position;
                model.runs++;
                fences.add(position);
            }
            case Command.Unregister unregister -> gone(model);
            case Command.Evict evict -> gone(model);
            case Command.Cancel cancel -> stop(model);
            case Command.TimeOut timeOut -> stop(model);
            case Command.HandlerEnded ended -> model.stopping = false;
            case Command.Complete complete -> end(model);
            case Command.Fail fail -> end(model);
            case Command.Report report -> {}
            case Command.Note note -> {}
        }
    }

    private static void gone(Model model) {
        model.there = false;
        end(model);
        model.terminal = false;
        model.stopping = false;
    }

    /** Nobody is left to be told where the node that had the run is gone, or where there was no run yet. */
    private static void stop(Model model) {
        model.stopping = model.going && !model.moving;
        end(model);
    }

    private static void end(Model model) {
        model.going = false;
        model.moving = false;
        model.queued = false;
        model.terminal = true;
    }

    private static void wait(Model model) {
        model.going = false;
        model.queued = true;
        model.stopping = false;
        model.terminal = false;
    }

    private static void checkRow(Model model, TaskRow after) {
        TaskState state = after.state();
        assertThat(model.there).isTrue();
        assertThat(after.fence()).isEqualTo(model.newestFence);
        assertThat(state.run()).isEqualTo(model.runs);
        assertThat(state instanceof Running).isEqualTo(model.going);
        assertThat(state instanceof Running running && running.placement().moving())
                .isEqualTo(model.moving);
        assertThat(state instanceof Pending pending && pending.waiting().queued())
                .isEqualTo(model.queued);
        assertThat(after.keep()).isEqualTo(model.keep);
        assertThat(after.restart()).isEqualTo(model.restart);
        assertThat(state instanceof Stopped stopped && stopped.stopping() != null)
                .isEqualTo(model.stopping);
    }

    private static void checkEnd(@Nullable TaskRow before, TaskRow after, Command command) {
        if (before == null || command instanceof Command.HandBack || command instanceof Command.Enqueue) {
            return;
        }
        assertThat(after.state().run())
                .as("run numbers rise, by one a start")
                .isEqualTo(before.state().run() + (after.fence() > before.fence() ? 1 : 0));
        if (before.fence() == after.fence() && before.state().status().isTerminal()) {
            assertThat(after.state().status())
                    .as("one terminal status a run")
                    .isEqualTo(before.state().status());
        }
    }
}
