package dev.taskcast;

import dev.taskcast.adapter.Backends;
import dev.taskcast.adapter.Commands;
import dev.taskcast.engine.Engine;
import dev.taskcast.engine.QueueLimits;
import dev.taskcast.engine.Settings;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.ForgetOutcome;
import dev.taskcast.task.QueueControl;
import dev.taskcast.task.SeriesQuery;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.StoreStatus;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.Subscription;
import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskId;
import dev.taskcast.task.TaskListener;
import dev.taskcast.task.TaskNode;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskPage;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskRun;
import dev.taskcast.task.TaskSeries;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStats;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.Turn;
import dev.taskcast.task.TypeOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Runs background tasks and lets everyone watch them.
 *
 * <pre>{@code
 * try (TaskManager tasks = TaskManager.builder().maxHistory(100).build()) {
 *     tasks.register("import-data", ctx -> {
 *         for (int i = 0; i < rows.size(); i++) {
 *             if (ctx.isCanceled()) return;
 *             ctx.progress("Importing rows", i + 1, rows.size());
 *             insert(rows.get(i));
 *         }
 *     });
 *     tasks.start("import-data");
 *     TaskServer.start(tasks, 8080).join();
 * }
 * }</pre>
 *
 * Thread-safe. Every method but {@link #close()} throws {@link IllegalStateException} from the first moment of closing.
 */
public final class TaskManager implements AutoCloseable {
    private static final Duration MAX_VALIDITY = Duration.ofDays(36_525);

    static {
        Backends.openedBy(manager -> ((TaskManager) manager).engine);
    }

    private final Engine engine;

    TaskManager(Settings settings) {
        engine = Engine.open(settings);
    }

    /**
     * A manager with defaults.
     *
     * @return short for {@code builder().build()}
     */
    public static TaskManager create() {
        return builder().build();
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder, not thread-safe
     */
    public static TaskManagerBuilder builder() {
        return new TaskManagerBuilder();
    }

    /**
     * Registers a task with {@linkplain TaskOptions#DEFAULT default options}.
     *
     * @param id 1 to 200 characters, see {@link dev.taskcast.task.TaskId}
     * @param handler the code
     * @throws IllegalArgumentException if the id is invalid
     * @throws IllegalStateException if the id is registered already
     */
    public void register(String id, TaskHandler handler) {
        register(id, handler, TaskOptions.DEFAULT);
    }

    /**
     * Registers a task: it is there, pending, and can be started as often as one likes, once at a time.
     *
     * @param id 1 to 200 characters, see {@link dev.taskcast.task.TaskId}
     * @param handler the code
     * @param options how it is shown and run
     * @throws IllegalArgumentException if the id is invalid
     * @throws IllegalStateException if the id is registered already
     * @throws dev.taskcast.task.StoreUnavailableException if a durable store does not answer for {@code storeTimeout}. The task may be there
     *     then, its code is not: register it again
     */
    public void register(String id, TaskHandler handler, TaskOptions options) {
        engine.registrations().register(id, handler, options);
    }

    /**
     * Registers a type, for {@link #submit}.
     *
     * @param name a valid id, see {@link dev.taskcast.task.TaskId}
     * @param payloadType what its handler takes
     * @param resultType what its handler gives
     * @param handler the code
     * @param <P> the payload
     * @param <R> the result
     * @return the type
     * @throws IllegalArgumentException if the name is invalid
     * @throws IllegalStateException if a type or task of this name is registered
     */
    public <P, R> TaskType<P, R> type(
            String name, Class<P> payloadType, Class<R> resultType, TaskType.Handler<P, R> handler) {
        return type(
                name, payloadType, resultType, handler, TypeOptions.<P>builder().build());
    }

    /**
     * Registers a type, for {@link #submit}.
     *
     * @param name a valid id, see {@link dev.taskcast.task.TaskId}
     * @param payloadType what its handler takes. Without a {@linkplain TaskManagerBuilder#codec codec}: a string, number, boolean,
     *     list, map or record
     * @param resultType what its handler gives
     * @param handler the code
     * @param options how its tasks are run, and who may submit them
     * @param <P> the payload
     * @param <R> the result
     * @return the type
     * @throws IllegalArgumentException if the name is invalid
     * @throws IllegalStateException if a type or task of this name is registered
     */
    public <P, R> TaskType<P, R> type(
            String name,
            Class<P> payloadType,
            Class<R> resultType,
            TaskType.Handler<P, R> handler,
            TypeOptions<P> options) {
        TaskType<P, R> type = new TaskType<>(name, payloadType, resultType);
        engine.registrations().register(type, handler, options);
        return type;
    }

    /**
     * Makes a task with an id of its own, and starts it.
     *
     * @param type made by {@link #type} of this manager
     * @param payload for its handler
     * @param <P> the payload
     * @return the task; or the one that is there, where its type says that it is unique, see {@link dev.taskcast.task.Unique}
     * @throws IllegalArgumentException if the type is not registered here, or the payload is refused
     * @throws dev.taskcast.task.TaskNotUniqueException if its type says that it is unique, and is refused otherwise
     * @throws dev.taskcast.task.TooManyTasksException if {@code maxPending} submitted tasks have not ended yet
     */
    public <P> TaskState submit(TaskType<P, ?> type, P payload) {
        return submit(type, payload, SubmitOptions.DEFAULT);
    }

    /**
     * Makes a task and starts it. Once it has ended it can be started again, with the same payload.
     *
     * @param type made by {@link #type} of this manager
     * @param payload for its handler
     * @param options what the task is
     * @param <P> the payload
     * @return the task; or the one that is there and has its unique key, where no other is made: see
     *     {@link dev.taskcast.task.Unique}
     * @throws IllegalArgumentException if the type is not registered here, or the payload is refused; or if the options name a
     *     transaction and its type says that it is unique
     * @throws dev.taskcast.task.TaskExistsException if there is a task with the id in the options
     * @throws dev.taskcast.task.TaskNotUniqueException if its unique key is taken, and it is to be refused then
     * @throws dev.taskcast.task.TooManyTasksException if {@code maxPending} submitted tasks have not ended yet
     * @throws dev.taskcast.task.StoreUnavailableException if a durable store does not answer for {@code storeTimeout}
     * @throws UnsupportedOperationException if the options name a transaction, and the store can't be in one
     */
    public <P> TaskState submit(TaskType<P, ?> type, P payload, SubmitOptions options) {
        Commands.Submission submission = engine.submits().prepare(type, payload, options);
        return options.transaction()
                .map(transaction -> engine.submits().keep(submission, transaction))
                .orElseGet(() -> engine.commands().submit(submission).task());
    }

    /**
     * Makes many tasks, with as few commits as can be, and starts them.
     *
     * @param type made by {@link #type} of this manager
     * @param payloads for its handler, one a task
     * @param <P> the payload
     * @return the tasks, in the same order; one several times where several payloads have one unique key
     * @throws IllegalArgumentException if the type is not registered here, or a payload is refused: no task was made then
     * @throws dev.taskcast.task.TaskNotUniqueException if a unique key is taken that is to be refused then; the others were made
     * @throws dev.taskcast.task.TooManyTasksException if {@code maxPending} is reached; as many as there may be were made
     * @throws dev.taskcast.task.StoreUnavailableException if a durable store does not answer; some may have been made
     */
    public <P> List<TaskState> submitAll(TaskType<P, ?> type, List<? extends P> payloads) {
        return engine.commands()
                .submit(payloads.stream()
                        .map(payload -> engine.submits().prepare(type, payload, SubmitOptions.DEFAULT))
                        .toList());
    }

    /**
     * Signs a permission to watch one task, for somebody whom the endpoint's access would not let in: a guest with a link.
     * It is good for the stream, the state and the log of that task, and for nothing else, until it expires.
     *
     * @param id of which task; it need not be there yet
     * @param validity from now on
     * @return URL-safe text, for the parameter {@code handle} of an endpoint
     * @throws IllegalArgumentException if the id is invalid, or the validity is not above zero or
     *     longer than 100 years
     */
    public String handle(String id, Duration validity) {
        TaskId.requireValid(id);
        if (validity.isZero() || validity.isNegative() || validity.compareTo(MAX_VALIDITY) > 0) {
            throw new IllegalArgumentException(
                    "A handle's validity must be longer than zero and at most 100 years, got: " + validity);
        }
        Instant expiresAt = engine.clock().instant().plus(validity);
        return engine.handles().sign(id, expiresAt.toEpochMilli());
    }

    /**
     * Takes a task away; its id can be registered again at once. If it runs, its signal fires, and nothing of that run
     * is seen any more.
     *
     * @param id which
     * @return false where there is no such task
     */
    public boolean unregister(String id) {
        return engine.registrations().unregister(id);
    }

    /**
     * Forgets a submitted task that has ended, with its runs, notes and lines, whether it is held or rests in the store. Viewers are told
     * that it is gone, and its id answers 410 for a while. What is kept ({@link TaskOptions#keep}) is forgotten as well.
     *
     * @param id of which task
     * @return what happened; a registered task is left as it is, see {@link #unregister}, and so is one that has not ended
     * @throws dev.taskcast.task.StoreUnavailableException if the store can't be reached for too long; it may have happened
     */
    public ForgetOutcome forget(String id) {
        return engine.commands().forget(id);
    }

    /**
     * Starts a new run. Where nothing is in its way the task is running, with progress {@code Starting...}, before this returns, and its
     * handler begins on a thread of its own. Else it waits for its turn: for room in its limits, or a slot. One that waits for a time is
     * due at once.
     *
     * @param id of which task
     * @return what happened; an unknown or running task is left as it is
     */
    public StartOutcome start(String id) {
        return engine.commands().start(id);
    }

    /**
     * Cancels the run that goes on, or a task that waits for its turn or a time. It is canceled before this returns; its handler is
     * told, by its signal and an interrupt, and may go on for a while, but nothing that it does reaches the task any more.
     *
     * @param id of which task
     * @return what happened; an unknown task, or one that does not run, is left as it is
     */
    public CancelOutcome cancel(String id) {
        return engine.commands().cancel(id);
    }

    /**
     * A task as it is, with its newest progress.
     *
     * @param id which
     * @return empty where there is no such task
     */
    public Optional<TaskState> getState(String id) {
        return Optional.ofNullable(engine.queries().state(id));
    }

    /**
     * All tasks that are held in memory as they are, with their newest progress: without a durable store all; with one those that live, and
     * of those that have ended as many as {@link TaskManagerBuilder#recent recent} says.
     *
     * @return in the order of their registration; immutable
     */
    public List<TaskState> getAllStates() {
        return engine.queries().states();
    }

    /**
     * Finds tasks: filtered, sorted, a page at a time.
     *
     * <pre>{@code
     * TaskPage page = tasks.find(TaskQuery.builder().statuses(TaskStatus.ERROR).sort(TaskSort.ENDED_DESC).build());
     * }</pre>
     *
     * @param query which, and in which order
     * @return a page of them as they are, with their newest progress
     */
    public TaskPage find(TaskQuery query) {
        return engine.queries().find(query);
    }

    /**
     * How many tasks are how: by status and type, what waits for what, what ended in the last minute. Costs the same however many tasks there
     * are, and asks no store.
     *
     * @return as it is, or was when the manager was closed
     */
    public TaskStats stats() {
        return engine.stats();
    }

    /**
     * How many runs started and ended over some time, and how long they waited and took, bucket by bucket. With a durable store they are those of
     * all nodes, and outlast them; in memory those since this manager was made. Asks the store.
     *
     * @param query which time, in which steps, of which types
     * @return up to now
     * @throws IllegalArgumentException if it has too many buckets
     * @throws dev.taskcast.store.StoreException if the store can't be asked
     */
    public TaskSeries series(SeriesQuery query) {
        return engine.series(query);
    }

    /**
     * The runs of a task that have ended, for those who look after it: with nodes and stack traces. Asks the store.
     *
     * @param id of which task
     * @param max how many at the most
     * @return the newest first; where tasks are kept in memory, no more than the newest, and nothing for an unknown task
     */
    public List<TaskRun> getRuns(String id, int max) {
        return engine.queries().runs(id, max);
    }

    /**
     * When the schedule of a task starts it next.
     *
     * @param id of the task
     * @param count how many times are wanted, from 0 to {@link dev.taskcast.task.Schedule#MAX_TICKS}
     * @return in order, before jitter; none where it has no schedule, or its code is not here
     * @throws IllegalArgumentException if the count is out of range
     */
    public List<Instant> nextRuns(String id, int count) {
        return engine.registrations().nextRuns(id, count);
    }

    /**
     * Changes a queue at run time.
     *
     * @param name of the queue; need not have been declared
     * @return its limits, on all nodes
     * @throws IllegalArgumentException if the name is empty or too long
     */
    public QueueControl queue(String name) {
        return new QueueLimits(Turn.requireName("A queue's name", name), engine.limits()::set);
    }

    /**
     * The nodes that are on the store, as this one knows them: how they are, what they have and whether they are heard of. Asks no store.
     *
     * @return this one first, the others by name; in memory only this one
     */
    public List<TaskNode> nodes() {
        return engine.nodes();
    }

    /**
     * Has a node begin nothing any more: no submitted task, no start and no schedule. What it runs goes on to its end, what waits is for the
     * other nodes, and viewers are served as before. For a node that is to be taken away, or that is suspected. It ends with
     * {@link #undrain}, and with the node's process.
     *
     * @param node its {@linkplain TaskNode#name name}; of this node or of another, which is told within a third of its lease
     * @return false where no such node is on the store
     * @throws dev.taskcast.store.StoreException if the store can't be told
     */
    public boolean drain(String node) {
        return engine.drain(node, true);
    }

    /**
     * Has a node begin tasks again, after {@link #drain}.
     *
     * @param node its {@linkplain TaskNode#name name}
     * @return false where no such node is on the store
     * @throws dev.taskcast.store.StoreException if the store can't be told
     */
    public boolean undrain(String node) {
        return engine.drain(node, false);
    }

    /**
     * Whether the store answers, and what keeps, runs and shows tasks here does its work, for health checks.
     *
     * @return as it was the last time; down too where the store has said nothing for {@code storeTimeout}
     */
    public StoreStatus getStoreStatus() {
        return engine.status();
    }

    /**
     * The types for which tasks wait although nobody registers them on this node, for health checks: after a deploy whose code no longer has a
     * type that a store still has tasks of.
     *
     * @return their names, sorted; a task that waits for a time counts once it has come
     */
    public List<String> getUnknownTypes() {
        return engine.queries().unknownTypes();
    }

    /**
     * Calls a listener for each change from now on, on a thread of its own. See {@link TaskListener} for what it gets
     * when it is slow.
     *
     * @param listener is called
     * @return close it to end it; the manager's close ends it too
     */
    public Subscription subscribe(TaskListener listener) {
        return engine.subscribe(listener);
    }

    Engine engine() {
        return engine;
    }

    /**
     * Ends everything: streams and subscribers are ended, handlers are told by their signals, and their ends change no
     * state any more. Waits up to {@code closeTimeout} for handlers to return and logs the ids of those that have not.
     * Idempotent; a second caller waits for the first.
     */
    @Override
    public void close() {
        engine.close();
    }
}
