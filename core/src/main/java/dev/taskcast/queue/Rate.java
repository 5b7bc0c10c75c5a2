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

    /**
     * How far it is used up after one more start (GCRA, the generic cell rate algorithm).
     *
     * @param fullNanos when all of its permits will be there again, on the store's clock in nanoseconds since the epoch
     * @param at when the start is, in milliseconds
     * @return when they will be there again after it
     */
    public long started(long fullNanos, long at) {
        return Math.max(fullNanos, TimeUnit.MILLISECONDS.toNanos(at)) + intervalNanos();
    }

    /**
     * As much used up of it as of the rate before it.
     *
     * @param before the rate that holds until then
     * @param fullNanos when all of its permits would have been there again, as in {@link #started}
     * @param at when it is changed, in milliseconds
     * @return when those of this one will be there again
     */
    public long inPlaceOf(Rate before, long fullNanos, long at) {
        long nanos = TimeUnit.MILLISECONDS.toNanos(at);
        double used = Math.max(0, fullNanos - nanos) / (double) before.periodNanos();
        return nanos + (long) (used * periodNanos());
    }

    long periodNanos() {
        return TimeUnit.MILLISECONDS.toNanos(periodMillis);
    }

    /** From one permit to the next; rounded up, so that there are never more than allowed. */
    long intervalNanos() {
        return Math.ceilDiv(periodNanos(), permits);
    }
}
