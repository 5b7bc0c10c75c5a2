package dev.taskcast.log;

import dev.taskcast.lifecycle.TaskRow;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last transitions, in the order of their positions. Grows up to its capacity as it fills. Positions have an array of their own:
 * an event that nobody reads any more is not touched. A task's row stands for its transition until somebody reads it: of most,
 * nobody does. Not thread-safe.
 */
final class Ring {
    private static final int MIN_CAPACITY = 16;

    private final int capacity;
    private long[] positions;
    private Object[] entries; // Event or TaskRow
    private int size;
    private int first; // where the oldest stands, once the ring is full
    private long floor; // the position of the newest event that is no longer here

    Ring(int capacity, long base) {
        this.capacity = capacity;
        positions = new long[Math.min(capacity, MIN_CAPACITY)];
        entries = new Object[positions.length];
        floor = base;
    }

    void add(Event event) {
        put(event.position(), event);
    }

    /** The transition that has made a row what it is, with nothing before it. */
    void add(TaskRow row) {
        boolean isMore = row.payload() != null || row.notes() != null; // which must not live on here
        put(row.position(), isMore ? Event.of(row) : row);
    }

    private void put(long position, Object entry) {
        int slot;
        if (size < capacity) {
            slot = room();
            size++;
        } else {
            slot = first;
            floor = positions[slot];
            first = slot + 1 == capacity ? 0 : slot + 1;
        }
        positions[slot] = position;
        entries[slot] = entry;
    }

    /** A slot at the end, while it is not full. */
    private int room() {
        if (size == entries.length) {
            int larger = (int) Math.min(capacity, size * 2L);
            positions = Arrays.copyOf(positions, larger);
            entries = Arrays.copyOf(entries, larger);
        }
        return size;
    }

    /** Holds nothing, and every event after this position will be added. */
    void clear(long position) {
        Arrays.fill(entries, null);
        size = 0;
        first = 0;
        floor = position;
    }

    /** Every event after this position will be added. */
    void restore(long position) {
        floor = position;
    }

    int size() {
        return size;
    }

    /** Every event after this position is here. */
    long floor() {
        return floor;
    }

    /** The i-th oldest. */
    Event at(int i) {
        int slot = slot(i);
        if (entries[slot] instanceof TaskRow row) {
            entries[slot] = Event.of(row);
        }
        return (Event) entries[slot];
    }

    private int slot(int i) {
        int slot = first + i;
        return slot < size ? slot : slot - size;
    }

    /** How many of them have a position at or below this one. */
    int countUpTo(long position) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (positions[slot(middle)] <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The event at this very position, or null. */
    @Nullable
    Event find(long position) {
        int upTo = countUpTo(position);
        return upTo > 0 && positions[slot(upTo - 1)] == position ? at(upTo - 1) : null;
    }
}
