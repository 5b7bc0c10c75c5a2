package dev.taskcast.adapter;

import dev.taskcast.dispatch.Positions;
import dev.taskcast.handle.Handles;
import dev.taskcast.log.ReadableLog;
import dev.taskcast.task.SeriesQuery;
import dev.taskcast.task.TaskNode;
import dev.taskcast.task.TaskSeries;
import dev.taskcast.task.TaskStats;
import dev.taskcast.time.TaskClock;
import java.util.List;

/** A manager, as an endpoint stands on it. {@link Backends} gives it. Thread-safe. */
public interface Backend {
    /**
     * What can be done to tasks.
     *
     * @return for routes that change something
     */
    Commands commands();

    /**
     * What can be asked about tasks.
     *
     * @return its answers are as new as the question
     */
    Queries queries();

    /**
     * The log.
     *
     * @return what all readers read
     */
    ReadableLog log();

    /**
     * Where tasks stand in line.
     *
     * @return for whoever has the log show it
     */
    Positions positions();

    /**
     * Signed permissions to watch one task.
     *
     * @return signs and checks
     */
    Handles handles();

    /**
     * How many tasks are how.
     *
     * @return as it is, or was at the close; costs the same however many there are
     */
    TaskStats stats();

    /**
     * How many runs started and ended when. May block.
     *
     * @param query what is asked for
     * @return bucket by bucket
     * @throws IllegalArgumentException if it has too many buckets
     */
    TaskSeries series(SeriesQuery query);

    /**
     * The nodes on the store.
     *
     * @return this one first, then the others that it knows of
     */
    List<TaskNode> nodes();

    /**
     * All time of this manager.
     *
     * @return the clock
     */
    TaskClock clock();

    /**
     * Calls back when the manager is closed: first of all, before handlers are told.
     *
     * @param hook for readers that must end; an exception is logged
     * @return takes it back
     * @throws IllegalStateException if the manager is closed
     */
    Runnable onClose(Runnable hook);

    /**
     * Whether it is closed or being closed.
     *
     * @return true from the first moment of closing
     */
    boolean isClosed();

    /**
     * Whether the manager can't do its work, and has not been able to for so long that nobody is to be sent to it. An outage of the store
     * does not count: it is one for all.
     *
     * @return true as long as that is so
     */
    boolean isOutOfOrder();
}
