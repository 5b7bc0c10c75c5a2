package dev.taskcast.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.SeededRandom;
import dev.taskcast.codec.Payload;
import dev.taskcast.commit.Kept;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Change;
import dev.taskcast.task.Course;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Stopped;
import dev.taskcast.task.Waiting;
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
 * Random commands for a few tasks, with fences of any run that ever was, against a model that knows a few facts of a task: whether it
 * is there, which of its runs counts, whether that one goes on, and what it waits for.
 */
class LifecyclePropertyTest {
    private static final long BASE = 1_000;

    /** What the model knows of a task. */
    private static final class Model {
        boolean there;
        boolean submitted;
        Terms terms = Terms.DEFAULT;
        boolean queued;
        boolean afterHandler;
        boolean timedOut;
        long dueAt;
        long nextAt;
        int attempt;
        int lost;
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
        Terms terms = new Terms(
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                1 + random.nextInt(3),
                null,
                null,
                null);
        Command.Again again =
                random.nextBoolean() ? null : new Command.Again(step, step + 5L, random.nextBoolean(), null);
        Waiting waiting = random.nextBoolean() ? Waiting.ForStart.FIRST : new Waiting.ForSlot(0, step, null, null);
        return switch (random.nextInt(21)) {
            case 0 ->
                new Command.Register(identity, terms, random.nextBoolean() ? null : Payload.of(step, null), waiting);
            case 12 -> new Command.Attach(identity, terms);
            case 13 -> new Command.Enqueue(step, random.nextBoolean());
            case 14 -> new Command.Interrupt(fence, null, random.nextBoolean() ? 0 : step + 1);
            case 17, 18 ->
                new Command.Tick(
                        step, models[task].nextAt + random.nextInt(2), random.nextInt(3), random.nextBoolean());
            case 19 -> new Command.Join();
            case 20 -> new Command.Swap(terms, Payload.of(step, null), step, step + random.nextInt(9));
            case 15 -> new Command.HandBack(fence);
            case 16 -> new Command.Note(fence, "at", Payload.of(step, null));
            case 1, 2, 3 -> new Command.Start();
            case 4 -> new Command.Cancel();
            case 5 ->
                switch (random.nextInt(8)) {
                    case 0, 1 -> new Command.Unregister();
                    case 2, 3 -> new Command.Forget();
                    default -> new Command.Cancel();
                };
            case 6 -> new Command.Evict(row != null && newest ? row.position() : random.nextInt(2_000));
            case 7 -> new Command.Report(fence, new TaskProgress("at " + fence));
            case 8 -> new Command.Complete(fence, null, List.of());
            case 9 -> new Command.Fail(fence, "at " + fence, null, again);
            case 10 -> new Command.TimeOut(fence);
            default -> new Command.HandlerEnded(fence, again);
        };
    }

    private static boolean happens(Model model, Command command, @Nullable TaskRow row) {
        return switch (command) {
            case Command.Register register -> !model.there;
            case Command.Attach attach ->
                model.there && !model.submitted && !attach.terms().equals(model.terms);
            case Command.Start start -> model.there && (!model.going || model.moving);
            case Command.Enqueue enqueue ->
                model.there && !model.going && (!model.queued || model.dueAt > enqueue.now());
            case Command.Join join -> false;
            case Command.Swap swap -> model.there && model.submitted && model.queued;
            case Command.Cancel cancel -> model.there && (model.going || model.queued);
            case Command.Unregister unregister -> model.there;
            case Command.Forget forget -> model.there && model.submitted && model.terminal && !model.stopping;
            case Command.Evict evict ->
                row != null
                        && !model.terms.keep()
                        && model.terminal
                        && !model.stopping
                        && evict.position() == row.position();
            case Command.HandlerEnded ended ->
                model.there && (model.stopping || model.afterHandler) && ended.fence() == model.newestFence;
            case Command.SetLimit limit -> false;
            case Command.Tick tick ->
                model.there
                        && model.nextAt == tick.tick()
                        && (tick.runs() ? !model.going && !model.queued : tick.nextAt() != tick.tick());
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
                model.terms = register.terms();
                model.submitted = register.payload() != null;
                model.queued = register.waiting().isQueued();
                model.afterHandler = false;
                model.dueAt = 0;
                model.attempt = 1;
                model.lost = 0;
                model.nextAt = 0;
                model.terminal = false;
                model.newestFence = 0;
                model.runs = 0;
            }
            case Command.Attach attach -> model.terms = attach.terms();
            case Command.Join join -> {}
            case Command.Swap swap -> {
                model.terms = swap.terms();
                model.dueAt = model.afterHandler ? 0 : swap.until();
                anew(model);
            }
            case Command.Enqueue enqueue -> enqueue(model, enqueue);
            case Command.HandBack handBack -> {
                wait(model, 0);
                model.runs--;
            }
            case Command.Interrupt interrupt -> interrupt(model, interrupt.lost());
            case Command.Start start -> start(model);
            case Command.Unregister unregister -> gone(model);
            case Command.Forget forget -> gone(model);
            case Command.Evict evict -> gone(model);
            case Command.Cancel cancel -> stop(model, false);
            case Command.TimeOut timeOut -> stop(model, true);
            case Command.HandlerEnded ended -> handlerEnded(model, ended.again());
            case Command.Complete complete -> {
                end(model);
                anew(model);
            }
            case Command.Fail fail -> {
                if (!retry(model, fail.again())) {
                    end(model);
                }
            }
            case Command.Report report -> {}
            case Command.Note note -> model.lost = 0;
            case Command.SetLimit limit -> {}
            case Command.Tick tick -> {
                if (tick.runs()) {
                    enqueue(model, new Command.Enqueue(0, true));
                }
                model.nextAt = tick.nextAt();
            }
        }
    }

    private void start(Model model) {
        if (model.terminal) {
            anew(model);
        }
        model.going = true;
        model.moving = false;
        model.queued = false;
        model.afterHandler = false;
        model.terminal = false;
        model.stopping = false;
        model.newestFence = position;
        model.runs++;
        fences.add(position);
    }

    private static void anew(Model model) {
        model.attempt = 1;
        model.lost = 0;
    }

    private static void enqueue(Model model, Command.Enqueue enqueue) {
        boolean afterHandler = model.stopping && enqueue.afterHandler();
        if (model.terminal) {
            anew(model);
        }
        wait(model, 0);
        model.afterHandler = afterHandler;
    }

    private static void interrupt(Model model, long lost) {
        model.lost += lost > 0 ? 1 : 0;
        if (lost > 0 && model.lost >= 3) {
            end(model);
        } else if (model.terms.restart()) {
            model.moving = true;
        } else if (model.terms.maxAttempts() == 1) {
            end(model);
        } else if (lost == 0) {
            wait(model, 0);
        } else if (!retry(model, new Command.Again(lost, lost + 1_000, true, null))) {
            end(model);
        }
    }

    private static void handlerEnded(Model model, Command.@Nullable Again again) {
        if (model.afterHandler) {
            model.afterHandler = false;
        } else if (!model.timedOut || !retry(model, again)) {
            model.stopping = false;
        }
    }

    private static boolean retry(Model model, Command.@Nullable Again again) {
        if (again == null || (again.counts() && model.attempt >= model.terms.maxAttempts())) {
            return false;
        }
        wait(model, again.at());
        model.attempt += again.counts() ? 1 : 0;
        return true;
    }

    private static void gone(Model model) {
        model.there = false;
        end(model);
        model.terminal = false;
        model.stopping = false;
    }

    /** Nobody is left to be told where the node that had the run is gone, or where there was no run yet. */
    private static void stop(Model model, boolean isTimeout) {
        model.stopping = (model.going && !model.moving) || model.afterHandler;
        model.timedOut = isTimeout;
        end(model);
    }

    private static void end(Model model) {
        model.going = false;
        model.moving = false;
        model.queued = false;
        model.afterHandler = false;
        model.terminal = true;
    }

    private static void wait(Model model, long dueAt) {
        model.dueAt = dueAt;
        model.going = false;
        model.moving = false;
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
        assertThat(state instanceof Pending pending && pending.waiting().isQueued())
                .isEqualTo(model.queued);
        assertThat(state instanceof Pending pending && pending.waiting() instanceof Waiting.ForHandler)
                .isEqualTo(model.afterHandler);
        Course course = state.course();
        assertThat(course == null ? 0 : course.nextAt()).isEqualTo(model.nextAt);
        assertThat(Course.attemptOf(course)).isEqualTo(model.attempt);
        assertThat(after.terms()).isEqualTo(model.terms);
        assertThat(after.hasHandler())
                .isEqualTo((model.going && !model.moving) || model.stopping || model.afterHandler);
        assertThat(state instanceof Stopped stopped && stopped.stopping() != null)
                .isEqualTo(model.stopping);
    }

    private static void checkEnd(@Nullable TaskRow before, TaskRow after, Command command) {
        if (before == null
                || command instanceof Command.HandBack
                || command instanceof Command.Enqueue
                || command instanceof Command.Tick) {
            return;
        }
        assertThat(after.state().run())
                .as("run numbers rise, by one a start")
                .isEqualTo(before.state().run() + (after.fence() > before.fence() ? 1 : 0));
        boolean isTriedAgain = command instanceof Command.HandlerEnded && after.state() instanceof Pending;
        if (before.fence() == after.fence() && before.state().status().isTerminal() && !isTriedAgain) {
            assertThat(after.state().status())
                    .as("one terminal status a run")
                    .isEqualTo(before.state().status());
        }
    }
}
