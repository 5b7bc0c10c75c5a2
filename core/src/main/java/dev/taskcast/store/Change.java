package dev.taskcast.store;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import org.jspecify.annotations.Nullable;

/**
 * A decision to be kept.
 *
 * @param id the task
 * @param from the row that it was decided from, or null where there was none; it is kept only if that row is still there
 * @param next what was decided
 */
public record Change(String id, @Nullable TaskRow from, Decision.Next next) {}
