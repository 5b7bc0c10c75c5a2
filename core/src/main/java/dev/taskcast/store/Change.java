package dev.taskcast.store;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import org.jspecify.annotations.Nullable;

/**
 * A decision about a task.
 *
 * @param id the task
 * @param from the row that it was decided from, or null where there was none
 * @param next what was decided
 */
public record Change(String id, @Nullable TaskRow from, Decision.Next next) {}
