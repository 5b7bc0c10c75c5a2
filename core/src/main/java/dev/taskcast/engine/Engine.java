package dev.taskcast.engine;

import dev.taskcast.commit.Committer;
import dev.taskcast.commit.Committer.OnApplied;
import dev.taskcast.handle.Handles;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.Decision.Reason;
import dev.taskcast.lifecycle.Decision.Refused;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lines.LineStore;
import dev.taskcast.log.EventLog;
import dev.taskcast.progress.Publisher;
import dev.taskcast.retention.History;
import dev.taskcast.retention.Load;
import dev.taskcast.run.ProgressPath;
import dev.taskcast.run.RegisteredType;
import dev.taskcast.run.Run;
import dev.taskcast.run.RunOutputs;
import dev.taskcast.run.Runner;
import dev.taskcast.run.Runs;
import dev.taskcast.store.TaskStore;
import dev.taskcast.store.memory.Epoch;
import dev.taskcast.store.memory.MemoryTaskStore;
import dev.taskcast.subscribe.ListenerSubscription;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.Subscription;
import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskId;
import dev.taskcast.task.TaskListener;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a manager, wired: a command goes to the committer, and what follows from its decision is done after it.
 * The manager is its face for users; servers and other adapters use this class itself. Thread-safe.
 */
public final class Engine {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final long LOOP_END_NANOS = 100_000_000;

    private final Settings settings;
    private final ConcurrentHashMap<String, RegisteredType> types = new ConcurrentHashMap<>();
    private final Runs runs = new Runs();
    private final TaskStore store;
    private final EventLog log;
    private final Committer committer;
    private final TaskClock.Timers timers;
    private final Publisher publisher;
    private final Runner runner;
    private final Set<ListenerSubscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final Closing closing;
    private final Submits submits;
    private final Handles handles;
    private final LineStore lines = new LineStore();

    /**
     * A running engine on a store in memory.
     *
     * @param settings how it works
     */
    public Engine(Settings settings) {
        this.settings = settings;
        Settings.Limits limits = settings.limits();
        TaskClock clock = settings.timing().clock();
        store = new MemoryTaskStore(Epoch.next(clock.millis()));
        log = new EventLog(store.base(), limits.eventBufferSize(), runs::progress);
        committer = new Committer(
                store, log, new History(limits.maxHistory()), new Load(limits.maxPending()), clock, this::forgotten);
        timers = clock.newTimers();
        publisher = new Publisher(log, clock, timers, settings.timing().progressInterval());
        ProgressPath progress = settings.timing().progressInterval().isZero()
                ? ProgressPath.everyOne(committer)
                : ProgressPath.merged(publisher);
        runner = new Runner(
                runs, committer, clock, timers, new RunOutputs(progress, lines, publisher::lines, settings.codec()));
        closing = new Closing(settings.timing().closeTimeout(), clock, runs, runner, this::isListeners);
        submits = new Submits(settings, types, this::submit);
        handles = new Handles(settings.handleKeys(), clock);
        publisher.start();
    }

    /**
     * Makes a type and a task of the same name.
     *
     * @param id the name
     * @param handler the code
     * @param options how it is shown and run
     * @throws IllegalArgumentException if the id is invalid
     * @throws IllegalStateException if it is registered already, or the engine is closed
     */
    public void register(String id, TaskHandler handler, TaskOptions options) {
        requireOpen();
        TaskId.requireValid(id);
        RegisteredType type = RegisteredType.of(handler, options);
        RegisteredType taken = types.putIfAbsent(id, type); // so that no type of this name comes in between
        if (taken != null && taken.isTyped()) {
            throw new IllegalStateException("Type \"" + id + "\" is already registered");
        }
        Command command = new Command.Register(options.identity(id, id), options.isKept(), null);
        Decision decision;
        try {
            decision = submit(id, command, (before, after) -> types.put(id, type));
        } catch (RuntimeException e) {
            types.remove(id, type);
            throw e;
        }
        if (decision instanceof Refused) {
            types.remove(id, type);
            throw new IllegalStateException("Task \"" + id + "\" is already registered");
        }
    }

    /**
     * Takes a task and its type away.
     *
     * @param id which
     * @return false where there is none
     */
    public boolean unregister(String id) {
        AtomicReference<@Nullable Run> stopped = new AtomicReference<>();
        Decision decision = submit(id, new Command.Unregister(), (before, after) -> {
            stopped.set(raise(before));
            if (before != null) {
                forgotten(before);
            }
        });
        deliver(stopped.get());
        return decision instanceof Decision.Next;
    }

    /**
     * Types and tasks that are submitted to them.
     *
     * @return the rest of submitting, but for the start
     */
    public Submits submits() {
        requireOpen();
        return submits;
    }

    /**
     * Makes a task and starts it.
     *
     * @param submission a checked one, see {@link Submits}
     * @return the task
     * @throws dev.taskcast.task.TaskExistsException if its id is taken
     * @throws dev.taskcast.task.TooManyTasksException if there are too many
     */
    public TaskState submit(Submits.Submission submission) {
        TaskState pending = submits.make(submission);
        start(pending.id());
        TaskState now = state(pending.id());
        return now == null ? pending : now;
    }

    /**
     * Signed permissions to watch one task.
     *
     * @return signs and checks
     */
    public Handles handles() {
        return handles;
    }

    /**
     * What runs logged.
     *
     * @return the lines
     */
    public LineStore lines() {
        return lines;
    }

    /**
     * Starts a run.
     *
     * @param id of which task
     * @return what happened
     */
    public StartOutcome start(String id) {
        AtomicReference<@Nullable Run> started = new AtomicReference<>();
        Decision decision = submit(id, new Command.Start(), (before, after) -> started.set(open(after)));
        Run run = started.get();
        if (run != null) {
            runner.launch(run);
            return StartOutcome.STARTED;
        }
        StartOutcome outcome =
                refused(decision) == Reason.RUNNING ? StartOutcome.ALREADY_RUNNING : StartOutcome.UNKNOWN;
        debug("start", id, outcome);
        return outcome;
    }

    /**
     * Ends the run that goes on.
     *
     * @param id of which task
     * @return what happened
     */
    public CancelOutcome cancel(String id) {
        AtomicReference<@Nullable Run> stopped = new AtomicReference<>();
        Decision decision = submit(id, new Command.Cancel(), (before, after) -> stopped.set(raise(before)));
        if (decision instanceof Decision.Next) {
            deliver(stopped.get());
            return CancelOutcome.CANCELED;
        }
        CancelOutcome outcome =
                refused(decision) == Reason.NOT_RUNNING ? CancelOutcome.NOT_RUNNING : CancelOutcome.UNKNOWN;
        debug("cancel", id, outcome);
        return outcome;
    }

    /** A task that was registered takes its type with it, one that was submitted does not. */
    private void forgotten(TaskRow row) {
        lines.remove(row.id());
        if (row.payload() == null) {
            types.remove(row.id());
        }
    }

    private @Nullable Run open(@Nullable TaskRow started) {
        RegisteredType type =
                started == null ? null : types.get(started.state().identity().type());
        if (started == null || type == null) {
            throw new IllegalStateException("A task that starts must have its handler, got: none");
        }
        lines.remove(started.id());
        Run run = new Run(started, type);
        runs.add(run);
        return run;
    }

    private @Nullable Run raise(@Nullable TaskRow before) {
        Run run = before != null && before.state() instanceof Running ? runs.get(before.fence()) : null;
        if (run != null) {
            run.raise();
        }
        return run;
    }

    private void deliver(@Nullable Run run) {
        if (run != null) {
            runner.deliver(run);
        }
    }

    private static @Nullable Reason refused(Decision decision) {
        return decision instanceof Refused refused ? refused.reason() : null;
    }

    private void debug(String what, String id, Enum<?> outcome) {
        if (settings.debug()) {
            LOG.log(System.Logger.Level.INFO, () -> what + " of task \"" + id + "\" changed nothing: " + outcome);
        }
    }

    private Decision submit(String id, Command command, OnApplied onApplied) {
        Decision decision = committer.submit(id, command, onApplied);
        if (refused(decision) == Reason.CLOSED) {
            throw closed();
        }
        return decision;
    }

    /**
     * A task as it is.
     *
     * @param id which
     * @return null where there is none
     */
    public @Nullable TaskState state(String id) {
        requireOpen();
        TaskRow row = store.find(id);
        return row == null ? null : newest(row);
    }

    /**
     * All tasks as they are.
     *
     * @return in the order of their registration
     */
    public List<TaskState> states() {
        requireOpen();
        return log.members(0, Integer.MAX_VALUE).rows().stream()
                .map(this::newest)
                .toList();
    }

    /** With the progress that the run has made by now, which viewers may get an interval later. */
    private TaskState newest(TaskRow row) {
        if (!(row.state() instanceof Running running)) {
            return row.state();
        }
        TaskProgress progress = runs.pacedProgress(row.fence());
        if (progress != null) {
            return running.with(progress);
        }
        // It has made none, or it has ended since the row was read, with progress that an earlier call may have told.
        TaskRow now = store.find(row.id());
        if (now != null && now.created() == row.created() && now.position() > row.position()) {
            return newest(now);
        }
        return running;
    }

    /**
     * Calls a listener for each change from now on.
     *
     * @param listener is called on a thread of its own
     * @return ends it
     */
    public Subscription subscribe(TaskListener listener) {
        requireOpen();
        ListenerSubscription subscription = new ListenerSubscription(log, listener, subscriptions::remove);
        subscriptions.add(subscription);
        subscription.start();
        if (closing.hasBegun()) { // it may have come too late to be closed with the others
            subscription.close();
            throw closed();
        }
        return subscription;
    }

    /**
     * The log, for readers of their own.
     *
     * @return what all readers read
     */
    public EventLog log() {
        return log;
    }

    /**
     * All time of this engine.
     *
     * @return the clock
     */
    public TaskClock clock() {
        return settings.timing().clock();
    }

    /**
     * Calls back when the engine is closed: first of all, before handlers are told.
     *
     * @param hook for readers that must end; an exception is logged
     * @return takes it back
     * @throws IllegalStateException if the engine is closed
     */
    public Runnable onClose(Runnable hook) {
        Runnable remove = closing.onClose(hook);
        if (closing.hasBegun()) {
            remove.run();
            throw closed();
        }
        return remove;
    }

    /**
     * Whether it is closed or being closed.
     *
     * @return true from the first moment of closing
     */
    public boolean isClosed() {
        return closing.hasBegun();
    }

    /**
     * Closes everything, in order. Idempotent; a second caller waits for the first, except where that one waits for it: in
     * a handler, a listener, a cancel callback or a hook.
     */
    public void close() {
        closing.close(this::fallSilent, this::stopThreads);
    }

    private void fallSilent() {
        committer.close();
        publisher.close();
        subscriptions.forEach(ListenerSubscription::stop);
    }

    private boolean isListeners(Thread thread) {
        return subscriptions.stream().anyMatch(subscription -> subscription.isOn(thread));
    }

    private void stopThreads(Duration patience) {
        // Those that call no listener end at once, but not in no time.
        long deadline = clock().nanos() + Math.max(patience.toNanos(), LOOP_END_NANOS);
        for (ListenerSubscription subscription : subscriptions) {
            if (!subscription.close(Duration.ofNanos(Math.max(1, deadline - clock().nanos())))) {
                LOG.log(System.Logger.Level.WARNING, "A subscriber's listener still goes on after the close");
            }
        }
        timers.close();
    }

    private void requireOpen() {
        if (closing.hasBegun()) {
            throw closed();
        }
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("The task manager is closed");
    }
}
