package dev.taskcast.store;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import org.jspecify.annotations.Nullable;

/**
 * A decision about a task.
 *
 * @param id the task
 * @param from the row that it was decided from, or null where there was none; always null for a change that is of no task
 * @param next what was decided
 */
public record Change(String id, @Nullable TaskRow from, Decision.Next next) {
    /**
     * Checks that a change of no task has no row.
     *
     * @throws IllegalArgumentException if it has
     */
    public Change {
        if (from != null && next instanceof Decision.OfNoTask) {
            throw new IllegalArgumentException("A change of no task must not be decided from a row, got: " + from.id());
        }
    }

    /**
     * A decision that was made while a task was as it is.
     *
     * @param id the task that was asked for
     * @param row of the task with that id, or null where there is none
     * @param next what was decided, of that task or of none
     * @return the change
     */
    public static Change of(String id, @Nullable TaskRow row, Decision.Next next) {
        return new Change(id, next instanceof Decision.OfNoTask ? null : row, next);
    }
}
