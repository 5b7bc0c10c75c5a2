package dev.taskcast.store;

import dev.taskcast.lifecycle.TaskRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tasks, and gives each transition its position. It decides nothing.
 *
 * <p>Called by the committer only, from one thread at a time, except {@link #find}, which any thread may call.
 */
public interface TaskStore {
    /**
     * The position before the first: no event of this store has it or a lower one.
     *
     * @return a position, below 2^53
     */
    long base();

    /**
     * Keeps changes, in their order, in one transaction. Each transition gets the next position. A change that was
     * decided from a row that is no longer the newest is a conflict and does not hinder the others.
     *
     * @param batch the changes
     * @return the outcome of each, in the same order
     */
    List<Outcome> commit(List<Change> batch);

    /**
     * Looks a task up.
     *
     * @param id its id
     * @return its row, or null where there is none
     */
    @Nullable
    TaskRow find(String id);
}
