package dev.taskcast.store;

import java.util.List;

/**
 * Changes that are kept together or not at all.
 *
 * @param token tells this batch from every other one of its node: by it a batch is recognised whose commit went through
 *     while its answer was lost
 * @param head the position before the first of them: the newest that their decisions know of
 * @param changes in the order of their positions; where none takes a position, {@code head} stays the newest
 * @param submitted the submits that have become changes of this batch, by their {@link Submitted#number}
 */
public record Batch(long token, long head, List<Applied> changes, List<Long> submitted) {
    /** Makes the lists immutable. */
    public Batch {
        changes = List.copyOf(changes);
        submitted = List.copyOf(submitted);
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
