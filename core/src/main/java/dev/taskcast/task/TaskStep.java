package dev.taskcast.task;

import org.jspecify.annotations.Nullable;

/**
 * One step of a run, as viewers see it.
 *
 * @param name for people
 * @param depth how deep it is nested: 0 for a step of the run itself
 * @param status {@link TaskStatus#RUNNING}, {@link TaskStatus#COMPLETED} or {@link TaskStatus#ERROR}
 * @param message its newest message, or null
 * @param current how much of it is done; {@code NaN} where unknown
 * @param total how much there is to do in it; {@code NaN} where unknown
 */
public record TaskStep(
        String name, int depth, TaskStatus status, @Nullable String message, double current, double total) {}
