package dev.taskcast.store;

import dev.taskcast.task.TaskProgress;

/**
 * How far a run is.
 *
 * @param fence which run
 * @param progress its newest progress
 */
public record RunProgress(long fence, TaskProgress progress) {}
