package dev.taskcast.engine;

import dev.taskcast.commit.Committer;
import dev.taskcast.commit.DirectCommitter;
import dev.taskcast.commit.Ledger;
import dev.taskcast.commit.OnApplied;
import dev.taskcast.commit.Rows;
import dev.taskcast.dispatch.Dispatch;
import dev.taskcast.forecast.Curves;
import dev.taskcast.handle.Handles;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.Decision.Reason;
import dev.taskcast.lifecycle.Decision.Refused;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.lines.LineStore;
import dev.taskcast.log.EventLog;
import dev.taskcast.progress.Publisher;
import dev.taskcast.queue.Slots;
import dev.taskcast.retention.History;
import dev.taskcast.retention.Load;
import dev.taskcast.run.FenceCheck;
import dev.taskcast.run.NoteSink;
import dev.taskcast.run.ProgressPath;
import dev.taskcast.run.RegisteredType;
import dev.taskcast.run.Run;
import dev.taskcast.run.RunOutputs;
import dev.taskcast.run.Runner;
import dev.taskcast.run.Runs;
import dev.taskcast.store.Opened;
import dev.taskcast.store.Opening;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.Submitted;
import dev.taskcast.store.TaskStore;
import dev.taskcast.store.memory.Epoch;
import dev.taskcast.subscribe.ListenerSubscription;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.Course;
import dev.taskcast.task.Schedule;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.StoreStatus;
import dev.taskcast.task.Subscription;
import dev.taskcast.task.TaskExistsException;
import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskId;
import dev.taskcast.task.TaskListener;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.thread.Insist;
import dev.taskcast.thread.SafeLog;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.time.StoreClock;
import dev.taskcast.time.TaskClock;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a manager, wired: a command goes to the committer, and what follows from its decision is done after it.
 * The manager is its face for users; servers and other adapters use this class itself. Thread-safe.
 */
public final class Engine {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog NO_SWEEP = new SafeLog(
            LOG, System.Logger.Level.ERROR, "To set the time of the next sweep has failed, and is tried again");
    private static final Command WISH = new Command.Enqueue(0, false);
    private static final long LOOP_END_NANOS = 100_000_000;
    private static final int MIN_RECENT = 1_024;
    private static final Duration MAX_SWEEP = Duration.ofMinutes(1);

    private final Settings settings;
    private final ConcurrentHashMap<String, RegisteredType> types = new ConcurrentHashMap<>();
    private final Runs runs = new Runs();
    private final Rows rows;
    private final EventLog log;
    private final Committer committer;
    private final TaskClock.Timers timers;
    private final Publisher publisher;
    private final Runner runner;
    private final Set<ListenerSubscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final Closing closing;
    private final Submits submits;
    private final Handles handles;
    private final LineStore lines;
    private final @Nullable Durability durability;
    private final StoreClock storeClock;
    private final Dispatch dispatch;
    private final Launcher launcher;
    private final ThreadMaker threads = ThreadMaker.here();
    private final Vitals vitals;
    private final Queries queries;

    /**
     * Opens the store and starts.
     *
     * @param settings how it works
     * @return a running engine
     * @throws dev.taskcast.store.StoreException if the store can't be opened, or has more tasks than the heap has room for
     */
    public static Engine open(Settings settings) {
        TaskStore store = settings.storage().store();
        String node = NodeName.of(settings.storage().nodeName());
        TaskClock.Timers timers = settings.timing().clock().newTimers();
        AtomicReference<@Nullable Opened> opened = new AtomicReference<>();
        int tasks = 0;
        boolean started = false;
        boolean own = true;
        try {
            Opened found = open(settings, node);
            tasks = found.rows().size();
            opened.set(found);
            found = null; // so that the rows are nobody's where there is no room for them
            Engine engine = new Engine(settings, node, timers, opened);
            started = true;
            return engine;
        } catch (IllegalStateException e) {
            own = false; // the store is another manager's
            throw e;
        } catch (OutOfMemoryError e) {
            throw StoreException.tooLarge("The task store", tasks, e);
        } finally {
            if (!started) {
                timers.close();
                if (own) {
                    store.close();
                }
            }
        }
    }

    private static Opened open(Settings settings, String node) {
        TaskStore store = settings.storage().store();
        long now = settings.timing().clock().millis();
        long least = store.isDurable() ? Epoch.next(now) : Epoch.inMemory(now);
        int recent = Math.max(settings.limits().eventBufferSize(), MIN_RECENT);
        return store.open(new Opening(node, least, recent, settings.storage().patience()));
    }

    private Engine(Settings settings, String node, TaskClock.Timers timers, AtomicReference<@Nullable Opened> found) {
        this.settings = settings;
        this.timers = timers;
        Settings.Limits limits = settings.limits();
        TaskClock clock = settings.timing().clock();
        TaskStore store = settings.storage().store();
        Opened opened = Objects.requireNonNull(found.getAndSet(null));
        vitals = new Vitals(clock);
        rows = new Rows(opened.head());
        log = new EventLog(opened.birth(), limits.eventBufferSize(), runs::progress);
        lines = new LineStore(store.isDurable());
        Curves curves = new Curves();
        storeClock = new StoreClock(clock, opened.now());
        launcher = new Launcher(
                new Launcher.OfRuns(this::open, this::find, this::launch, this::deliver, this::handBack),
                clock,
                slots(limits, store.isDurable()));
        dispatch = new Dispatch(
                store.isDurable() ? node : null, storeClock, launcher, new Dispatch.Tasks(rows::all, this::schedule));
        opened.limits().forEach(dispatch::limit);
        Elsewhere elsewhere = new Elsewhere(node);
        Ledger ledger = new Ledger(
                rows,
                log,
                dispatch,
                new Ledger.Followers(
                        new History(limits.maxHistory(), limits.maxHistoryAge(), clock),
                        new Load(limits.maxPending()),
                        store.isDurable() ? both(this::applied, elsewhere::applied) : this::applied),
                clock);
        log.restore(opened);
        opened.rows().forEach(ledger::restore);
        durability = store.isDurable()
                ? new Durability(
                        settings,
                        node,
                        timers,
                        new Durability.Tasks(rows, log, runs, lines, curves),
                        new Durability.Parts(ledger, launcher, elsewhere, storeClock, vitals))
                : null;
        committer =
                durability == null ? new DirectCommitter(ledger, launcher, storeClock, timers) : durability.committer();
        publisher = new Publisher(
                log,
                clock,
                timers,
                settings.timing().progressInterval(),
                new Publisher.Hooks(lines::show, this::lookAgain, vitals),
                curves);
        ProgressPath progress = settings.timing().progressInterval().isZero()
                ? ProgressPath.everyOne(committer)
                : ProgressPath.merged(publisher, runs);
        NoteSink notes = new Notes(committer, clock, store.isDurable());
        FenceCheck fence = durability == null ? FenceCheck.NONE : durability.fence();
        runner = new Runner(
                runs,
                committer,
                clock,
                timers,
                new RunOutputs(
                        progress,
                        lines,
                        notes,
                        fence,
                        publisher::lines,
                        settings.code().codec()),
                new Runner.Home(threads, settings.code().wrapper(), storeClock));
        closing = new Closing(
                settings.timing().closeTimeout(), clock, runs, runner, durability != null, this::isListeners);
        submits = new Submits(settings, types, this::submit, storeClock, durability != null);
        handles = new Handles(settings.handleKeys(), clock);
        queries = new Queries(rows, log, runs, lines, dispatch, store, durability, this::requireOpen);
        publisher.start();
        if (durability != null) {
            durability.start(runner, opened);
        }
        if (!settings.declared().containsKey(LimitId.MANAGER)
                && !dispatch.limit(LimitId.MANAGER).declared().equals(LimitSetting.Values.NONE)) {
            declare(LimitId.MANAGER, LimitSetting.Values.NONE);
        }
        settings.declared().forEach(this::declare);
        sweep(limits.maxHistoryAge());
    }

    private static OnApplied both(OnApplied first, OnApplied second) {
        return (before, after) -> {
            first.applied(before, after);
            second.applied(before, after);
        };
    }

    private static @Nullable Slots<Run> slots(Settings.Limits limits, boolean isDurable) {
        return limits.slots() == Settings.ANY_NUMBER ? null : new Slots<>(limits.slots(), isDurable);
    }

    private void launch(Run run) {
        runner.launch(run);
    }

    private @Nullable Run find(TaskRow row) {
        return row.state() instanceof Running ? runs.get(row.fence()) : null;
    }

    /** Where the code here says something else than what was declared last, this node fires nothing. */
    private @Nullable Schedule schedule(TaskRow row) {
        RegisteredType type = types.get(row.type());
        Schedule schedule = type == null ? null : type.options().schedule().orElse(null);
        return schedule != null && schedule.text().equals(row.terms().schedule()) ? schedule : null;
    }

    /**
     * When a task's schedule starts it next.
     *
     * @param id of the task
     * @param count how many times are wanted
     * @return in order; none where it has no schedule, or its code is not here
     */
    public List<Instant> nextRuns(String id, int count) {
        requireOpen();
        TaskRow row = rows.find(id);
        Schedule schedule = row == null ? null : schedule(row);
        Course course = row == null ? null : row.state().course();
        if (schedule == null || course == null || course.nextAt() == 0 || count == 0) {
            return List.of();
        }
        Instant first = Instant.ofEpochMilli(course.nextAt());
        return Stream.concat(Stream.of(first), schedule.nextTicks(first, count - 1).stream())
                .toList();
    }

    /** A task that was called otherwise goes on under its new name: with the tick that was to come. */
    private void rename(String oldId, String id) {
        TaskRow old = rows.find(oldId);
        TaskRow now = rows.find(id);
        if (old == null || now == null || old.payload() != null || types.containsKey(oldId)) {
            return;
        }
        Course course = old.state().course();
        if (course != null && Objects.equals(old.terms().schedule(), now.terms().schedule())) {
            Decision ignored = submit(
                    id, new Command.Tick(storeClock.millis(), nextAt(now), course.nextAt(), false), OnApplied.NOTHING);
        }
        boolean isGone = unregister(oldId);
        LOG.log(
                System.Logger.Level.INFO,
                "Task \"" + oldId + "\" is called \"" + id + "\" now" + (isGone ? "" : ", and was gone already"));
    }

    private static long nextAt(TaskRow row) {
        Course course = row.state().course();
        return course == null ? 0 : course.nextAt();
    }

    private void handBack(Run run) {
        runner.handBack(run);
    }

    /** What the code says of a limit: on all nodes, the word of the one that was started last. */
    private void declare(LimitId of, LimitSetting.Values values) {
        setLimit(of, setting -> {
            if (!setting.declared().equals(values) && !setting.declared().equals(LimitSetting.Values.NONE)) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "The limit of " + of + " was declared as " + setting.declared() + ", and is now " + values);
            }
            return setting.declared(values);
        });
    }

    /**
     * Sets a limit, on all nodes.
     *
     * @param of what
     * @param change from how it is to how it is to be; may be called several times
     */
    public void setLimit(LimitId of, UnaryOperator<LimitSetting> change) {
        Decision ignored = submit("", new Command.SetLimit(of, change), OnApplied.NOTHING);
        committer.wake();
    }

    /**
     * Which task begins next, and where those stand that wait.
     *
     * @return for questions
     */
    public Dispatch dispatch() {
        return dispatch;
    }

    /** On the publisher's thread: at least once a second. */
    private void lookAgain() {
        committer.lookAgain();
        runner.lookAgain();
        launcher.handBackLate();
    }

    /** Forgets what is too old, now and again. */
    private void sweep(Duration maxAge) {
        if (History.isForEver(maxAge)) {
            return;
        }
        Duration tenth = maxAge.dividedBy(10);
        Duration interval = tenth.compareTo(MAX_SWEEP) > 0 ? MAX_SWEEP : tenth.plusMillis(1);
        TaskClock.Timer ignored = timers.after(interval, () -> {
            try {
                committer.sweep();
            } finally {
                Insist.on(NO_SWEEP, () -> sweep(maxAge));
            }
        });
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
        Terms terms = submits.terms(options, true);
        Command command = new Command.Register(options.identity(id, id), terms, null);
        Decision decision;
        try {
            OnApplied put = (before, after) -> types.put(id, type);
            do {
                decision = submit(id, command, put);
                if (durability != null && taken == null && refused(decision) == Reason.EXISTS) {
                    decision = submit(id, new Command.Attach(options.identity(id, id), terms), put);
                }
            } while (refused(decision) == Reason.UNKNOWN); // another node took it away between the two
        } catch (RuntimeException e) {
            types.remove(id, type);
            throw e;
        }
        if (decision instanceof Refused refused && refused.reason() != Reason.SAME) {
            types.remove(id, type);
            throw new IllegalStateException("Task \"" + id + "\" is already registered");
        }
        declareType(id, options);
        options.schedule().flatMap(Schedule::replaces).ifPresent(oldId -> rename(oldId, id));
        available(id);
    }

    private void declareType(String type, TaskOptions options) {
        LimitSetting.Values values = LimitSetting.Values.NONE.atOnce(options.maxConcurrent());
        LimitId of = LimitId.type(type);
        if (!values.equals(dispatch.limit(of).declared())) {
            declare(of, values);
        }
    }

    /**
     * Registers a type that tasks are submitted to.
     *
     * @param type name and classes
     * @param handler the code
     * @param options how, and who may
     * @param <P> the payload
     * @param <R> the result
     * @throws IllegalStateException if a type or task of this name is registered
     * @throws IllegalArgumentException if the name is no valid id, or payloads can't be decoded
     */
    public <P, R> void register(TaskType<P, R> type, TaskType.Handler<P, R> handler, TypeOptions<P> options) {
        requireOpen();
        submits.register(type, handler, options);
        declareType(type.name(), options.tasks());
        available(type.name());
    }

    /** Under a lock, so that the last word is about the types as they are. */
    private void available(String type) {
        boolean here;
        synchronized (types) {
            here = types.containsKey(type);
            dispatch.available(type, here);
        }
        if (here) {
            committer.wake();
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
        Decision decision = submit(id, new Command.Unregister(), (before, after) -> stopped.set(raise(before)));
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
     * @return the task, or the one that has its unique key
     * @throws dev.taskcast.task.TaskExistsException if its id is taken
     * @throws dev.taskcast.task.TaskNotUniqueException if its unique key is taken, and it is to be refused then
     * @throws dev.taskcast.task.TooManyTasksException if there are too many
     */
    public Submits.Outcome submit(Submits.Submission submission) {
        return newest(submits.make(submission));
    }

    private Submits.Outcome newest(Submits.Outcome outcome) {
        TaskState now = queries.state(outcome.task().id());
        return now == null ? outcome : new Submits.Outcome(now, outcome.isMade());
    }

    /**
     * Makes tasks, as many as can be with one commit.
     *
     * @param submissions checked ones, see {@link Submits}
     * @return the tasks, in the same order
     * @throws dev.taskcast.task.TaskExistsException if an id is taken; the others are made
     * @throws dev.taskcast.task.TaskNotUniqueException if a unique key is taken that is to be refused then; the others are made
     * @throws dev.taskcast.task.TooManyTasksException if there are too many; as many as there may be are made
     */
    public List<TaskState> submit(List<Submits.Submission> submissions) {
        return submits.makeAll(submissions, durability == null ? this::submitEach : durability.waiting()).stream()
                .map(outcome -> newest(outcome).task())
                .toList();
    }

    private List<Decision> submitEach(List<Map.Entry<String, Command>> commands) {
        return commands.stream()
                .map(each -> submit(each.getKey(), each.getValue(), OnApplied.NOTHING))
                .toList();
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
     * What can be asked about tasks.
     *
     * @return its answers are as new as the question
     */
    public Queries queries() {
        return queries;
    }

    /**
     * Keeps a task in somebody else's transaction.
     *
     * @param submission a checked one, see {@link Submits}
     * @param transaction to the store's database
     * @return the task as it will be
     * @throws dev.taskcast.task.TaskExistsException if its id is taken
     * @throws IllegalArgumentException if it is to be unique: what was acknowledged with a commit can't be dropped later
     * @throws UnsupportedOperationException if the store can't
     */
    public TaskState submit(Submits.Submission submission, Connection transaction) {
        requireOpen();
        if (submission.terms().unique() != null) {
            throw new IllegalArgumentException("A submit in a transaction can't be unique, got: one of type "
                    + submission.identity().type()
                    + ". What was acknowledged with the commit could not be dropped later");
        }
        String id = submission.identity().id();
        if (rows.find(id) != null) {
            throw new TaskExistsException(id);
        }
        settings.storage()
                .store()
                .submit(
                        transaction,
                        new Submitted(
                                0,
                                submission.identity(),
                                submission.terms(),
                                submission.payload(),
                                submission.waiting()));
        return new Pending(submission.identity(), submission.waiting());
    }

    /**
     * Starts a run.
     *
     * @param id of which task
     * @return what happened
     */
    public StartOutcome start(String id) {
        Launch launch = new Launch();
        Decision decision = submit(id, WISH, launch);
        if (launch.run != null) {
            launcher.launch(launch.run);
        }
        if (decision instanceof Decision.Next) {
            return decision instanceof Decision.Started ? StartOutcome.STARTED : StartOutcome.QUEUED;
        }
        StartOutcome outcome = switch (refused(decision)) {
            case RUNNING -> StartOutcome.ALREADY_RUNNING;
            case QUEUED -> StartOutcome.ALREADY_QUEUED;
            case null, default -> StartOutcome.UNKNOWN;
        };
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
    private void applied(@Nullable TaskRow before, @Nullable TaskRow after) {
        if (after == null && before != null) {
            lines.remove(before.id());
            if (before.payload() == null) {
                types.computeIfPresent(before.id(), (id, type) -> type.isTyped() ? type : null);
                available(before.id());
            }
        }
    }

    /** A start on its way: its run is there as soon as anybody can see that it runs. */
    private final class Launch implements OnApplied {
        @Nullable
        Run run;

        @Override
        public void applied(@Nullable TaskRow before, @Nullable TaskRow after) {
            if (after != null && after.state() instanceof Running) {
                run = open(after);
            }
        }
    }

    private Run open(TaskRow started) {
        RegisteredType type = types.get(started.state().identity().type());
        if (type == null) {
            throw new IllegalStateException("A task that starts must have its handler, got: none");
        }
        Run known = durability == null ? null : runs.get(started.fence());
        if (known != null) { // all but that was done, and is done once more
            return known;
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
     * How the manager and its store do.
     *
     * @return with a reason where one of them is down
     */
    public StoreStatus status() {
        StoreStatus store =
                durability == null ? StoreStatus.UP : durability.health().status();
        StoreStatus down = vitals.down();
        return store.isUp() && down != null ? down : store;
    }

    /**
     * Whether this engine can't do its work, and has not been able to for so long that nobody is to be sent to it. An outage of the store
     * does not count: it is one for all.
     *
     * @return true as long as that is so
     */
    public boolean isOutOfOrder() {
        return vitals.isLasting();
    }

    /**
     * Calls a listener for each change from now on.
     *
     * @param listener is called on a thread of its own
     * @return ends it
     */
    public Subscription subscribe(TaskListener listener) {
        requireOpen();
        subscriptions.removeIf(ListenerSubscription::hasEnded);
        ListenerSubscription subscription =
                new ListenerSubscription(log, listener, threads, subscriptions::remove, this::isListeners);
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
        dispatch.stop();
        if (durability == null) {
            launcher.stop();
            committer.close();
        } else {
            durability.stop();
        }
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
        if (durability != null) {
            durability.close(patience);
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
