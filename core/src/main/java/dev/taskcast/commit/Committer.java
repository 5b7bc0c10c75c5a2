package dev.taskcast.commit;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.Lifecycle;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.log.EventLog;
import dev.taskcast.retention.History;
import dev.taskcast.retention.Load;
import dev.taskcast.store.Change;
import dev.taskcast.store.Outcome;
import dev.taskcast.store.Outcome.Applied;
import dev.taskcast.store.TaskStore;
import dev.taskcast.thread.ShortLock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one way by which a command becomes a stored state and an event: decide, keep, forget what is too much, show; all
 * under one lock, on the caller's thread, as suits a store in memory. Thread-safe.
 */
public final class Committer {
    /** Called under the committer's lock: for updates of maps, nothing else. */
    @FunctionalInterface
    public interface OnApplied {
        /**
         * A change has been kept and is about to be shown.
         *
         * @param before the row before it, or null where there was none
         * @param after the row after it, or null where the task is gone
         */
        void applied(@Nullable TaskRow before, @Nullable TaskRow after);

        /** Does nothing. */
        OnApplied NOTHING = (before, after) -> {};
    }

    private static final Decision CLOSED = new Decision.Refused(Decision.Reason.CLOSED);
    private static final Decision FULL = new Decision.Refused(Decision.Reason.FULL);

    private final ShortLock lock = new ShortLock();
    private final TaskStore store;
    private final EventLog log;
    private final History history;
    private final Load load;
    private final InstantSource clock;
    private final Consumer<TaskRow> onForgotten;
    private boolean closed;

    /**
     * Commits to a store and its log.
     *
     * @param store where states are kept
     * @param log where events are shown
     * @param history what may be forgotten
     * @param load how much may be submitted
     * @param clock wall time
     * @param onForgotten is given the last rows of tasks that were forgotten, under the lock
     */
    public Committer(
            TaskStore store,
            EventLog log,
            History history,
            Load load,
            InstantSource clock,
            Consumer<TaskRow> onForgotten) {
        this.store = store;
        this.log = log;
        this.history = history;
        this.load = load;
        this.clock = clock;
        this.onForgotten = onForgotten;
    }

    /**
     * Decides and commits.
     *
     * @param id the task
     * @param command what is wanted
     * @param onApplied called if it happens
     * @return what was decided; refused as {@code CLOSED} after {@link #close}
     */
    public Decision submit(String id, Command command, OnApplied onApplied) {
        Decision decision;
        lock.lock();
        try {
            if (closed) {
                return CLOSED;
            }
            if (command instanceof Command.Register register && register.payload() != null && load.isFull()) {
                return FULL;
            }
            List<Applied> applied = new ArrayList<>(2);
            decision = commit(id, command, onApplied, applied);
            forget(applied);
            log.append(applied);
        } finally {
            lock.unlock();
        }
        if (decision instanceof Decision.Next) {
            log.hint();
        }
        return decision;
    }

    private Decision commit(String id, Command command, OnApplied onApplied, List<Applied> applied) {
        TaskRow row = store.find(id);
        while (true) {
            Decision decision = Lifecycle.decide(row, command, clock.millis());
            if (!(decision instanceof Decision.Next next)) {
                return decision;
            }
            switch (store.commit(List.of(new Change(id, row, next))).getFirst()) {
                case Outcome.Conflict conflict -> row = conflict.current();
                case Applied done -> {
                    onApplied.applied(row, done.after());
                    history.applied(row, done.after());
                    load.applied(row, done.after());
                    applied.add(done);
                    return decision;
                }
            }
        }
    }

    private void forget(List<Applied> applied) {
        for (String oldest = history.tooMany(); oldest != null; oldest = history.tooMany()) {
            TaskRow row = store.find(oldest);
            long position = row == null ? 0 : row.position();
            commit(oldest, new Command.Evict(position), (before, after) -> forgotten(before), applied);
        }
    }

    private void forgotten(@Nullable TaskRow row) {
        if (row != null) {
            onForgotten.accept(row);
        }
    }

    /** Refuses everything from now on. Idempotent. */
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
