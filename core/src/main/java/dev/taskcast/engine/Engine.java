package dev.taskcast.engine;

import dev.taskcast.adapter.Backend;
import dev.taskcast.commit.Committer;
import dev.taskcast.commit.DirectCommitter;
import dev.taskcast.count.Counts;
import dev.taskcast.dispatch.Positions;
import dev.taskcast.handle.Handles;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.log.EventLog;
import dev.taskcast.progress.Publisher;
import dev.taskcast.run.FenceCheck;
import dev.taskcast.store.Opened;
import dev.taskcast.subscribe.ListenerSubscription;
import dev.taskcast.task.SeriesQuery;
import dev.taskcast.task.StoreStatus;
import dev.taskcast.task.Subscription;
import dev.taskcast.task.TaskListener;
import dev.taskcast.task.TaskNode;
import dev.taskcast.task.TaskSeries;
import dev.taskcast.task.TaskStats;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a manager, wired: a command goes to the committer, and what follows from its decision is done after it.
 * The manager is its face for users, a {@link Backend} that for endpoints. Thread-safe.
 */
public final class Engine implements Backend {
    private final NodeSetup setup;
    private final RunsHere runs;
    private final Accounts accounts;
    private final KnownNodes nodes;
    private final @Nullable Durability durability;
    private final Committer committer;
    private final Statistics statistics;
    private final Publisher publisher;
    private final Subscriptions subscriptions;
    private final Closing closing;
    private final Commits commits;
    private final Submits submits;
    private final TaskQueries queries;
    private final TaskCommands commands;
    private final LimitCommands limitCommands;
    private final Registrations registrations;
    private final Handles handles;

    /**
     * Opens the store and starts.
     *
     * @param settings how it works
     * @return a running engine
     * @throws dev.taskcast.store.StoreException if the store can't be opened, or has more tasks than the heap has room for
     */
    public static Engine open(Settings settings) {
        EngineStart start = new EngineStart(settings);
        try (start) {
            return start.done(new Engine(start.setup(), start.open()));
        } catch (OutOfMemoryError e) {
            throw start.tooLarge(e);
        }
    }

    private Engine(NodeSetup setup, Opened opened) {
        this.setup = setup;
        Settings settings = setup.settings();
        TaskClock clock = setup.clock();
        runs = new RunsHere(setup);
        accounts = new Accounts(setup, opened, runs, this::applied);
        Counts counts = accounts.counts();
        int slots = settings.limits().slots();
        OwnNode own = new OwnNode(slots, runs.launcher(), runs.types(), clock);
        nodes = new KnownNodes(
                setup.name(),
                own,
                setup.isDurable() ? counts::runningByNode : () -> Map.of(setup.name(), counts.running()),
                clock);
        durability = setup.isDurable() ? new Durability(setup, runs, accounts, nodes, this::hasListeners) : null;
        committer = durability == null
                ? new DirectCommitter(accounts.ledger(), runs.launcher(), accounts.storeClock(), setup.timers())
                : durability.committer();
        statistics = new Statistics(
                counts,
                accounts.dispatch().standings(),
                slots,
                runs.launcher(),
                setup.isDurable() ? nodes::names : List::of);
        publisher = new Publisher(
                accounts.log(),
                clock,
                setup.timers(),
                settings.timing().progressInterval(),
                new Publisher.Hooks(runs.lines()::show, this::lookAgain, setup.vitals()),
                runs.curves());
        runs.wire(
                committer, publisher, durability == null ? FenceCheck.NONE : durability.fence(), accounts.storeClock());
        subscriptions = new Subscriptions(accounts.log(), clock, ThreadMaker.here());
        closing = new Closing(
                settings.timing().closeTimeout(),
                clock,
                runs.all(),
                runs.runner(),
                setup.isDurable(),
                subscriptions::isListeners);
        commits = new Commits(committer, closing);
        submits = new Submits(setup, runs, accounts, commits);
        queries = new TaskQueries(setup, runs, accounts, durability, commits::requireOpen);
        commands = new TaskCommands(runs, submits, queries, commits, settings.debug());
        limitCommands = new LimitCommands(commits);
        registrations = new Registrations(
                new Registrations.Tasks(runs.types(), accounts.rows(), accounts.dispatch(), accounts.storeClock()),
                submits,
                commands,
                limitCommands,
                commits,
                setup.isDurable());
        handles = new Handles(settings.handleKeys(), clock);
        begin(opened);
    }

    private void begin(Opened opened) {
        publisher.start();
        if (durability != null) {
            accounts.resting().start();
            runs.payloads().start();
            durability.start(opened);
        }
        Map<LimitId, LimitSetting.Values> declared = setup.settings().declared();
        if (!declared.containsKey(LimitId.MANAGER)
                && !accounts.dispatch().limits().get(LimitId.MANAGER).declared().equals(LimitSetting.Values.NONE)) {
            limitCommands.declare(LimitId.MANAGER, LimitSetting.Values.NONE);
        }
        declared.forEach(limitCommands::declare);
        new Sweep(committer, setup.timers(), setup.settings().limits().maxHistoryAge()).begin();
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
        if (isThis && runs.launcher().drain(isDrained)) {
            accounts.dispatch().takingChanged();
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
        return accounts.series().read(query.at(Instant.ofEpochMilli(clock().millis())));
    }

    @Override
    public Positions positions() {
        return accounts.dispatch().standings();
    }

    /** On the publisher's thread: at least once a second. */
    private void lookAgain() {
        committer.lookAgain();
        runs.runner().lookAgain();
        runs.launcher().handBackLate();
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
            runs.lines().remove(before.id());
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
        StoreStatus down = setup.vitals().down();
        return store.isUp() && down != null ? down : store;
    }

    @Override
    public boolean isOutOfOrder() {
        return setup.vitals().isLasting();
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
        return accounts.log();
    }

    @Override
    public TaskClock clock() {
        return setup.clock();
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
        accounts.dispatch().stop();
        accounts.resting().refuse();
        if (durability == null) {
            runs.launcher().stop();
            committer.close();
        } else {
            durability.stop();
        }
        publisher.close();
        subscriptions.stop();
    }

    private void stopThreads(Duration patience) {
        accounts.resting().close(patience);
        runs.payloads().close(patience);
        subscriptions.close(patience);
        if (durability != null) {
            durability.close(patience);
        }
        setup.timers().close();
    }
}
