package dev.taskcast.log;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Running;
import java.util.Map;

/**
 * The nodes that have not been heard of, and since when. It is no decision and is kept nowhere: a row says so only where it is shown.
 * Set under the log's lock, read by any thread.
 */
final class Unheard {
    private volatile Map<String, Long> sinceByNode = Map.of();

    void set(Map<String, Long> nodes) {
        sinceByNode = Map.copyOf(nodes);
    }

    /** A state as it is to be shown; the very same where there is nothing to say. */
    TaskState mark(TaskState state) {
        if (!(state instanceof Running running)) {
            return state;
        }
        String node = running.placement().node();
        long since = node == null ? 0 : sinceByNode.getOrDefault(node, 0L);
        return since == running.lostSince() ? state : running.lostSince(since);
    }

    @SuppressWarnings("ReferenceEquality") // the very same state needs no other row
    TaskRow mark(TaskRow row) {
        TaskState marked = mark(row.state());
        return marked == row.state() ? row : row.with(marked);
    }
}
