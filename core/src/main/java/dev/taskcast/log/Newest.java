package dev.taskcast.log;

import dev.taskcast.lifecycle.TaskRow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * Each task at the position of its newest transition, and a tombstone for each that is gone: what a reader gets from before the ring, in
 * as many steps as tasks have changed. Tombstones are limited; a reader from before the oldest begins anew. Not thread-safe.
 */
final class Newest {
    /** How many removals a reader may miss before it must begin anew. */
    private static final int MAX_TOMBSTONES = 16_384;

    private final PositionIndex<Object> entries = new PositionIndex<>(); // TaskRow, or the Event of a removal
    private final Deque<Long> tombstones = new ArrayDeque<>();
    private final int most;
    private long floor;

    /** Nothing has happened up to {@code floor}; of removals after it {@code wanted} are kept at the least. */
    Newest(long floor, int wanted) {
        this.floor = floor;
        most = Math.max(MAX_TOMBSTONES, wanted);
    }

    /** All removals up to here are forgotten. */
    void forgetRemovals(long upTo) {
        floor = upTo;
        tombstones.clear();
    }

    void clear() {
        entries.clear();
    }

    void append(TaskRow row) {
        entries.append(row.position(), row);
    }

    void replace(TaskRow row) {
        entries.replace(row.position(), row);
    }

    /** There is a newer transition of the task that was there. */
    void remove(long position) {
        entries.remove(position);
    }

    /** A task that has ended is held no more: who was brought up to less can't be told of its end. */
    void rest(long position) {
        entries.remove(position);
        floor = Math.max(floor, position);
    }

    /** Who was brought up to less can't be told of all that has happened up to a position. */
    void passed(long position) {
        floor = Math.max(floor, position);
    }

    void bury(Event removal) {
        entries.append(removal.position(), removal);
        tombstones.add(removal.position());
        if (tombstones.size() > most) {
            long oldest = tombstones.remove();
            floor = Math.max(floor, oldest);
            entries.remove(oldest);
        }
    }

    /** Whether a reader who was brought up to a position can be told of all that is gone since. */
    boolean reachesBackTo(long position) {
        return position >= floor;
    }

    /**
     * Reads on. Of the removal of a task that was made after {@code known} the reader need not be told.
     *
     * @param to takes up to {@code max} events in all
     * @param shown the event of a task
     * @return the position of the last one, where there are more; else {@code Long.MAX_VALUE}
     */
    long read(long after, int max, long known, List<Event> to, Function<TaskRow, Event> shown) {
        int slot = entries.slotAfter(after);
        long position = after;
        for (; slot < entries.end() && to.size() < max; slot++) {
            position = entries.keyAt(slot);
            Object entry = entries.at(slot);
            if (entry instanceof TaskRow row) {
                to.add(shown.apply(row));
            } else if (entry instanceof Event removal && removal.created() <= known) {
                to.add(removal);
            }
        }
        return slot < entries.end() ? position : Long.MAX_VALUE;
    }
}
