package dev.taskcast.engine;

import dev.taskcast.commit.Committer;
import dev.taskcast.commit.GroupCommitter;
import dev.taskcast.commit.Rows;
import dev.taskcast.commit.StoreHealth;
import dev.taskcast.dispatch.Dispatch;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.live.Live;
import dev.taskcast.live.Watching;
import dev.taskcast.run.FenceCheck;
import dev.taskcast.run.Run;
import dev.taskcast.run.Runs;
import dev.taskcast.store.LiveRuns;
import dev.taskcast.store.NodeSign;
import dev.taskcast.store.Opened;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.time.StoreClock;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What an engine has beside it where its store is durable: its signs of life, upkeep, and what it takes over. Thread-safe. */
final class Durability {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final int PASSES_A_LOOK = 3;
    private static final Duration LOOP_END = Duration.ofSeconds(2);

    private final String node;
    private final Settings.Storage storage;
    private final TaskStore store;
    private final SignOfLife sign;
    private final RunsHere here;
    private final Runs runs;
    private final Rows rows;
    private final StoreHealth health;
    private final Launcher launcher;
    private final Dispatch dispatch;
    private final Elsewhere elsewhere;
    private final KnownNodes nodes;
    private final Upkeep upkeep;
    private final TakeOver takeOver;
    private final Leases leases;
    private final GroupCommitter committer;
    private final Forgetting forgetting;
    private final Watching watching;
    private final Live live;
    private int passes; // the upkeep's thread

    /**
     * Of an engine with a durable store; not started yet.
     *
     * @param setup of the node
     * @param here the runs of this node
     * @param accounts all tasks
     * @param nodes the nodes that are known
     * @param hasListeners whether the application listens to all tasks
     */
    Durability(NodeSetup setup, RunsHere here, Accounts accounts, KnownNodes nodes, BooleanSupplier hasListeners) {
        node = setup.name();
        storage = setup.settings().storage();
        store = setup.store();
        TaskClock clock = setup.clock();
        TaskClock.Timers timers = setup.timers();
        this.here = here;
        runs = here.all();
        rows = accounts.rows();
        health = new StoreHealth(clock, storage.timeout());
        launcher = here.launcher();
        dispatch = accounts.dispatch();
        elsewhere = accounts.elsewhere();
        this.nodes = nodes;
        StoreClock storeClock = accounts.storeClock();
        upkeep = new Upkeep(
                store,
                new Upkeep.OfRuns(runs, here.lines(), here.curves()),
                clock,
                timers,
                this::onPass,
                setup.vitals());
        sign = new SignOfLife(clock, storage.lease(), this::renew);
        watching = new Watching(clock, hasListeners);
        live = new Live(
                store.live(),
                watching,
                new Live.Shown(accounts.log(), runs, elsewhere, here.lines()),
                clock,
                timers,
                setup.vitals());
        committer = new GroupCommitter(
                accounts.ledger(),
                new GroupCommitter.Node(store, launcher, storeClock, this::onForeign, live::last),
                new GroupCommitter.Waits(clock, timers, storage.timeout(), runs::isHandler),
                health,
                setup.vitals());
        forgetting = new Forgetting(setup.settings(), accounts.ledger(), accounts.resting(), committer, storeClock);
        takeOver = new TakeOver(store, elsewhere, committer, sign, storeClock);
        Silence silence = new Silence(node, accounts.log(), sign, clock, storage.lease(), this::tasksOn);
        nodes.ask(silence);
        leases = new Leases(
                new Leases.Setup(
                        node,
                        store.nodes(),
                        clock,
                        timers,
                        storage.lease(),
                        storeClock,
                        nodes::about,
                        this::heard,
                        setup.vitals()),
                sign,
                silence,
                elsewhere,
                committer::upToHead,
                takeOver::of);
    }

    private void heard(List<NodeSign> signs) {
        live.heard(node, signs);
        nodes.heard(signs);
        for (NodeSign sign : signs) {
            if (sign.node().equals(node)) {
                drainNow(sign.isDrained());
            }
        }
    }

    private void drainNow(boolean isDrained) {
        if (launcher.drain(isDrained)) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "Node " + node + (isDrained ? " is drained: it begins nothing any more" : " begins tasks again"));
            dispatch.takingChanged();
            committer.wake();
        }
    }

    /** Whether a node is to begin nothing any more. False where it is not known. */
    @SuppressWarnings("ReferenceEquality") // the very one
    boolean drain(String name, boolean isDrained) {
        if (!store.nodes().drain(name, isDrained)) {
            return false;
        }
        if (store.live() == LiveRuns.NONE) { // it has no signs to read that from
            drainNow(isDrained);
        } else {
            leases.ask();
        }
        return true;
    }

    private void renew() {
        leases.wake();
    }

    /** Where the tasks were made whose runs are on a node. */
    private List<Long> tasksOn(String of) {
        List<TaskRow> there = of.equals(node)
                ? runs.all().stream()
                        .map(run -> rows.find(run.id()))
                        .filter(Objects::nonNull)
                        .toList()
                : elsewhere.rowsOn(of);
        return there.stream().map(TaskRow::created).toList();
    }

    /** The committer of this engine. */
    Committer committer() {
        return committer;
    }

    /** What is watched on this node. */
    Watching watching() {
        return watching;
    }

    /** Whether a task's run goes on at another node. */
    boolean isElsewhere(TaskState state) {
        return state instanceof Running running
                && !node.equals(running.placement().node());
    }

    /**
     * Reads what other nodes have appended by now, unless that takes long.
     *
     * @param patience how long it may take
     * @return whether all was read that they had appended when this was called; at once where there can be none, or the store is known
     *     to be down
     */
    @SuppressWarnings("ReferenceEquality") // the very one
    boolean catchUp(Duration patience) {
        if (store.live() == LiveRuns.NONE) {
            return true;
        }
        if (health.isDown()) { // else all who come would wait, and be called back once it is up
            return false;
        }
        CountDownLatch isRead = new CountDownLatch(1);
        committer.upToHead(isRead::countDown);
        try {
            return isRead.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What is asked before a run acts. */
    FenceCheck fence() {
        return sign;
    }

    StoreHealth health() {
        return health;
    }

    /** Another node has ended a run of this one, or has taken it over. */
    private void onForeign(@Nullable TaskRow before, @Nullable TaskRow after) {
        if (before == null || !(before.state() instanceof Running)) {
            return;
        }
        Run run = runs.get(before.fence());
        boolean goesOn = after != null
                && after.fence() == before.fence()
                && after.state() instanceof Running now
                && !now.placement().moving();
        if (run != null && !goesOn) {
            run.raise();
            here.deliver(run);
        }
    }

    /** Starts everything, and deals with what an earlier life has left, as far as that is certain by now. */
    void start(Opened opened) {
        upkeep.exchangeCurves(); // before a run goes on
        committer.start();
        takeOver.ofThoseBefore(opened);
        boolean ignored = committer.drain(Duration.ZERO, storage.timeout());
        upkeep.start();
        live.start();
        leases.start();
    }

    private void onPass() {
        launcher.handBackLate();
        forgetting.pass();
        if (++passes % PASSES_A_LOOK == 0) { // hints of the store may be lost
            committer.hint();
        }
    }

    /** Nothing more is started, and only runs are heard. */
    void stop() {
        committer.refuse();
        launcher.stop();
    }

    /** Gives up what still runs, keeps all that was said, and takes its leave. */
    void close(Duration patience) {
        runs.all().forEach(here.runner()::abandon);
        Duration whileUp = patience.compareTo(LOOP_END) > 0 ? patience : LOOP_END;
        if (!committer.drain(patience, whileUp)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The task store does not answer: how the last runs ended is not kept, and the next start finds them"
                            + " interrupted");
        }
        live.close(LOOP_END);
        upkeep.close(LOOP_END);
        leases.close(LOOP_END);
        committer.close();
        try {
            store.nodes().leave(Set.of(node));
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.DEBUG, "Other nodes will find out that this one is gone", e);
        }
        store.close();
    }
}
