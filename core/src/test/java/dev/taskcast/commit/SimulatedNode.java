package dev.taskcast.commit;

import dev.taskcast.count.Counts;
import dev.taskcast.dispatch.Dispatch;
import dev.taskcast.dispatch.NodeSlots;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.log.EventLog;
import dev.taskcast.retention.History;
import dev.taskcast.retention.Load;
import dev.taskcast.retention.Payloads;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Opened;
import dev.taskcast.time.ManualClock;
import dev.taskcast.time.StoreClock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a node decides, without its threads: batches on top of a journal that others append to as well. */
final class SimulatedNode {
    static final long BASE = 1_000;

    final String name;
    final Dispatch dispatch;
    final Rows rows = new Rows(BASE);
    private final StoreClock storeClock;
    private final Ledger ledger;
    private final SimulatedStore store;
    private final List<List<Applied>> journal;
    private final int slots;
    private int known;
    private int running;

    /** It begins with what the store has. */
    SimulatedNode(String name, SimulatedStore store, ManualClock clock, int slots) {
        this.name = name;
        this.store = store;
        this.slots = slots;
        journal = store.journal;
        EventLog log = new EventLog(BASE, 10, fence -> null);
        storeClock = new StoreClock(clock, store.now());
        dispatch = new Dispatch(name, storeClock, new OfNode(), Dispatch.Tasks.of(rows::all));
        Followers followers = new Followers(
                new History(Integer.MAX_VALUE),
                new Load(Integer.MAX_VALUE),
                new Counts(clock),
                new Payloads(Long.MAX_VALUE),
                OnApplied.NOTHING,
                Observed.NOT);
        ledger = new Ledger(rows, log, dispatch, followers, TestLedgers.held(rows, clock, storeClock), clock);
        begin(store.open(), log);
    }

    private void begin(SimulatedStore.Tables tables, EventLog log) {
        tables.limits().forEach(dispatch.limits()::set);
        tables.orphans().forEach(dispatch::orphaned);
        log.restore(new Opened(BASE, tables.head(), tables.rows(), List.of(), List.of(), Set.of()));
        tables.rows().forEach(ledger::restore);
        rows.upTo(tables.head());
        dispatch.limits().used(tables.rates());
        known = tables.blocks();
    }

    /** It hears what the store's clock shows. */
    void hears() {
        storeClock.read(store.now());
    }

    /** Something could not be accounted for, and what follows from the rows is made anew, as the ledger does it. */
    void mends() {
        dispatch.clear();
        List<TaskRow> all = rows.all();
        all.sort(Comparator.comparingLong(TaskRow::position));
        all.forEach(row -> dispatch.applied(null, row));
    }

    private final class OfNode implements NodeSlots {
        @Override
        public int room() {
            return Math.max(0, slots - running);
        }

        @Override
        public int free() {
            return room();
        }

        @Override
        public boolean isUnlimited() {
            return false;
        }
    }

    long now() {
        return storeClock.millis();
    }

    /** Whether a task may start here, as far as its code and slots go. */
    boolean isRoomFor(TaskRow row) {
        return dispatch.isAvailable(row.state().identity().type()) && (!row.takesSlot() || running < slots);
    }

    void began(TaskRow row) {
        running += row.takesSlot() ? 1 : 0;
    }

    void returned(TaskRow row) {
        running -= row.takesSlot() ? 1 : 0;
    }

    /** Reads what others have appended. */
    void read() {
        for (; known < journal.size(); known++) {
            for (Applied applied : journal.get(known)) {
                new Foreign(ledger, OnApplied.NOTHING).take(applied);
            }
        }
    }

    /**
     * Decides commands, and starts what may start. Where others have appended meanwhile it is not kept, and decided anew.
     *
     * @param commands in their order, by the ids of their tasks
     * @param stale whether it has not heard of others yet
     * @return what was kept
     */
    List<Applied> commit(List<Map.Entry<String, Command>> commands, boolean stale) {
        if (!stale) {
            read();
        }
        Stage stage = decide(commands);
        while (known < journal.size()) {
            stage.drop();
            read();
            stage = decide(commands);
        }
        List<Applied> kept = List.copyOf(stage.applied());
        if (!kept.isEmpty()) {
            journal.add(kept);
            known++;
        }
        stage.publish();
        return kept;
    }

    private Stage decide(List<Map.Entry<String, Command>> commands) {
        Stage stage = new Stage(ledger, TestLedgers.NO_LAUNCHES);
        dispatch.begin();
        for (Map.Entry<String, Command> each : commands) {
            Decision ignored = stage.decide(each.getKey(), each.getValue(), OnApplied.NOTHING);
        }
        for (String id = dispatch.next(); id != null; id = dispatch.next()) {
            if (!(stage.decide(id, dispatch.start(), OnApplied.NOTHING) instanceof Decision.Next)) {
                throw new AssertionError("What is next can be started: " + id);
            }
        }
        return stage;
    }

    @Nullable
    TaskRow row(String id) {
        return rows.find(id);
    }

    List<TaskRow> waiting() {
        List<TaskRow> waiting = new ArrayList<>();
        for (TaskRow row : rows.all()) {
            if (row.isWaiting()) {
                waiting.add(row);
            }
        }
        return waiting;
    }
}
