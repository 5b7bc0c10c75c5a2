package dev.taskcast.engine;

import dev.taskcast.adapter.Backend;
import dev.taskcast.commit.Committer;
import dev.taskcast.commit.DirectCommitter;
import dev.taskcast.commit.Followers;
import dev.taskcast.commit.Ledger;
import dev.taskcast.commit.Observed;
import dev.taskcast.commit.OnApplied;
import dev.taskcast.commit.Resting;
import dev.taskcast.commit.Rows;
import dev.taskcast.commit.StoredPayloads;
import dev.taskcast.count.Counts;
import dev.taskcast.dispatch.Dispatch;
import dev.taskcast.dispatch.Positions;
import dev.taskcast.forecast.Curves;
import dev.taskcast.handle.Handles;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lines.LineStore;
import dev.taskcast.log.EventLog;
import dev.taskcast.progress.Publisher;
import dev.taskcast.queue.Slots;
import dev.taskcast.retention.History;
import dev.taskcast.retention.Load;
import dev.taskcast.retention.Payloads;
import dev.taskcast.retention.Window;
import dev.taskcast.run.FenceCheck;
import dev.taskcast.run.NoteSink;
import dev.taskcast.run.ProgressPath;
import dev.taskcast.run.RegisteredType;
import dev.taskcast.run.Run;
import dev.taskcast.run.RunOutputs;
import dev.taskcast.run.Runner;
import dev.taskcast.run.Runs;
import dev.taskcast.series.HeapSeries;
import dev.taskcast.series.SeriesTable;
import dev.taskcast.store.Opened;
import dev.taskcast.store.Opening;
import dev.taskcast.store.RestingTasks;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.TaskStore;
import dev.taskcast.store.memory.Epoch;
import dev.taskcast.subscribe.ListenerSubscription;
import dev.taskcast.task.SeriesQuery;
import dev.taskcast.task.StoreStatus;
import dev.taskcast.task.Subscription;
import dev.taskcast.task.TaskListener;
import dev.taskcast.task.TaskNode;
import dev.taskcast.task.TaskSeries;
import dev.taskcast.task.TaskStats;
import dev.taskcast.thread.Insist;
import dev.taskcast.thread.SafeLog;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.time.StoreClock;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a manager, wired: a command goes to the committer, and what follows from its decision is done after it.
 * The manager is its face for users, a {@link Backend} that for endpoints. Thread-safe.
 */
public final class Engine implements Backend {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog NO_SWEEP = new SafeLog(
            LOG, System.Logger.Level.ERROR, "To set the time of the next sweep has failed, and is tried again");
    private static final int MIN_RECENT = 1_024;
    /** Of the heap, at the most for what has ended. */
    private static final int WINDOW_SHARE = 8;

    /** Of the heap, for the last lines of all runs. */
    private static final int LINES_SHARE = 16;

    private static final Duration MAX_SWEEP = Duration.ofMinutes(1);

    private final Settings settings;
    private final ConcurrentHashMap<String, RegisteredType> types = new ConcurrentHashMap<>();
    private final Runs runs = new Runs();
    private final EventLog log;
    private final Committer committer;
    private final TaskClock.Timers timers;
    private final Publisher publisher;
    private final Runner runner;
    private final Subscriptions subscriptions;
    private final Closing closing;
    private final Commits commits;
    private final Submits submits;
    private final TaskCommands commands;
    private final Registrations registrations;
    private final LimitCommands limitCommands;
    private final Handles handles;
    private final LineStore lines;
    private final @Nullable Durability durability;
    private final Dispatch dispatch;
    private final Launcher launcher;
    private final Vitals vitals;
    private final TaskQueries queries;
    private final Resting resting;
    private final Statistics statistics;
    private final KnownNodes nodes;
    private final SeriesReader series;
    private final StoredPayloads payloads;

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
        return store.open(new Opening(
                node,
                least,
                recent,
                settings.limits().recent(),
                settings.limits().payloadBytes(),
                settings.storage().patience()));
    }

    private Engine(Settings settings, String node, TaskClock.Timers timers, AtomicReference<@Nullable Opened> found) {
        this.settings = settings;
        this.timers = timers;
        Settings.Limits limits = settings.limits();
        TaskClock clock = settings.timing().clock();
        TaskStore store = settings.storage().store();
        Opened opened = Objects.requireNonNull(found.getAndSet(null));
        vitals = new Vitals(clock);
        Rows rows = new Rows(opened.head());
        log = new EventLog(opened.birth(), limits.eventBufferSize(), runs::progress);
        lines = new LineStore(store.isDurable(), Runtime.getRuntime().maxMemory() / LINES_SHARE);
        Curves curves = new Curves();
        StoreClock storeClock = new StoreClock(clock, opened.now());
        RestingTasks atRest = store.isDurable() ? store.resting() : RestingTasks.NONE;
        payloads = new StoredPayloads(atRest, timers, vitals);
        RunOpener opener = new RunOpener(types, runs, lines, payloads, store.isDurable());
        launcher = new Launcher(
                new Launcher.OfRuns(opener::open, opener::find, this::launch, this::deliver, this::handBack),
                clock,
                slots(limits, store.isDurable()));
        dispatch = new Dispatch(
                store.isDurable() ? node : null,
                storeClock,
                launcher,
                new Dispatch.Tasks(rows::all, row -> Registrations.schedule(types, row)));
        opened.limits().forEach(dispatch.limits()::set);
        opened.orphans().forEach(dispatch::orphaned);
        Elsewhere elsewhere = new Elsewhere(node, dispatch::orphans);
        Resting resting =
                new Resting(rows, atRest, clock, timers, settings.storage().timeout(), vitals);
        this.resting = resting;
        Counts counts = new Counts(clock);
        OwnNode own = new OwnNode(limits.slots(), launcher, types, clock);
        nodes = new KnownNodes(
                node, own, store.isDurable() ? counts::runningByNode : () -> Map.of(node, counts.running()), clock);
        SeriesTable ofStore = store.series().orElse(null);
        HeapSeries inHeap = ofStore == null ? new HeapSeries() : null;
        series = new SeriesReader(ofStore == null ? Objects.requireNonNull(inHeap) : ofStore);
        Ledger ledger = new Ledger(
                rows,
                log,
                dispatch,
                new Followers(
                        new History(limits.maxHistory(), limits.maxHistoryAge(), clock),
                        new Load(limits.maxPending()),
                        counts,
                        payloads(limits, atRest),
                        both(
                                store.isDurable() ? both(this::applied, elsewhere::applied) : this::applied,
                                inHeap == null ? OnApplied.NOTHING : inHeap::applied),
                        new Observed(settings.code().observers())),
                new Ledger.Ended(
                        window(limits, store), store.isDurable(), resting, storeClock, row -> lines.remove(row.id())),
                clock);
        log.restore(opened);
        opened.rows().forEach(ledger::restore);
        ledger.restore(opened.resting());
        dispatch.limits().used(opened.rates());
        durability = store.isDurable()
                ? new Durability(
                        settings,
                        node,
                        timers,
                        new Durability.Tasks(rows, log, runs, lines, curves),
                        new Durability.Parts(
                                ledger,
                                resting,
                                launcher,
                                elsewhere,
                                storeClock,
                                nodes,
                                own,
                                this::hasListeners,
                                vitals))
                : null;
        committer =
                durability == null ? new DirectCommitter(ledger, launcher, storeClock, timers) : durability.committer();
        statistics = new Statistics(
                counts, dispatch.standings(), limits.slots(), launcher, store.isDurable() ? nodes::names : List::of);
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
        ThreadMaker threads = ThreadMaker.here();
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
        subscriptions = new Subscriptions(log, clock, threads);
        closing = new Closing(
                settings.timing().closeTimeout(), clock, runs, runner, durability != null, subscriptions::isListeners);
        commits = new Commits(committer, closing);
        submits = new Submits(settings, types, rows, resting, commits, storeClock, durability != null);
        handles = new Handles(settings.handleKeys(), clock);
        queries = new TaskQueries(rows, log, runs, lines, dispatch, resting, store, durability, commits::requireOpen);
        limitCommands = new LimitCommands(commits);
        commands = new TaskCommands(
                new TaskCommands.OfRuns(opener, launcher, runner), submits, queries, commits, settings.debug());
        registrations = new Registrations(
                new Registrations.Tasks(types, rows, dispatch, storeClock),
                submits,
                commands,
                limitCommands,
                commits,
                durability != null);
        publisher.start();
        if (durability != null) {
            resting.start();
            payloads.start();
            durability.start(runner, opened);
        }
        if (!settings.declared().containsKey(LimitId.MANAGER)
                && !dispatch.limits().get(LimitId.MANAGER).declared().equals(LimitSetting.Values.NONE)) {
            limitCommands.declare(LimitId.MANAGER, LimitSetting.Values.NONE);
        }
        settings.declared().forEach(limitCommands::declare);
        sweep(limits.maxHistoryAge());
    }

    private static OnApplied both(OnApplied first, OnApplied second) {
        return (before, after) -> {
            first.applied(before, after);
            second.applied(before, after);
        };
    }

    /** Where the store keeps nothing, what is too much is forgotten; where it says nothing of what rests, every node holds all. */
    @SuppressWarnings("ReferenceEquality") // the very one in which nothing rests
    private static Window window(Settings.Limits limits, TaskStore store) {
        boolean isAll = store.isDurable() && store.resting() == RestingTasks.NONE;
        return new Window(
                isAll ? Integer.MAX_VALUE : limits.recent(),
                store.isDurable() ? Runtime.getRuntime().maxMemory() / WINDOW_SHARE : Long.MAX_VALUE);
    }

    /** Where the store says nothing of what it has for certain, every node holds all. */
    @SuppressWarnings("ReferenceEquality") // the very one in which nothing rests
    private static Payloads payloads(Settings.Limits limits, RestingTasks atRest) {
        return new Payloads(atRest == RestingTasks.NONE ? Long.MAX_VALUE : limits.payloadBytes());
    }

    private static @Nullable Slots<Run> slots(Settings.Limits limits, boolean isDurable) {
        return limits.slots() == Settings.ANY_NUMBER ? null : new Slots<>(limits.slots(), isDurable);
    }

    private void launch(Run run) {
        runner.launch(run);
    }

    private void deliver(Run run) {
        runner.deliver(run);
    }

    private void handBack(Run run) {
        runner.handBack(run);
    }

    private boolean hasListeners() {
        return subscriptions.isAny();
    }

    @Override
    public List<TaskNode> nodes() {
        return nodes.read();
    }

    /**
     * Has a node begin nothing any more, or begin tasks again.
     *
     * @param node its name
     * @param isDrained whether it is to begin nothing
     * @return false where it is not known
     * @throws dev.taskcast.store.StoreException if the store can't be told
     */
    public boolean drain(String node, boolean isDrained) {
        commits.requireOpen();
        if (durability != null) {
            return durability.drain(node, isDrained);
        }
        boolean isThis = nodes.isSelf(node);
        if (isThis && launcher.drain(isDrained)) {
            dispatch.takingChanged();
            committer.wake();
        }
        return isThis;
    }

    @Override
    public TaskStats stats() {
        return statistics.read();
    }

    @Override
    public TaskSeries series(SeriesQuery query) {
        commits.requireOpen();
        return series.read(query.at(Instant.ofEpochMilli(clock().millis())));
    }

    @Override
    public Positions positions() {
        return dispatch.standings();
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
     * Which code is here.
     *
     * @return types and registered tasks
     */
    public Registrations registrations() {
        return registrations;
    }

    /**
     * What is submitted.
     *
     * @return checks it
     */
    public Submits submits() {
        return submits;
    }

    /**
     * How limits are set at run time.
     *
     * @return sets them
     */
    public LimitCommands limits() {
        return limitCommands;
    }

    @Override
    public Handles handles() {
        return handles;
    }

    @Override
    public TaskCommands commands() {
        return commands;
    }

    @Override
    public TaskQueries queries() {
        return queries;
    }

    private void applied(@Nullable TaskRow before, @Nullable TaskRow after) {
        if (after == null && before != null) {
            lines.remove(before.id());
            registrations.applied(before, after);
        }
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

    @Override
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
        commits.requireOpen();
        ListenerSubscription subscription = subscriptions.add(listener);
        if (closing.hasBegun()) { // it may have come too late to be closed with the others
            subscription.close();
            throw Commits.closed();
        }
        return subscription;
    }

    @Override
    public EventLog log() {
        return log;
    }

    @Override
    public TaskClock clock() {
        return settings.timing().clock();
    }

    @Override
    public Runnable onClose(Runnable hook) {
        Runnable remove = closing.onClose(hook);
        if (closing.hasBegun()) {
            remove.run();
            throw Commits.closed();
        }
        return remove;
    }

    @Override
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
        resting.refuse();
        if (durability == null) {
            launcher.stop();
            committer.close();
        } else {
            durability.stop();
        }
        publisher.close();
        subscriptions.stop();
    }

    private void stopThreads(Duration patience) {
        resting.close(patience);
        payloads.close(patience);
        subscriptions.close(patience);
        if (durability != null) {
            durability.close(patience);
        }
        timers.close();
    }
}
