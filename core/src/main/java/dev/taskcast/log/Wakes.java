package dev.taskcast.log;

import dev.taskcast.lifecycle.TaskRow;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tasks that have been woken, by the positions of their first transitions after that. Not thread-safe, but for {@link #newest}. */
final class Wakes {
    private final TreeMap<Long, Long> byPosition = new TreeMap<>(); // where each was made
    private final Map<Long, Long> positions = new HashMap<>(); // by where each was made
    private final Deque<Map.Entry<Long, Long>> atRest = new ArrayDeque<>(); // of these, those that rest again
    private long beginning; // where the task was made whose first transition comes next; 0 for none
    private volatile long newest;

    /** The newest position at which a task was woken; 0 where none was. */
    long newest() {
        return newest;
    }

    /** A task is woken by its next transition. */
    void begin(long created) {
        remove(created);
        beginning = created;
    }

    /** A transition was made. */
    void advanced(TaskRow after) {
        if (beginning != 0 && beginning == after.created()) {
            beginning = 0;
            byPosition.put(after.position(), after.created());
            positions.put(after.created(), after.position());
            newest = after.position();
        }
    }

    /** It rests again: what was told of it meanwhile may still be read. */
    void rest(long created) {
        Long at = positions.get(created);
        if (at != null) {
            atRest.add(Map.entry(created, at));
        }
    }

    /** Nobody reads what happened up to a position. */
    void passed(long position) {
        for (Map.Entry<Long, Long> oldest = atRest.peek();
                oldest != null && oldest.getValue() <= position;
                oldest = atRest.peek()) {
            atRest.remove();
            if (positions.remove(oldest.getKey(), oldest.getValue())) {
                byPosition.remove(oldest.getValue());
            }
        }
    }

    /** It is gone. */
    void remove(long created) {
        Long at = positions.remove(created);
        if (at != null) {
            byPosition.remove(at);
        }
    }

    /** Where a task was woken; 0 where it was not. */
    long of(long created) {
        return positions.getOrDefault(created, 0L);
    }

    /** Where those were made that have been woken after a position. */
    Collection<Long> after(long position) {
        return List.copyOf(byPosition.tailMap(position, false).values());
    }

    /** Forgets all. */
    void clear() {
        byPosition.clear();
        positions.clear();
        atRest.clear();
        beginning = 0;
    }
}
