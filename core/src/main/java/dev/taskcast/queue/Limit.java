package dev.taskcast.queue;

import org.jspecify.annotations.Nullable;

/**
 * How many handlers may go on at once, and how often they may start. Immutable.
 *
 * @param maxConcurrent how many at once; {@link Integer#MAX_VALUE} is any number, 0 lets nothing start
 * @param paused whether nothing starts for now
 * @param rate how often handlers may start; null where that does not matter
 */
public record Limit(
        int maxConcurrent, boolean paused, @Nullable Rate rate) {
    /** No limit at all. */
    public static final Limit NONE = new Limit(Integer.MAX_VALUE, false, null);

    /**
     * Checks it.
     *
     * @throws IllegalArgumentException where {@code maxConcurrent} is below 0
     */
    public Limit {
        if (maxConcurrent < 0) {
            throw new IllegalArgumentException("maxConcurrent must be at least 0, got: " + maxConcurrent);
        }
    }

    /** Whether nothing starts, whoever ends. */
    boolean isShut() {
        return paused || maxConcurrent == 0;
    }
}
