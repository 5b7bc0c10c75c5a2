package dev.taskcast.engine;

import dev.taskcast.commit.Followers;
import dev.taskcast.commit.Ledger;
import dev.taskcast.commit.Observed;
import dev.taskcast.commit.OnApplied;
import dev.taskcast.commit.Resting;
import dev.taskcast.commit.Rows;
import dev.taskcast.count.Counts;
import dev.taskcast.dispatch.Dispatch;
import dev.taskcast.log.EventLog;
import dev.taskcast.retention.History;
import dev.taskcast.retention.Load;
import dev.taskcast.retention.Payloads;
import dev.taskcast.retention.Window;
import dev.taskcast.series.HeapSeries;
import dev.taskcast.series.SeriesTable;
import dev.taskcast.store.Opened;
import dev.taskcast.store.RestingTasks;
import dev.taskcast.store.TaskStore;
import dev.taskcast.time.StoreClock;
import java.util.Objects;

/**
 * All tasks, and what follows from them: which one begins next, how many are how, what has happened when, whose handlers are on other nodes.
 * It begins with what is in the store. From there on the {@link Ledger} brings it up, change by change.
 */
final class Accounts {
    /** Of the heap, at the most for what has ended. */
    private static final int WINDOW_SHARE = 8;

    private final StoreClock storeClock;
    private final Rows rows;
    private final EventLog log;
    private final Dispatch dispatch;
    private final Elsewhere elsewhere;
    private final Resting resting;
    private final Counts counts;
    private final SeriesReader series;
    private final Observed observed;
    private final Ledger ledger;

    /**
     * As the store has them.
     *
     * @param setup of the node
     * @param opened what is in the store
     * @param runs those of this node
     * @param onEach told of each change that is kept
     */
    Accounts(NodeSetup setup, Opened opened, RunsHere runs, OnApplied onEach) {
        Settings.Limits limits = setup.settings().limits();
        TaskStore store = setup.store();
        RestingTasks atRest = setup.atRest();
        storeClock = new StoreClock(setup.clock(), opened.now());
        rows = new Rows(opened.head());
        log = new EventLog(opened.birth(), limits.eventBufferSize(), runs.all()::progress);
        dispatch = new Dispatch(
                store.isDurable() ? setup.name() : null,
                storeClock,
                runs.launcher(),
                new Dispatch.Tasks(rows::all, row -> Registrations.schedule(runs.types(), row)));
        opened.limits().forEach(dispatch.limits()::set);
        opened.orphans().forEach(dispatch::orphaned);
        elsewhere = new Elsewhere(setup.name(), rows::find, dispatch::orphans);
        resting = new Resting(
                rows,
                atRest,
                setup.clock(),
                setup.timers(),
                setup.settings().storage().timeout(),
                setup.vitals());
        counts = new Counts(setup.clock());
        SeriesTable ofStore = store.series().orElse(null);
        HeapSeries inHeap = ofStore == null ? new HeapSeries() : null;
        series = new SeriesReader(ofStore == null ? Objects.requireNonNull(inHeap) : ofStore);
        observed = new Observed(setup.settings().code().observers());
        ledger = new Ledger(
                rows,
                log,
                dispatch,
                new Followers(
                        new History(limits.maxHistory(), limits.maxHistoryAge(), setup.clock()),
                        new Load(limits.maxPending()),
                        counts,
                        payloads(limits, atRest),
                        both(
                                store.isDurable() ? both(onEach, elsewhere::applied) : onEach,
                                inHeap == null ? OnApplied.NOTHING : inHeap::applied),
                        observed),
                new Ledger.Ended(
                        window(limits, store),
                        store.isDurable(),
                        resting,
                        storeClock,
                        row -> runs.lines().remove(row.id())),
                setup.clock());
        restore(opened);
    }

    private void restore(Opened opened) {
        log.restore(opened);
        opened.rows().forEach(ledger::restore);
        ledger.restore(opened.resting());
        dispatch.limits().used(opened.rates());
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

    /** By which tasks are due. */
    StoreClock storeClock() {
        return storeClock;
    }

    /** Told what this node does. */
    Observed observed() {
        return observed;
    }

    /** The tasks that are held. */
    Rows rows() {
        return rows;
    }

    /** The tasks as they are shown. */
    EventLog log() {
        return log;
    }

    /** What waits, and what may start. */
    Dispatch dispatch() {
        return dispatch;
    }

    /** The handlers on other nodes. */
    Elsewhere elsewhere() {
        return elsewhere;
    }

    /** The tasks that are not held. */
    Resting resting() {
        return resting;
    }

    /** How many tasks are how. */
    Counts counts() {
        return counts;
    }

    /** How many runs started and ended when. */
    SeriesReader series() {
        return series;
    }

    /** Brings all of that up. */
    Ledger ledger() {
        return ledger;
    }
}
