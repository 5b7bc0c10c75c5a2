package dev.taskcast.lifecycle;

import dev.taskcast.task.StartRate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A limit as it is set: what the code declares, what was set at run time over it, and whether it is paused. Immutable.
 *
 * @param declared what the code says that was started last
 * @param given what was set at run time, and holds instead; null for nothing
 * @param isPaused whether nothing starts
 */
public record LimitSetting(Values declared, @Nullable Values given, boolean isPaused) {
    /** No limit. */
    public static final LimitSetting NONE = new LimitSetting(Values.NONE, null, false);

    /**
     * How many, and how often.
     *
     * @param maxConcurrent how many handlers go on at once; 0 for none; {@code Integer.MAX_VALUE} for any number
     * @param permits how many start in a period; 0 for any number
     * @param periodMillis how long that is
     */
    public record Values(int maxConcurrent, int permits, long periodMillis) {
        /** Any number. */
        public static final Values NONE = new Values(Integer.MAX_VALUE, 0, 0);

        /**
         * Refuses what nobody can have set: it may come from a database.
         *
         * @throws IllegalArgumentException where one is out of range
         */
        public Values {
            if (maxConcurrent < 0 || permits < 0) {
                throw new IllegalArgumentException("A limit must be at least 0, got: " + maxConcurrent + " at once and "
                        + permits + " in a period");
            }
            if (permits > 0) {
                StartRate ignored = new StartRate(permits, Duration.ofMillis(periodMillis));
            }
        }

        /**
         * The same with another number at once.
         *
         * @param max how many
         * @return this with it
         */
        public Values atOnce(int max) {
            return new Values(max, permits, periodMillis);
        }

        /**
         * The same with another rate.
         *
         * @param most how many start in a period; 0 for any number
         * @param millis how long that is
         * @return this with it
         */
        public Values perPeriod(int most, long millis) {
            return new Values(maxConcurrent, most, millis);
        }
    }

    /**
     * What holds.
     *
     * @return what was set at run time, or else what is declared
     */
    public Values values() {
        return given == null ? declared : given;
    }

    /**
     * The same, declared otherwise.
     *
     * @param values what the code says
     * @return this with it
     */
    public LimitSetting declared(Values values) {
        return new LimitSetting(values, given, isPaused);
    }

    /**
     * The same, set otherwise at run time.
     *
     * @param values what is to hold; null for what is declared
     * @return this with it
     */
    public LimitSetting given(@Nullable Values values) {
        return new LimitSetting(declared, values, isPaused);
    }

    /**
     * The same, paused or not.
     *
     * @param paused whether it is
     * @return this with it
     */
    public LimitSetting paused(boolean paused) {
        return new LimitSetting(declared, given, paused);
    }
}
