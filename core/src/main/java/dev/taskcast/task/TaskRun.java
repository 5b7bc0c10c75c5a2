package dev.taskcast.task;

import org.jspecify.annotations.Nullable;

/**
 * A run that has ended.
 *
 * @param run its number, from 1
 * @param outcome how it ended; {@code RUNNING} where its node was gone and another run has followed it
 * @param startedAt when it began, in epoch milliseconds
 * @param endedAt when it ended, in epoch milliseconds
 * @param node where it ran, or null where that is not known
 * @param error the message of the exception that ended it, or null
 * @param stackTrace of that exception, cut where it is long, or null. For those who look after tasks, not for viewers
 */
public record TaskRun(
        int run,
        TaskStatus outcome,
        long startedAt,
        long endedAt,
        @Nullable String node,
        @Nullable String error,
        @Nullable String stackTrace) {}
