package dev.taskcast.task;

import org.jspecify.annotations.Nullable;

/**
 * How the store does, and the manager's own threads that keep, run and show tasks, for health checks.
 *
 * @param isUp whether the store answered when it was last asked, and has not been silent for {@code storeTimeout} since, in memory always;
 *     and none of those threads has failed the last time, as they do where there is no memory. They try again, once a second or more often
 * @param downSince since when that is not so, in epoch milliseconds; 0 where it is
 * @param reason what is wrong, for operators, or null where nothing is
 */
public record StoreStatus(
        boolean isUp, long downSince, @Nullable String reason) {
    /** All is well. */
    public static final StoreStatus UP = new StoreStatus(true, 0, null);
}
