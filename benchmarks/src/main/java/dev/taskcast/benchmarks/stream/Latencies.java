package dev.taskcast.benchmarks.stream;

import java.util.Arrays;

/** How often each latency has been seen, to the microsecond. */
final class Latencies {

    private static final int MAX_MICROS = 2_000_000;

    private final int[] counts = new int[MAX_MICROS + 1]; // the last one has all above

    void add(long nanos) {
        counts[Math.clamp(nanos / 1_000, 0, MAX_MICROS)]++;
    }

    /** The least latency that so large a part of all does not exceed; 0 where there are none. */
    long micros(double part) {
        long wanted =
                (long) Math.ceil(part * Arrays.stream(counts).asLongStream().sum());
        long seen = 0;
        for (int micros = 0; micros < counts.length; micros++) {
            seen += counts[micros];
            if (seen >= wanted) {
                return micros;
            }
        }
        return MAX_MICROS;
    }

    void clear() {
        Arrays.fill(counts, 0);
    }
}
