package dev.taskcast.store;

import dev.taskcast.task.TaskStatus;

/**
 * How many tasks rest that are alike.
 *
 * @param type their type
 * @param status how they have ended
 * @param tasks how many; at least 0
 */
public record RestingCount(String type, TaskStatus status, long tasks) {}
