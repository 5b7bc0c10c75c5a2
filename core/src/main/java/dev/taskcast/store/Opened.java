package dev.taskcast.store;

import dev.taskcast.lifecycle.TaskRow;
import java.util.List;
import java.util.Set;

/**
 * What is in a store.
 *
 * @param birth the position before the very first
 * @param head the newest position
 * @param rows all tasks, with the last progress of those that run
 * @param recent the last transitions, in the order of their positions
 * @param lives where lives of the store begin, from before {@code recent} on: positions of no event, that readers may have
 *     been brought up to. Every one above the newest position of the life before
 * @param nodes the other nodes that have not taken their leave; all of them may be gone
 */
public record Opened(
        long birth, long head, List<TaskRow> rows, List<Applied> recent, List<Long> lives, Set<String> nodes) {}
