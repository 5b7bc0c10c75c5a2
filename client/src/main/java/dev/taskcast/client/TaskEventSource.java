package dev.taskcast.client;

import dev.taskcast.client.connection.Connection;
import dev.taskcast.client.connection.TaskView;
import dev.taskcast.client.event.ConnectionListener;
import dev.taskcast.client.event.ConnectionState;
import dev.taskcast.client.event.MessageListener;
import dev.taskcast.client.event.TaskLog;
import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.client.listen.Listeners;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.Subscription;
import dev.taskcast.task.TaskListener;
import dev.taskcast.task.TaskState;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a server, kept up to date over whatever happens to the connection. It connects when it is made, and again whenever the
 * connection is lost, from where it was: no end of a run is missed as long as the server remembers, and no task goes back to an older state.
 *
 * <pre>{@code
 * try (TaskEventSource source = TaskEventSource.builder(URI.create("http://localhost:8080/tasks/events")).connect()) {
 *     source.subscribe("import", change -> System.out.println(change));
 *     source.start("import");
 *     ...
 * }
 * }</pre>
 *
 * Listeners are called on virtual threads, each listener one call at a time. They may call any method here, and take their time; what one
 * throws is logged. Thread-safe.
 */
public final class TaskEventSource implements AutoCloseable {
    private final TaskView view;
    private final Listeners listeners;
    private final Connection connection;
    private final TaskActions actions;

    TaskEventSource(TaskView view, Listeners listeners, Connection connection, TaskActions actions) {
        this.view = view;
        this.listeners = listeners;
        this.connection = connection;
        this.actions = actions;
    }

    /**
     * Begins to say which tasks, and how they are asked for.
     *
     * @param stream the address of the stream, for example {@code http://localhost:8080/tasks/events}; may have a query
     * @return a builder, not thread-safe
     */
    public static TaskSourceBuilder builder(URI stream) {
        return new TaskSourceBuilder(Objects.requireNonNull(stream, "stream"));
    }

    /**
     * The tasks by their ids, in the order of their registration, as they are now.
     *
     * @return an immutable map, the same one as long as nothing changes
     */
    public Map<String, TaskState> tasks() {
        return view.tasks();
    }

    /**
     * A task as it is now.
     *
     * @param id which
     * @return empty where there is none, or none is known yet
     */
    public Optional<TaskState> task(String id) {
        return view.task(id);
    }

    /**
     * How the connection is doing. Only while it is {@link ConnectionState#LIVE} is what {@link #tasks} gives true.
     *
     * @return the state
     */
    public ConnectionState state() {
        return view.state();
    }

    /**
     * Why the last try failed.
     *
     * @return empty while it is live, and before the first failure
     */
    public Optional<TaskRequestException> error() {
        return view.error();
    }

    /**
     * Whether something in between holds the stream back, so that the list is polled every 2 s instead.
     *
     * @return true as long as it is so
     */
    public boolean isBuffered() {
        return view.isBuffered();
    }

    /**
     * The place that the next connection goes on from.
     *
     * @return an id of the stream, or empty
     */
    public String lastEventId() {
        return view.lastEventId();
    }

    /**
     * What time it is at the server, whatever this machine's clock says.
     *
     * @return empty until the server has told it
     */
    public Optional<Instant> serverTime() {
        return view.serverTime();
    }

    /**
     * Waits until the connection is live.
     *
     * @param patience how long at the most
     * @return false where it was denied or closed meanwhile, or the time is over: {@link #error} says why
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean awaitLive(Duration patience) throws InterruptedException {
        return view.awaitLive(patience);
    }

    /**
     * Calls back with each change of each task, from now on, in order. A listener that takes its time is told of all of them as long as no
     * more than 1,024 wait for it; beyond that, and of progress always, the newest of each task. The position of a change is the id that the
     * stream was at, or 0 where it had none.
     *
     * @param listener is called
     * @return ends it
     */
    public Subscription subscribe(TaskListener listener) {
        return listeners.onChange(listener);
    }

    /**
     * Calls back with a task's state: where it is known, how it is now, and then each change, as {@link #subscribe(TaskListener)} does.
     *
     * @param id which
     * @param listener is called
     * @return ends it
     */
    public Subscription subscribe(String id, TaskListener listener) {
        return view.subscribe(id, listener);
    }

    /**
     * Calls back with every message of the stream, from now on, once the tasks have it.
     *
     * @param listener is called
     * @return ends it
     */
    public Subscription onMessage(MessageListener listener) {
        return listeners.onMessage(listener);
    }

    /**
     * Calls back when the connection is in another state, or fails, from now on.
     *
     * @param listener is called
     * @return ends it
     */
    public Subscription onState(ConnectionListener listener) {
        return listeners.onState(listener);
    }

    /**
     * Starts a task.
     *
     * @param id which
     * @return what came of it
     * @throws TaskRequestException if the server refuses, or can't be reached
     * @see TaskActions#start
     */
    public StartOutcome start(String id) {
        return actions.start(id);
    }

    /**
     * Cancels a task's run.
     *
     * @param id which
     * @return what came of it
     * @throws TaskRequestException if the server refuses, or can't be reached
     * @see TaskActions#cancel
     */
    public CancelOutcome cancel(String id) {
        return actions.cancel(id);
    }

    /**
     * Makes a task of a type, and starts it.
     *
     * @param type the name of the type
     * @param payload what the task is to do
     * @return the task, or the one that it joined
     * @throws TaskRequestException if the server refuses, or can't be reached
     * @see TaskActions#submit(String, Object)
     */
    public TaskState submit(String type, @Nullable Object payload) {
        return actions.submit(type, payload);
    }

    /**
     * Makes a task of a type, and starts it when its time has come.
     *
     * @param type the name of the type
     * @param payload what the task is to do
     * @param options what the task is
     * @return the task, or the one that it joined
     * @throws TaskRequestException if the server refuses, or can't be reached
     * @see TaskActions#submit(String, Object, SubmitOptions)
     */
    public TaskState submit(String type, @Nullable Object payload, SubmitOptions options) {
        return actions.submit(type, payload, options);
    }

    /**
     * Reads what a task's newest run has logged: up to 1,000 lines.
     *
     * @param id which
     * @param after the number after which the lines begin; 0 for all that are kept
     * @return the lines
     * @throws TaskRequestException if the server refuses, or can't be reached
     * @see TaskActions#log
     */
    public TaskLog log(String id, long after) {
        return actions.log(id, after);
    }

    /** Connects anew at once, for example after a login. Does nothing once it is closed. */
    public void reconnect() {
        connection.reconnect();
    }

    /**
     * Ends it for good. The tasks stay as they were. Nobody is told of tasks any more, but for a call under way; listeners of the
     * connection are still told that it is closed. Does not wait. Idempotent.
     */
    @Override
    public void close() {
        connection.close();
        listeners.close();
        actions.close();
    }
}
