package dev.taskcast.demo.viewers;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** How long frames took, to a twentieth of a millisecond. Thread-safe; what is read while others add is about right. */
final class Latencies {
    private static final int MICROS_EACH = 50;

    /** Up to 5 s; the last one has all that took longer. */
    private final AtomicLongArray counts = new AtomicLongArray(100_000);

    private final AtomicLong all = new AtomicLong();

    void add(long micros) {
        long place = Math.max(0, micros) / MICROS_EACH;
        counts.incrementAndGet((int) Math.min(place, counts.length() - 1));
        all.incrementAndGet();
    }

    long count() {
        return all.get();
    }

    /** What so many of a hundred took at most, in microseconds; 0 where there is none. */
    long percentile(double percent) {
        long wanted = (long) Math.ceil(all.get() * percent / 100);
        long passed = 0;
        for (int i = 0; i < counts.length() && wanted > 0; i++) {
            passed += counts.get(i);
            if (passed >= wanted) {
                return (i + 1L) * MICROS_EACH;
            }
        }
        return 0;
    }
}
