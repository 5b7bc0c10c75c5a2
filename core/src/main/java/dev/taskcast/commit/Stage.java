package dev.taskcast.commit;

import dev.taskcast.codec.Payload;
import dev.taskcast.dispatch.Target;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Change;
import dev.taskcast.task.TaskState;
import dev.taskcast.thread.SafeLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A batch in the making: what is decided on top of the rows, and seen by nobody until it is kept. */
final class Stage {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog REACTION_FAILED =
            new SafeLog(LOG, System.Logger.Level.ERROR, "A change was kept, and what was to follow from it failed");

    private final Ledger ledger;
    private final Launches launches;
    private final Map<String, Optional<TaskRow>> changed = new HashMap<>();
    private final Map<String, TaskRow> resting =
            new HashMap<>(); // those that somebody wants something of, and payloads
    private final List<Applied> applied = new ArrayList<>();
    private final List<OnApplied> onApplied = new ArrayList<>();
    private final long base;
    private long head;
    private int submits;
    private int accounted;
    private boolean isShown;

    /**
     * Nothing is decided yet.
     *
     * @param ledger decides
     * @param launches is told of starts, and of runs that are ended for others
     */
    Stage(Ledger ledger, Launches launches) {
        this.ledger = ledger;
        this.launches = launches;
        base = ledger.rows().head();
        head = base;
    }

    /** It is to be decided over a task that rests, or whose payload the heap has let go of: with the payload, where that was taken. */
    void take(TaskRow whole) {
        resting.merge(whole.id(), whole, (known, other) -> other.isPayloadInStore() ? known : other);
    }

    /** A task as it will be. */
    @Nullable
    TaskRow find(String id) {
        Optional<TaskRow> staged = changed.get(id);
        if (staged != null) {
            return staged.orElse(null);
        }
        TaskRow held = ledger.rows().find(id);
        TaskRow whole = held == null || held.isPayloadInStore() ? resting.get(id) : null;
        return whole == null ? held : whole;
    }

    /** A task whose run on this node has its payload, with it: so it need not be read once more when its end is flushed. */
    private @Nullable TaskRow withPayloadOfRun(@Nullable TaskRow row) {
        if (row == null || !row.isPayloadInStore() || !(row.state() instanceof TaskState.Running)) {
            return row;
        }
        Payload fetched = launches.payload(row);
        return fetched == null ? row : row.with(fetched);
    }

    Decision decide(String id, Command command, OnApplied then) {
        TaskRow row = withPayloadOfRun(find(id));
        Target target = ledger.target(row, command, submits);
        return target == null ? decide(id, row, command, then) : decide(target, then);
    }

    private Decision decide(Target target, OnApplied then) {
        for (String old : target.replaced()) {
            if (decide(old, find(old), Ledger.REPLACE, launches::replaced) instanceof Decision.Next) {
                submits--;
            }
        }
        return decide(target.id(), find(target.id()), target.command(), then);
    }

    private Decision decide(String id, @Nullable TaskRow row, Command command, OnApplied then) {
        return take(id, row, ledger.decide(row, ledger.wanted(row, command), submits), then);
    }

    /** Whatever the load is. */
    Decision decideAnyway(String id, Command command, OnApplied then) {
        TaskRow row = find(id);
        return take(id, row, ledger.decideAnyway(row, command), then);
    }

    private Decision take(String id, @Nullable TaskRow row, Decision decision, OnApplied then) {
        if (decision instanceof Decision.Next next) {
            if (row != null && row.mayRest() && !(next instanceof Decision.Removed)) {
                requireWhole(row);
                add(
                        id,
                        changed.containsKey(id) ? row : ledger.rows().find(id),
                        new Decision.Woken(row),
                        OnApplied.NOTHING);
            }
            add(id, row, next, then);
        }
        return decision;
    }

    /** What is woken is told to nodes that do not hold it. */
    private static void requireWhole(TaskRow row) {
        if (row.isPayloadInStore()) {
            throw new IllegalStateException(
                    "What a task was submitted with must be there to start it again, got: none");
        }
    }

    private void add(String id, @Nullable TaskRow row, Decision.Next next, OnApplied then) {
        Applied done = Rows.applied(Change.of(id, row, next), head);
        head = Math.max(head, done.position());
        if (!(next instanceof Decision.OfNoTask)) {
            changed.put(id, Optional.ofNullable(done.after()));
        }
        onApplied.add(next instanceof Decision.Started ? launches::started : then);
        applied.add(done);
        ledger.drafted(done);
        if (next instanceof Decision.Made made && made.payload() != null) {
            submits++;
        }
    }

    /** It was not kept, or will not be given to the store: what was decided after it as if it were is to be decided anew. */
    void drop() {
        for (int i = applied.size() - 1; i >= 0; i--) {
            ledger.dropped(applied.get(i));
        }
        applied.clear();
    }

    /** The position that it is decided from. */
    long base() {
        return base;
    }

    /** What is kept is kept: the rest of the batch is not to be lost for this node because one reaction to it fails. */
    static OnApplied guarded(OnApplied then) {
        return (before, after) -> {
            try {
                then.applied(before, after);
            } catch (Throwable t) {
                log(t);
            }
        };
    }

    private static void log(Throwable t) {
        REACTION_FAILED.log(t);
    }

    List<Applied> applied() {
        return applied;
    }

    /**
     * It is kept: everybody may see it. Where there is no memory for that it throws, and is to be called again: it goes on where it has
     * stopped.
     */
    void publish() {
        while (accounted < applied.size()) {
            account(applied.get(accounted), onApplied.get(accounted));
            accounted++;
            ledger.observed()
                    .made(applied.get(accounted - 1)); // after that: should there be no memory it is counted once
        }
        if (!isShown) {
            ledger.show(applied);
            isShown = true;
        }
    }

    private void account(Applied done, OnApplied then) {
        try {
            ledger.account(done, (before, after) -> react(then, before, after));
        } catch (VirtualMachineError noMemory) { // it will be accounted for once more
            ledger.unsettle();
            throw noMemory;
        }
    }

    /** As {@link #guarded}, but that it throws where there is no memory, and is to be called again. */
    static void react(OnApplied then, @Nullable TaskRow before, @Nullable TaskRow after) {
        try {
            then.applied(before, after);
        } catch (VirtualMachineError noMemory) {
            throw noMemory;
        } catch (Throwable t) {
            log(t);
        }
    }
}
