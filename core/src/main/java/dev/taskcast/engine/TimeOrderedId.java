package dev.taskcast.engine;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids for submitted tasks: UUIDs of version 7 (RFC 9562), which sort by the time that they were made at, to the
 * millisecond, and can't be guessed. Where the clock is set back, they stay at the latest time that it has shown, so that
 * the order holds. Thread-safe.
 */
final class TimeOrderedId {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long LATEST = (1L << 48) - 1;

    private final AtomicLong newest = new AtomicLong();

    String next(long nowMillis) {
        byte[] random = new byte[10];
        RANDOM.nextBytes(random);
        long time = newest.accumulateAndGet(Math.min(nowMillis, LATEST), Math::max);
        long low = Long.parseUnsignedLong(HexFormat.of().formatHex(random, 2, 10), 16);
        long high = (time << 16) | 0x7000 | ((random[0] & 0x0F) << 8) | (random[1] & 0xFF);
        return new UUID(high, (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L).toString();
    }
}
