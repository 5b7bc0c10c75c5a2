package dev.taskcast.task;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many tasks of a queue run at once, and how often one starts. Immutable; made by {@link #builder()}. */
public final class QueueOptions {
    private final int maxConcurrent;
    private final int maxConcurrentPerKey;
    private final @Nullable StartRate rate;
    private final @Nullable StartRate ratePerKey;

    private QueueOptions(Builder from) {
        maxConcurrent = from.maxConcurrent;
        maxConcurrentPerKey = from.maxConcurrentPerKey;
        rate = from.rate;
        ratePerKey = from.ratePerKey;
    }

    /**
     * Starts from no limits.
     *
     * @return a builder, not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * How many tasks of the queue run at once.
     *
     * @return {@code Integer.MAX_VALUE} for any number, the default
     */
    public int maxConcurrent() {
        return maxConcurrent;
    }

    /**
     * How many tasks of each key run at once.
     *
     * @return {@code Integer.MAX_VALUE} for any number, the default
     */
    public int maxConcurrentPerKey() {
        return maxConcurrentPerKey;
    }

    /**
     * How often tasks of the queue start.
     *
     * @return empty where they may start as often as they like, the default
     */
    public Optional<StartRate> rate() {
        return Optional.ofNullable(rate);
    }

    /**
     * How often tasks of each key start.
     *
     * @return empty where they may start as often as they like, the default
     */
    public Optional<StartRate> ratePerKey() {
        return Optional.ofNullable(ratePerKey);
    }

    static int atLeastZero(int max) {
        if (max < 0) {
            throw new IllegalArgumentException("A limit must be at least 0, got: " + max);
        }
        return max;
    }

    /** Collects {@link QueueOptions}. Not thread-safe. */
    public static final class Builder {
        private int maxConcurrent = Integer.MAX_VALUE;
        private int maxConcurrentPerKey = Integer.MAX_VALUE;
        private @Nullable StartRate rate;
        private @Nullable StartRate ratePerKey;

        private Builder() {}

        /**
         * How many tasks of the queue run at once, on all nodes together.
         *
         * @param max 0 for none; by default any number
         * @return this
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxConcurrent(int max) {
            maxConcurrent = atLeastZero(max);
            return this;
        }

        /**
         * How many tasks of each key run at once, on all nodes together.
         *
         * @param max 0 for none; by default any number
         * @return this
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxConcurrentPerKey(int max) {
            maxConcurrentPerKey = atLeastZero(max);
            return this;
        }

        /**
         * How often tasks of the queue start, on all nodes together: so many at once, and one more in each such part of the period.
         *
         * @param permits at least 1; by default any number
         * @param period 1 ms to 366 days
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder rate(int permits, Duration period) {
            rate = new StartRate(permits, period);
            return this;
        }

        /**
         * How often tasks of each key start, on all nodes together: so many at once, and one more in each such part of the period.
         *
         * @param permits at least 1; by default any number
         * @param period 1 ms to 366 days
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder ratePerKey(int permits, Duration period) {
            ratePerKey = new StartRate(permits, period);
            return this;
        }

        /**
         * Makes the options.
         *
         * @return immutable options
         */
        public QueueOptions build() {
            return new QueueOptions(this);
        }
    }
}
