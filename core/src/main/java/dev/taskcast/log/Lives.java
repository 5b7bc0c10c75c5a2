package dev.taskcast.log;

import java.util.List;

/**
 * Where lives of a durable store have begun: each well above the last position of the one before. No event has a position in
 * between; who says that they have been brought up to one was told it by a life that the store does not know of: it has been
 * restored from a backup that is older. Not thread-safe.
 */
final class Lives {
    private List<Long> starts = List.of();

    void restore(List<Long> rising) {
        starts = List.copyOf(rising);
    }

    /** Whether a position is in no life. */
    boolean isBetween(long position, Ring ring) {
        long before = 0;
        for (long start : starts) {
            if (position < start) {
                int upTo = ring.countUpTo(start - 1);
                long last = upTo == 0 ? ring.floor() : ring.at(upTo - 1).position();
                return position > Math.max(last, before);
            }
            before = start;
        }
        return false;
    }
}
