package dev.taskcast.store;

import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.UsedRates;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is in a store.
 *
 * @param birth the position before the very first
 * @param head the newest position
 * @param rows all tasks that live, and of those that may rest as many as were wanted, with the last progress of those that run
 * @param recent the last transitions, in the order of their positions
 * @param lives where lives of the store begin, from before {@code recent} on: positions of no event, that readers may have
 *     been brought up to. Every one above the newest position of the life before
 * @param nodes the other nodes that have not taken their leave; all of them may be gone
 * @param limits as they are set
 * @param orphans the handlers that their tasks no longer tell of; their nodes may be gone
 * @param resting how many tasks rest that are not among {@code rows}: of each type and status at most once
 * @param rates how far rates are used up: see {@link RateFold}. One whose permits are all there again may be left out
 * @param now what the store's own clock shows, in epoch milliseconds; 0 where it has none of its own
 */
public record Opened(
        long birth,
        long head,
        List<TaskRow> rows,
        List<Applied> recent,
        List<Long> lives,
        Set<String> nodes,
        Map<LimitId, LimitSetting> limits,
        List<Orphan> orphans,
        List<RestingCount> resting,
        UsedRates rates,
        long now) {
    /**
     * Without limits and orphans, where nothing rests, and without a clock.
     *
     * @param birth the position before the very first
     * @param head the newest position
     * @param rows all tasks
     * @param recent the last transitions
     * @param lives where lives of the store begin
     * @param nodes the other nodes
     */
    public Opened(
            long birth, long head, List<TaskRow> rows, List<Applied> recent, List<Long> lives, Set<String> nodes) {
        this(birth, head, rows, recent, lives, nodes, Map.of(), List.of(), List.of(), UsedRates.NONE, 0);
    }
}
