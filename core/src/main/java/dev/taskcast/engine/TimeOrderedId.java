package dev.taskcast.engine;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Ids for submitted tasks: UUIDs of version 7 (RFC 9562), which sort by the time that they were made at, to the
 * millisecond, and can't be guessed.
 */
final class TimeOrderedId {
    private static final SecureRandom RANDOM = new SecureRandom();

    private TimeOrderedId() {}

    static String next(long nowMillis) {
        byte[] random = new byte[10];
        RANDOM.nextBytes(random);
        long low = Long.parseUnsignedLong(HexFormat.of().formatHex(random, 2, 10), 16);
        long high = (nowMillis << 16) | 0x7000 | ((random[0] & 0x0F) << 8) | (random[1] & 0xFF);
        return new UUID(high, (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L).toString();
    }
}
