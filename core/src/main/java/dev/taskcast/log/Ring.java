package dev.taskcast.log;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last transitions, in the order of their positions. Grows up to its capacity as it fills. Not thread-safe. */
final class Ring {
    private final int capacity;
    private final List<Event> events = new ArrayList<>();
    private int first; // where the oldest stands, once the ring is full
    private long floor; // the position of the newest event that is no longer here

    Ring(int capacity, long base) {
        this.capacity = capacity;
        floor = base;
    }

    void add(Event event) {
        if (events.size() < capacity) {
            events.add(event);
            return;
        }
        floor = events.set(first, event).position();
        first = (first + 1) % capacity;
    }

    /** Every event after this position will be added. */
    void restore(long position) {
        floor = position;
    }

    int size() {
        return events.size();
    }

    /** Every event after this position is here. */
    long floor() {
        return floor;
    }

    /** The i-th oldest. */
    Event at(int i) {
        return events.get((first + i) % events.size());
    }

    /** How many of them have a position at or below this one. */
    int countUpTo(long position) {
        int low = 0;
        int high = events.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at(middle).position() <= position) {
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
        if (upTo == 0) {
            return null;
        }
        Event event = at(upTo - 1);
        return event.position() == position ? event : null;
    }
}
