package dev.taskcast.store;

import dev.taskcast.lifecycle.TaskRow;
import org.jspecify.annotations.Nullable;

/**
 * A decision, and what it has made of its task.
 *
 * @param change the decision
 * @param position its position; for a change without a transition that of the task's newest one
 * @param after the row from now on, or null where the task is gone
 */
public record Applied(
        Change change, long position, @Nullable TaskRow after) {}
