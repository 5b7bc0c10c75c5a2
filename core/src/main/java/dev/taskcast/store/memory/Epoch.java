package dev.taskcast.store.memory;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the positions of a store without memory of its earlier life begin: so that a position from that life is
 * recognised as such. (Milliseconds since 2025) * 4096 with random low bits stays below 2^53 until the year 2094, and is
 * outrun by no store that commits less than four million transitions a second.
 */
public final class Epoch {
    private static final long ORIGIN = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();
    private static final int LOW_BITS = 12;
    private static final AtomicLong LAST = new AtomicLong();

    private Epoch() {}

    /**
     * A base above every earlier one of this JVM.
     *
     * @param nowMillis wall time in epoch milliseconds
     * @return a position, above 0
     */
    public static long next(long nowMillis) {
        long millis = Math.max(1, nowMillis - ORIGIN);
        long candidate = (millis << LOW_BITS) | ThreadLocalRandom.current().nextInt(1 << LOW_BITS);
        return LAST.updateAndGet(last -> Math.max(last + (1L << LOW_BITS), candidate));
    }
}
