package dev.taskcast.series;

import java.time.Duration;

/** The lengths of buckets, and how many of each are kept. */
public enum Buckets {
    /** For a day. */
    MINUTES(Duration.ofMinutes(1), Duration.ofDays(1)),
    /** For a week. */
    TEN_MINUTES(Duration.ofMinutes(10), Duration.ofDays(7)),
    /** For 90 days. */
    HOURS(Duration.ofHours(1), Duration.ofDays(90));

    /** The year 10000, before which every bucket begins. */
    private static final long END = 253_402_300_800_000L;

    private final Duration length;
    private final int kept;

    Buckets(Duration length, Duration time) {
        this.length = length;
        this.kept = (int) time.dividedBy(length);
    }

    /**
     * How long one of them is.
     *
     * @return a divisor of an hour
     */
    public Duration length() {
        return length;
    }

    /**
     * How long one of them is.
     *
     * @return milliseconds
     */
    public long millis() {
        return length.toMillis();
    }

    /**
     * How many are kept at the least: the newest in which anything happened.
     *
     * @return their number
     */
    public int kept() {
        return kept;
    }

    /**
     * How many are kept that lie ahead of the present: the next ones. There are some where a clock was set back.
     *
     * @return more than {@link #kept}, so that history outlasts an hour in which the clock was wrong
     */
    public int keptAhead() {
        return 2 * kept;
    }

    /**
     * The bucket that a time is in.
     *
     * @param time epoch milliseconds; what is before 1970 or after the year 9999 counts as the first or the last
     * @return when it begins
     */
    public long of(long time) {
        long within = Math.clamp(time, 0, END - 1);
        return within - within % millis();
    }
}
