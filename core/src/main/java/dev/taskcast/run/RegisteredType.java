package dev.taskcast.run;

import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskOptions;

/**
 * Registered code.
 *
 * @param handler runs its tasks
 * @param options how
 */
public record RegisteredType(TaskHandler handler, TaskOptions options) {}
