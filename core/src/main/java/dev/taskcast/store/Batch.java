package dev.taskcast.store;

import dev.taskcast.task.TaskProgress;
import java.util.List;
import java.util.Map;

/**
 * Changes that are kept together or not at all.
 *
 * @param token tells this batch from every other one of its node: by it a batch is recognised whose commit went through
 *     while its answer was lost
 * @param head the position before the first of them: the newest that their decisions know of
 * @param changes in the order of their positions; where none takes a position, {@code head} stays the newest
 * @param submitted the submits that have become changes of this batch, by their {@link Submitted#number}
 * @param lastProgress by its fence, how far a run was that ends with this batch, for those who watch it on other nodes: see {@link Changes#last}
 */
public record Batch(
        long token, long head, List<Applied> changes, List<Long> submitted, Map<Long, TaskProgress> lastProgress) {
    /** Makes the lists immutable. */
    public Batch {
        changes = List.copyOf(changes);
        submitted = List.copyOf(submitted);
        lastProgress = Map.copyOf(lastProgress);
    }

    /**
     * One with no run that ends and is watched elsewhere.
     *
     * @param token see there
     * @param head see there
     * @param changes see there
     * @param submitted see there
     */
    public Batch(long token, long head, List<Applied> changes, List<Long> submitted) {
        this(token, head, changes, submitted, Map.of());
    }

    /**
     * The newest position after this batch.
     *
     * @return that of the last change that takes one
     */
    public long last() {
        return changes.stream().mapToLong(Applied::position).reduce(head, Math::max);
    }
}
