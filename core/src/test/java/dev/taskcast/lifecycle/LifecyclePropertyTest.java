package dev.taskcast.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.SeededRandom;
import dev.taskcast.store.Change;
import dev.taskcast.store.Outcome.Applied;
import dev.taskcast.store.memory.MemoryTaskStore;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Stopped;
import java.util.ArrayList;
import java.util.List;
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
        long newestFence;
        boolean going;
        boolean stopping;
        int runs;
    }

    private final MemoryTaskStore store = new MemoryTaskStore(BASE);
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
            TaskRow row = store.find("task-" + task);
            Command command = command(random, task, row);
            Decision decision = Lifecycle.decide(row, command, step);

            assertThat(decision instanceof Decision.Next)
                    .as("step %s: %s of %s happens", step, command, row)
                    .isEqualTo(happens(models[task], command, row));
            if (decision instanceof Decision.Next next) {
                commit(models[task], row, command, next, task);
            }
        }
    }

    private Command command(Random random, int task, @Nullable TaskRow row) {
        boolean newest = row != null && random.nextInt(3) > 0;
        long fence = row != null && newest ? row.fence() : fences.get(random.nextInt(fences.size()));
        return switch (random.nextInt(12)) {
            case 0 ->
                new Command.Register(
                        new TaskIdentity("task-" + task, "t", null, null, null, List.of()), random.nextBoolean(), null);
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
            case Command.Start start -> model.there && !model.going;
            case Command.Cancel cancel -> model.there && model.going;
            case Command.Unregister unregister -> model.there;
            case Command.Evict evict ->
                row != null && !row.keep() && model.runs > 0 && !model.going && evict.position() == row.position();
            case Command.HandlerEnded ended -> model.there && model.stopping && ended.fence() == model.newestFence;
            case Command.OfRun ofRun -> model.there && model.going && ofRun.fence() == model.newestFence;
        };
    }

    private void commit(Model model, @Nullable TaskRow row, Command command, Decision.Next next, int task) {
        Applied applied = (Applied)
                store.commit(List.of(new Change("task-" + task, row, next))).getFirst();
        TaskRow after = applied.after();
        if (next instanceof Decision.Amended) {
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
            checkEnd(row, after);
        }
    }

    private void follow(Model model, Command command) {
        switch (command) {
            case Command.Register register -> {
                model.there = true;
                model.newestFence = 0;
                model.runs = 0;
            }
            case Command.Start start -> {
                model.going = true;
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
            case Command.Complete complete -> model.going = false;
            case Command.Fail fail -> model.going = false;
            case Command.Report report -> {}
        }
    }

    private static void gone(Model model) {
        model.there = false;
        model.going = false;
        model.stopping = false;
    }

    private static void stop(Model model) {
        model.going = false;
        model.stopping = true;
    }

    private static void checkRow(Model model, TaskRow after) {
        TaskState state = after.state();
        assertThat(model.there).isTrue();
        assertThat(after.fence()).isEqualTo(model.newestFence);
        assertThat(state.run()).isEqualTo(model.runs);
        assertThat(state instanceof Running).isEqualTo(model.going);
        assertThat(state instanceof Stopped stopped && stopped.stopping() != null)
                .isEqualTo(model.stopping);
    }

    private static void checkEnd(@Nullable TaskRow before, TaskRow after) {
        if (before == null) {
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
