package dev.taskcast.task;

import org.jspecify.annotations.Nullable;

/**
 * How the store does, for health checks.
 *
 * @param isUp whether it answered when it was last asked, and has not been silent for {@code storeTimeout} since; in memory always
 * @param downSince since when it has not, in epoch milliseconds; 0 where it does
 * @param reason what it says, for operators, or null where it answers
 */
public record StoreStatus(
        boolean isUp, long downSince, @Nullable String reason) {
    /** It answers. */
    public static final StoreStatus UP = new StoreStatus(true, 0, null);
}
