package dev.taskcast.queue;

import java.util.concurrent.TimeUnit;

/**
 * How often handlers may start: so many at once, and as many again evenly spread over each period.
 *
 * @param permits how many starts in a period; at least 1
 * @param periodMillis how long the period is; from 1 ms to 10 years
 */
public record Rate(int permits, long periodMillis) {
    private static final long MAX_PERIOD_MILLIS = TimeUnit.DAYS.toMillis(3_660);

    /**
     * Checks it.
     *
     * @throws IllegalArgumentException where one is out of range
     */
    public Rate {
        if (permits < 1) {
            throw new IllegalArgumentException("permits must be at least 1, got: " + permits);
        }
        if (periodMillis < 1 || periodMillis > MAX_PERIOD_MILLIS) {
            throw new IllegalArgumentException("periodMillis must be from 1 to 10 years, got: " + periodMillis);
        }
    }

    long periodNanos() {
        return TimeUnit.MILLISECONDS.toNanos(periodMillis);
    }

    /** From one permit to the next; rounded up, so that there are never more than allowed. */
    long intervalNanos() {
        return Math.ceilDiv(periodNanos(), permits);
    }
}
