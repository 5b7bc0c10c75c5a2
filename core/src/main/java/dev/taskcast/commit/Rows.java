package dev.taskcast.commit;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * All tasks that the heap holds as they are, by id, at one position: what is decided from. Changed by the committer, one change at a time; read
 * by any thread.
 */
public final class Rows {
    private final ConcurrentHashMap<String, Place> byId = new ConcurrentHashMap<>();
    private long head; // the committer's

    /** Where a task's row is as long as the task is there: to put another one costs no look-up that the map would lock for. */
    private static final class Place {
        private static final AtomicReferenceFieldUpdater<Place, TaskRow> ROW =
                AtomicReferenceFieldUpdater.newUpdater(Place.class, TaskRow.class, "row");

        private volatile TaskRow row;

        Place(TaskRow row) {
            this.row = row;
        }

        /** Whoever gets the committer's lock, or what it publishes, next sees it. */
        void put(TaskRow newer) {
            ROW.lazySet(this, newer);
        }
    }

    /**
     * No tasks.
     *
     * @param head the newest position
     */
    public Rows(long head) {
        this.head = head;
    }

    /**
     * Looks a task up.
     *
     * @param id its id
     * @return its row, or null where there is none
     */
    public @Nullable TaskRow find(String id) {
        Place place = byId.get(id);
        return place == null ? null : place.row;
    }

    /**
     * The newest position. For the committer.
     *
     * @return that of the last change that has one
     */
    public long head() {
        return head;
    }

    /**
     * Puts a task that was there before.
     *
     * @param row as the store has it
     */
    public void restore(TaskRow row) {
        byId.put(row.id(), new Place(row));
    }

    /** What a decision makes of its task, if it is the next one after a position. Changes nothing yet. */
    static Applied applied(Change change, long head) {
        if (change.next() instanceof Decision.OfNoTask) {
            return new Applied(change, head, null);
        }
        if (change.next() instanceof Decision.Woken woken) {
            return new Applied(change, woken.row().position(), woken.row());
        }
        TaskRow from = change.from();
        long next = head + 1;
        TaskRow after = TaskRow.after(from, change.next(), next);
        if (from != null && after != null && after.position() == from.position()) {
            return new Applied(change, from.position(), after); // no transition
        }
        return new Applied(change, next, after);
    }

    /** Makes a change visible. */
    void apply(Applied applied) {
        if (applied.change().next() instanceof Decision.OfNoTask) {
            return;
        }
        String id = applied.change().id();
        TaskRow after = applied.after();
        Place place = byId.get(id);
        if (after == null) {
            byId.remove(id);
        } else if (place == null) {
            byId.put(id, new Place(after));
        } else {
            place.put(after);
        }
        head = Math.max(head, applied.position());
    }

    /** Takes back the newest change, which nobody is to have seen: what was to go with it could not be done. */
    void undo(Applied applied, long headBefore) {
        if (applied.change().next() instanceof Decision.OfNoTask) {
            return;
        }
        TaskRow before = applied.change().from();
        String id = applied.change().id();
        Place place = byId.get(id);
        if (before == null) {
            byId.remove(id);
        } else if (place == null) {
            byId.put(id, new Place(before));
        } else {
            place.put(before);
        }
        head = headBefore;
    }

    /** Puts a task in the place that it has. Needs no memory. */
    void put(TaskRow same) {
        Place place = byId.get(same.id());
        if (place != null) {
            place.put(same);
        }
    }

    /** Lets go of a task that rests in the store from now on. */
    void rest(TaskRow row) {
        byId.remove(row.id());
    }

    /**
     * All of them, as they are.
     *
     * @return a copy
     */
    public List<TaskRow> all() {
        List<TaskRow> all = new ArrayList<>(byId.size());
        byId.forEach((id, place) -> all.add(place.row));
        return all;
    }

    /** Nothing that is still to come has this position or a lower one. */
    void upTo(long position) {
        head = Math.max(head, position);
    }
}
