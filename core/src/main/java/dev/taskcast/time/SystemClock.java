package dev.taskcast.time;

import java.time.Instant;

/** The clock of the system. */
final class SystemClock implements TaskClock {
    static final SystemClock INSTANCE = new SystemClock();

    static final long MAX_NANOS =
            Long.MAX_VALUE / 4; // 73 years: two of them can be added, and compared by their difference

    private SystemClock() {}

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public long millis() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Timers newTimers() {
        return new SystemTimers();
    }
}
