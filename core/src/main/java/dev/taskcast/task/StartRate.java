package dev.taskcast.task;

import java.time.Duration;

/**
 * How often tasks start: so many at once, and from then on one more in each such part of the period. So within any
 * period no more than {@code 2 * permits - 1} start, and over a long time {@code permits} in each. Immutable.
 *
 * @param permits how many; at least 1
 * @param period 1 ms to 366 days
 */
public record StartRate(int permits, Duration period) {
    private static final Duration LONGEST_PERIOD = Duration.ofDays(366);

    /** Refuses what is out of range. */
    public StartRate {
        if (permits < 1) {
            throw new IllegalArgumentException("A rate must let at least 1 start in a period, got: " + permits);
        }
        if (period.toMillis() < 1 || period.compareTo(LONGEST_PERIOD) > 0) {
            throw new IllegalArgumentException(
                    "The period of a rate must be between 1 ms and 366 days, got: " + period);
        }
    }
}
