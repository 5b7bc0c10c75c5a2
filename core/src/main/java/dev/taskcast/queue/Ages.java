package dev.taskcast.queue;

import java.util.Map;
import java.util.TreeMap;

/**
 * Since when the oldest waits, to the second, or more coarsely where they came over so long a time that there would be too many of these:
 * to about a thousandth of that.
 */
final class Ages {
    private static final int MOST = 4_096;
    private static final int SECOND = 10; // a shift: 1,024 ms

    private TreeMap<Long, Integer> counts = new TreeMap<>();
    private int shift = SECOND;

    /** One came who waits since then; 0 or less where it had its turn before, and does not count. */
    void add(long millis) {
        if (millis <= 0) {
            return;
        }
        counts.merge(millis >> shift, 1, Integer::sum);
        while (counts.size() > MOST) {
            coarsen();
        }
    }

    private void coarsen() {
        TreeMap<Long, Integer> coarser = new TreeMap<>();
        for (Map.Entry<Long, Integer> each : counts.entrySet()) {
            coarser.merge(each.getKey() >> 1, each.getValue(), Integer::sum);
        }
        counts = coarser;
        shift++;
    }

    /** One who waits since then has gone. */
    void remove(long millis) {
        if (millis <= 0) {
            return;
        }
        counts.computeIfPresent(millis >> shift, (at, count) -> count == 1 ? null : count - 1);
        if (counts.isEmpty()) {
            shift = SECOND;
        }
    }

    /** In milliseconds, not later than it is; 0 where nobody waits. */
    long oldest() {
        return counts.isEmpty() ? 0 : counts.firstKey() << shift;
    }
}
