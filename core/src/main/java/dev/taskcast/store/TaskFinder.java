package dev.taskcast.store;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.PagePlace;
import dev.taskcast.task.TaskQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds tasks, wherever they are. A finder of a durable store finds those that have ended, which need not be in the heap of whoever asks;
 * {@link RowFinder} finds those that are, and {@link LayeredFinder} makes one of both. Thread-safe; may block.
 */
public interface TaskFinder {
    /**
     * A page of tasks.
     *
     * @param rows the tasks, in the order that was asked for
     * @param next where the next page begins; null where there is nothing more
     * @param isPartial whether it was broken off: all that matches up to {@code next} is here, and what comes after it was not looked at,
     *     although the page may not be full. Without {@code next}: what comes after it can't be looked at now
     * @param position the position that the page is true at
     */
    record Found(List<TaskRow> rows, @Nullable PagePlace next, boolean isPartial, long position) {
        /** Makes the rows immutable. */
        public Found {
            rows = List.copyOf(rows);
        }
    }

    /**
     * How many tasks match.
     *
     * @param about how many were counted
     * @param isMore whether there are more, or may be
     */
    record Count(long about, boolean isMore) {}

    /**
     * Finds a page.
     *
     * @param query what is asked for
     * @return its tasks, at most {@link TaskQuery#limit}
     * @throws StoreException where the store can't be asked
     */
    Found find(TaskQuery query);

    /**
     * Counts what matches, wherever the page begins.
     *
     * @param query what is asked for
     * @param most where to stop
     * @return exact up to there, unless it was broken off
     * @throws StoreException where the store can't be asked
     */
    Count count(TaskQuery query, int most);
}
