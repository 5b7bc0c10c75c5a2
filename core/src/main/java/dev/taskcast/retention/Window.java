package dev.taskcast.retention;

import dev.taskcast.lifecycle.TaskRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The ended tasks that the heap holds although they may rest in the store: those that ended last, bounded in number and in bytes. The
 * others are to be let go of. Not thread-safe: the committer's.
 */
public final class Window {
    /** A task; its bytes are those that it takes of the heap, about. */
    private record Held(String id, long bytes) {}

    private final int max;
    private final long maxBytes;
    private final LinkedHashMap<Long, Held> held = new LinkedHashMap<>(); // by position, in the order of the ends
    private long bytes;

    /**
     * Holds nothing.
     *
     * @param max how many tasks are held; {@code Integer.MAX_VALUE} for all, of which no account is kept
     * @param maxBytes how many bytes of them, about
     */
    public Window(int max, long maxBytes) {
        this.max = max;
        this.maxBytes = maxBytes;
    }

    /**
     * Takes note of a change.
     *
     * @param before the task before it, or null
     * @param after the task after it, or null
     */
    public void applied(@Nullable TaskRow before, @Nullable TaskRow after) {
        if (max == Integer.MAX_VALUE) {
            return; // nothing is ever let go of
        }
        if (before != null && before.mayRest()) {
            remove(before.position());
        }
        if (after != null && after.mayRest()) {
            add(after.position(), new Held(after.id(), after.heapBytes()));
        }
    }

    private void add(long position, Held task) {
        held.put(position, task);
        bytes += task.bytes;
    }

    private void remove(long position) {
        Held gone = held.remove(position);
        bytes -= gone == null ? 0 : gone.bytes;
    }

    /**
     * How many tasks it holds at the most.
     *
     * @return {@code Integer.MAX_VALUE} for all
     */
    public int max() {
        return max;
    }

    /** Holds nothing any more. */
    public void clear() {
        held.clear();
        bytes = 0;
    }

    /**
     * How many tasks it holds.
     *
     * @return at least 0
     */
    public int size() {
        return held.size();
    }

    /**
     * Those that are to be let go of: the oldest, where there are too many.
     *
     * @param isCertain whether the store has what ended at a position
     * @param isFree whether a task may be let go of now; another one is passed by, and is the newest from then on
     * @param most how many are looked at
     * @return their ids
     */
    public List<String> tooMany(LongPredicate isCertain, Predicate<String> isFree, int most) {
        if (held.size() <= max && bytes <= maxBytes) {
            return List.of();
        }
        List<String> ids = new ArrayList<>();
        Map<Long, Held> passedBy = new LinkedHashMap<>();
        long left = bytes;
        Iterator<Map.Entry<Long, Held>> oldest = held.entrySet().iterator();
        for (int looked = 0; looked < most && oldest.hasNext(); looked++) {
            Map.Entry<Long, Held> next = oldest.next();
            boolean isTooMuch = held.size() - ids.size() > max || left > maxBytes;
            if (!isTooMuch || !isCertain.test(next.getKey())) {
                break;
            }
            if (isFree.test(next.getValue().id)) {
                ids.add(next.getValue().id);
                left -= next.getValue().bytes;
            } else {
                passedBy.put(next.getKey(), next.getValue());
                oldest.remove();
            }
        }
        held.putAll(passedBy);
        return ids;
    }
}
