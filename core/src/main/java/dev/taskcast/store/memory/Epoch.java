package dev.taskcast.store.memory;

import dev.taskcast.time.TaskClock;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the positions of a store without memory of its earlier life begin: so that a position from that life is
 * recognised as such. All are below 2^53, as the protocol wants it.
 *
 * <p>With a clock that can be right: (milliseconds since 2025) * 4096 with random low bits. That is above all that an
 * earlier life has reached, as long as none commits more than four million transitions a second. It ends in 2085.
 *
 * <p>With a clock that can't be right, such as one that begins in 1970 whenever the power comes back, each life would
 * begin where the one before did. Then the beginning is random, among 2^50 positions above all others: a position of an
 * earlier life is one of the last N transitions of this one, which is all that is taken, with a probability of N / 2^50.
 * That is 10^-12 for the default {@code eventBufferSize} of 1,000.
 */
public final class Epoch {
    private static final long ORIGIN = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();
    private static final int LOW_BITS = 12;
    /** Between two managers of one JVM that are made at the same time, or whose clock was set back in between. */
    private static final long LIFE = 1L << 24;
    /** Where positions begin that say nothing of the time. */
    private static final long RANDOM_FROM = (1L << 53) - (1L << 50);
    /** Room for a life that begins at the end. */
    private static final long ROOM = 1L << 44;
    /** What a clock that can't be right gives: below all that others give. */
    private static final long LEAST_BY_CLOCK = (TaskClock.EARLIEST.toEpochMilli() - ORIGIN) << LOW_BITS;

    private static final AtomicLong LAST = new AtomicLong();

    private Epoch() {}

    /**
     * The least position that a life may begin at, above every earlier one of this JVM. With a clock that can't be right,
     * a small number: a durable store goes on where it is, and in memory a life begins {@link #inMemory elsewhere}.
     *
     * @param nowMillis wall time in epoch milliseconds
     * @return a position, above 0
     */
    public static long next(long nowMillis) {
        long millis = TaskClock.isPlausible(nowMillis) ? nowMillis - ORIGIN : 1;
        long candidate = (millis << LOW_BITS) | ThreadLocalRandom.current().nextInt(1 << LOW_BITS);
        return LAST.updateAndGet(last -> Math.max(last + LIFE, candidate));
    }

    /**
     * Where a life begins that knows of none before it.
     *
     * @param nowMillis wall time in epoch milliseconds
     * @return a position, above 0
     */
    public static long inMemory(long nowMillis) {
        return from(next(nowMillis));
    }

    static long from(long least) {
        return least >= LEAST_BY_CLOCK ? least : ThreadLocalRandom.current().nextLong(RANDOM_FROM, (1L << 53) - ROOM);
    }
}
