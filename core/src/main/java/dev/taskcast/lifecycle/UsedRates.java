package dev.taskcast.lifecycle;

import dev.taskcast.task.StartRate;
import java.time.Duration;
import java.util.Map;

/**
 * How far rates are used up. Immutable.
 *
 * @param uses of each limit that has a rate, where something of it is used up; of keys each by itself, also where the limit is that of each
 *     key of its queue
 * @param time the newest time that is known, on the store's clock in epoch milliseconds; 0 where none is
 */
public record UsedRates(Map<LimitId, Use> uses, long time) {
    /** Nothing is used up. */
    public static final UsedRates NONE = new UsedRates(Map.of(), 0);

    /** Copies it. */
    public UsedRates {
        uses = Map.copyOf(uses);
    }

    /**
     * How far one rate is used up.
     *
     * @param permits how many may start in a period
     * @param periodMillis how long that is
     * @param fullNanos when all of these will be there again, on the store's clock in nanoseconds since the epoch
     */
    public record Use(int permits, long periodMillis, long fullNanos) {
        /**
         * Refuses a rate that nobody can have set: it may come from a database.
         *
         * @throws IllegalArgumentException where it is out of range
         */
        public Use {
            StartRate ignored = new StartRate(permits, Duration.ofMillis(periodMillis));
        }
    }
}
