package dev.taskcast.tester;

import dev.taskcast.TaskManager;
import dev.taskcast.TaskManagerBuilder;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A task manager for tests, without sleeps: its handlers begin when the test says so, and its clock stands still until the test moves it.
 * All else is as in production, on threads of its own: limits, retries, schedules, timeouts, cancels.
 *
 * <pre>{@code
 * try (TaskcastTester tester = TaskcastTester.create()) {
 *     Orders orders = new Orders(tester.tasks());             // registers its types
 *     String id = orders.place(new Order("ann"));             // submits
 *
 *     assertThat(tester.held()).singleElement().extracting(HeldRun::payload).isEqualTo(new Order("ann"));
 *     assertThat(tester.run(id).status()).isEqualTo(TaskStatus.COMPLETED);
 * }
 * }</pre>
 *
 * <p>A run that is held is {@code running} for those who watch, without progress. It holds its place in limits, as a handler does that has
 * just begun. For the test's own thread: not thread-safe, but for what it gives.
 */
public final class TaskcastTester implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration CLOSING = Duration.ofSeconds(1);
    private static final String NOBODY = "taskcast-tester: no task";
    private static final int MOST_RUNS = 10_000;

    private final ManualClock clock = new ManualClock();
    private final Gate gate;
    private @Nullable TaskManager manager;

    private TaskcastTester(boolean isOpen) {
        gate = new Gate(isOpen);
    }

    /**
     * With a manager in memory, whose handlers are held.
     *
     * @return to be closed
     */
    public static TaskcastTester create() {
        return create(builder -> {});
    }

    /**
     * With a manager whose handlers are held.
     *
     * @param setUp sets limits, queues, a codec, a store; not the clock and the run wrapper, which are the tester's
     * @return to be closed
     */
    public static TaskcastTester create(Consumer<TaskManagerBuilder> setUp) {
        return new TaskcastTester(false).made(setUp);
    }

    /**
     * With a manager whose handlers begin by themselves; {@link #settle} waits for their ends.
     *
     * @param setUp sets limits, queues, a codec, a store; not the clock and the run wrapper, which are the tester's
     * @return to be closed
     */
    public static TaskcastTester running(Consumer<TaskManagerBuilder> setUp) {
        return new TaskcastTester(true).made(setUp);
    }

    /**
     * For a manager that somebody else makes, such as a framework: call {@link #prepare} before, and {@link #use} after it is made.
     *
     * @param isHeld whether its handlers are held
     * @return to be closed
     */
    public static TaskcastTester withoutManager(boolean isHeld) {
        return new TaskcastTester(!isHeld);
    }

    private TaskcastTester made(Consumer<TaskManagerBuilder> setUp) {
        TaskManagerBuilder builder = TaskManager.builder().closeTimeout(CLOSING);
        setUp.accept(builder);
        prepare(builder);
        use(builder.build());
        return this;
    }

    /**
     * Sets the clock and the run wrapper of a manager that is about to be made.
     *
     * @param builder of the manager
     */
    public void prepare(TaskManagerBuilder builder) {
        builder.clock(clock).runWrapper(gate);
    }

    /**
     * The manager that was {@linkplain #prepare prepared} has been made.
     *
     * @param made the manager
     */
    public void use(TaskManager made) {
        manager = made;
    }

    /**
     * The manager.
     *
     * @return always the same
     * @throws IllegalStateException if there is none yet
     */
    public TaskManager tasks() {
        TaskManager made = manager;
        if (made == null) {
            throw new IllegalStateException("The tester has no manager yet");
        }
        return made;
    }

    /**
     * The clock, which begins at {@link ManualClock#START}.
     *
     * @return {@link #advance} is mostly better
     */
    public ManualClock clock() {
        return clock;
    }

    /**
     * Moves the clock, lets go off what is due by then, and {@linkplain #settle waits} for what that leads to: timeouts, retries, delayed
     * tasks, ticks of schedules.
     *
     * @param time how far
     * @throws AssertionError if it does not settle within 10 s
     */
    public void advance(Duration time) {
        clock.advance(time);
        settle();
    }

    /**
     * Waits until nothing happens any more without the test: every run that was started is held or has ended, and whoever may begin has
     * begun.
     *
     * @throws AssertionError if that takes longer than 10 s; with handlers that wait for the test, use {@link #await}
     */
    public void settle() {
        await(
                () -> {
                    List<Seen> before = seen();
                    if (!active().isEmpty()) {
                        return false;
                    }
                    startWhatMayBegin();
                    return seen().equals(before);
                },
                () -> "nothing happens, got: " + active());
    }

    /** What tells whether a task has moved on. */
    private record Seen(String id, TaskStatus status, int run) {}

    private List<Seen> seen() {
        return tasks().getAllStates().stream()
                .map(state -> new Seen(state.id(), state.status(), state.run()))
                .toList();
    }

    /** Every command comes after those before it, and starts what waits and may begin: one that changes nothing as well. */
    private void startWhatMayBegin() {
        CancelOutcome ignored = tasks().cancel(NOBODY);
    }

    private boolean isSettled(TaskState state) {
        return !(state instanceof Running) || gate.held(state.id(), state.run()) != null;
    }

    private List<TaskState> active() {
        return tasks().getAllStates().stream()
                .filter(state -> !isSettled(state))
                .toList();
    }

    /**
     * The runs whose handlers are about to begin. {@linkplain #settle Settles} before.
     *
     * @return in the order in which their tasks were made
     * @throws AssertionError if it does not settle within 10 s
     */
    public List<HeldRun> held() {
        settle();
        return heldNow();
    }

    private List<HeldRun> heldNow() {
        List<HeldRun> all = new ArrayList<>();
        for (TaskState state : tasks().getAllStates()) {
            HeldRun held = state instanceof Running ? gate.held(state.id(), state.run()) : null;
            if (held != null) {
                all.add(held);
            }
        }
        return all;
    }

    /**
     * The runs of a type or a registered task whose handlers are about to begin. {@linkplain #settle Settles} before.
     *
     * @param type its name
     * @return in the order in which their tasks were made
     * @throws AssertionError if it does not settle within 10 s
     */
    public List<HeldRun> held(String type) {
        return held().stream()
                .filter(held -> held.identity().type().equals(type))
                .toList();
    }

    /**
     * Has the handler of a task begin, and waits until it has returned. A registered task is started where it does not run.
     *
     * @param id of the task
     * @return the state after it: an end, or {@code pending} before a further attempt
     * @throws AssertionError if no run of it is held (it waits for its turn or for a time, or it has ended), or after 10 s
     */
    public TaskState run(String id) {
        TaskState before = state(id);
        if (!(before instanceof Running) && before.identity().type().equals(id)) {
            var ignored = tasks().start(id);
        }
        await(
                () -> !(state(id) instanceof Running)
                        || gate.isHere(id, state(id).run()),
                () -> "its thread has begun: " + id);
        TaskState held = state(id);
        HeldRun run = held instanceof Running ? gate.held(id, held.run()) : null;
        if (run == null) {
            throw new AssertionError("Wanted a run of task \"" + id + "\" that is held, got: " + held);
        }
        return let(run);
    }

    private TaskState let(HeldRun run) {
        gate.let(run);
        await(
                () -> !gate.isHere(run.id(), run.run()) && hasEnded(run),
                () -> "the end of the handler of task \"" + run.id() + "\"");
        return state(run.id());
    }

    private boolean hasEnded(HeldRun run) {
        TaskState now = tasks().getState(run.id()).orElse(null);
        return !(now instanceof Running) || now.run() != run.run();
    }

    /**
     * Runs all handlers that are held, one after the other, and those that are held then, until none is.
     *
     * @return how many
     * @throws AssertionError if one takes longer than 10 s, or there are more than 10,000
     */
    public int runAll() {
        int count = 0;
        for (List<HeldRun> held = held(); !held.isEmpty(); held = held()) {
            if (count == MOST_RUNS) {
                throw new AssertionError(
                        "Wanted an end of runs, got: " + count + ", and then one of " + held.getFirst());
            }
            TaskState ignored = let(held.getFirst());
            count++;
        }
        return count;
    }

    /**
     * Waits for a status of a task.
     *
     * @param id of the task
     * @param status which
     * @return the state that has it
     * @throws AssertionError if it takes longer than 10 s
     */
    public TaskState await(String id, TaskStatus status) {
        return await(id, state -> state.status() == status);
    }

    /**
     * Waits for a state of a task, with the progress that its handler has made by then.
     *
     * @param id of the task
     * @param wanted true for the state
     * @return that state
     * @throws AssertionError if it takes longer than 10 s
     */
    public TaskState await(String id, Predicate<? super TaskState> wanted) {
        TaskState[] found = new TaskState[1];
        await(
                () -> {
                    found[0] = state(id);
                    return wanted.test(found[0]);
                },
                () -> "another state than: " + found[0]);
        return Objects.requireNonNull(found[0]);
    }

    private TaskState state(String id) {
        return tasks().getState(id).orElseThrow(() -> new AssertionError("Wanted a task, got none: \"" + id + "\""));
    }

    private static void await(BooleanSupplier done, Supplier<String> what) {
        long begun = System.nanoTime();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - begun > LIMIT.toNanos()) {
                throw new AssertionError("Wanted within " + LIMIT.toSeconds() + " s: " + what.get());
            }
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting for: " + what.get(), e);
            }
        }
    }

    /** Closes the manager: handlers that are held never begin. What a durable store keeps of them is as where a process ends. Idempotent. */
    @Override
    public void close() {
        TaskManager made = manager;
        if (made != null) {
            made.close();
        }
        gate.close();
    }
}
