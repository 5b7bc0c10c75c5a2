package dev.taskcast.commit;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.Lifecycle;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.log.EventLog;
import dev.taskcast.retention.History;
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

    private final ShortLock lock = new ShortLock();
    private final TaskStore store;
    private final EventLog log;
    private final History history;
    private final InstantSource clock;
    private final Consumer<String> onForgotten;
    private boolean closed;

    /**
     * Commits to a store and its log.
     *
     * @param store where states are kept
     * @param log where events are shown
     * @param history what may be forgotten
     * @param clock wall time
     * @param onForgotten is given the ids of tasks that were forgotten, under the lock
     */
    public Committer(
            TaskStore store, EventLog log, History history, InstantSource clock, Consumer<String> onForgotten) {
        this.store = store;
        this.log = log;
        this.history = history;
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
                    applied.add(done);
                    return decision;
                }
            }
        }
    }

    private void forget(List<Applied> applied) {
        for (String oldest = history.tooMany(); oldest != null; oldest = history.tooMany()) {
            String id = oldest;
            TaskRow row = store.find(id);
            long position = row == null ? 0 : row.position();
            commit(id, new Command.Evict(position), (before, after) -> onForgotten.accept(id), applied);
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
