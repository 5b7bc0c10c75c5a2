package dev.taskcast.store;

import dev.taskcast.lifecycle.TaskRow;
import org.jspecify.annotations.Nullable;

/** What became of a {@link Change}. */
public sealed interface Outcome {
    /**
     * It is kept.
     *
     * @param change what was asked for
     * @param position its position; for a change without a transition that of the task's newest one
     * @param after the row from now on, or null where the task is gone
     */
    record Applied(Change change, long position, @Nullable TaskRow after) implements Outcome {}

    /**
     * The task has changed since the decision; decide again.
     *
     * @param current the row as it is, or null where there is none
     */
    record Conflict(@Nullable TaskRow current) implements Outcome {}
}
