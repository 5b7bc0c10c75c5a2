package dev.taskcast.commit;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Change;
import dev.taskcast.task.TaskState.Completed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * All tasks as they are, by id, at one position: what is decided from. Changed by the committer, one change at a time; read
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
        TaskRow from = change.from();
        long next = head + 1;
        return switch (change.next()) {
            case Decision.Made made ->
                new Applied(
                        change,
                        next,
                        new TaskRow(made.state(), next, next, 0, made.keep(), made.restart(), made.payload(), null));
            case Decision.Started started ->
                new Applied(change, next, existing(from).moved(started.state(), next, next));
            case Decision.Moved moved -> new Applied(change, next, moved(existing(from), moved, next));
            case Decision.Attached attached -> new Applied(change, next, attached(existing(from), attached, next));
            case Decision.Amended amended ->
                new Applied(change, existing(from).position(), existing(from).with(amended.state()));
            case Decision.Noted noted -> new Applied(change, existing(from).position(), noted(existing(from), noted));
            case Decision.Removed removed -> new Applied(change, next, null);
        };
    }

    private static TaskRow moved(TaskRow from, Decision.Moved moved, long next) {
        TaskRow row = from.moved(moved.state(), next, from.fence());
        boolean isThere = moved.state() instanceof Completed && row.notes() != null;
        return isThere ? row.noted(null) : row; // what was noted was for getting there
    }

    private static TaskRow attached(TaskRow from, Decision.Attached attached, long next) {
        return new TaskRow(
                attached.state(),
                from.created(),
                next,
                from.fence(),
                attached.keep(),
                attached.restart(),
                from.payload(),
                from.notes());
    }

    private static TaskRow noted(TaskRow from, Decision.Noted noted) {
        Map<String, Payload> notes = new HashMap<>(from.notes() == null ? Map.of() : from.notes());
        notes.put(noted.name(), noted.value());
        return from.noted(Map.copyOf(notes));
    }

    private static TaskRow existing(@Nullable TaskRow from) {
        if (from == null) {
            throw new IllegalArgumentException("A change of a task must be decided from its row, got: none");
        }
        return from;
    }

    /** Makes a change visible. */
    void apply(Applied applied) {
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

    /** All of them, as they are. */
    List<TaskRow> all() {
        List<TaskRow> all = new ArrayList<>(byId.size());
        byId.forEach((id, place) -> all.add(place.row));
        return all;
    }

    /** Nothing that is still to come has this position or a lower one. */
    void upTo(long position) {
        head = Math.max(head, position);
    }
}
