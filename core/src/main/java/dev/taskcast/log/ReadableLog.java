package dev.taskcast.log;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.Standing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The log as readers have it: each with a cursor of its own, which is all that they are to the log. Thread-safe. */
public interface ReadableLog {
    /**
     * The newest position.
     *
     * @return that of the last transition, or the base where there was none
     */
    long head();

    /**
     * The end of the log.
     *
     * @return a cursor with nothing behind it to read
     */
    Cursor end();

    /**
     * Whether there is nothing to read from a place, without a lock.
     *
     * @param cursor the place
     * @return true where a read would give nothing
     */
    boolean isAtEnd(Cursor cursor);

    /**
     * Where a reader that was cut off can go on.
     *
     * @param position the last position that it was brought up to; 0 means the log's birth
     * @return the place from which it gets every transition after that position, or null where they are no longer all
     *     here or the position is none of this log's
     */
    @Nullable
    Cursor resume(long position);

    /**
     * Reads on: exactly where the ring reaches back, else the newest.
     *
     * @param cursor the place
     * @param max about how many events at the most
     * @return what is there
     */
    Read read(Cursor cursor, int max);

    /**
     * Reads on, the newest only, also where the ring reaches back: for a reader that has states from after its cursor,
     * which is also told of the removal of tasks that were made after it.
     *
     * @param cursor the place
     * @param max about how many events at the most
     * @return what is there
     */
    Read readNewest(Cursor cursor, int max);

    /**
     * Reads the tasks that there are.
     *
     * @param afterCreated where to read on, see {@link Members#last}; 0 for the beginning
     * @param max how many at the most
     * @return the next of them
     */
    Members members(long afterCreated, int max);

    /**
     * A task as it is shown.
     *
     * @param created the position of the event that made it
     * @return null where there is none
     */
    @Nullable
    TaskRow member(long created);

    /**
     * Whether a task has been woken: it may have rested, and has begun another run or waits for one. It was made long ago, and a reader
     * may never have met it.
     *
     * @param created the position of the event that made the task
     * @param position after which; cheap where nothing was woken after it
     * @return false also where it is gone, or rests again and nothing of it can be read any more
     */
    boolean isWokenAfter(long created, long position);

    /**
     * The tasks that {@linkplain #isWokenAfter have been woken}.
     *
     * @param position after which
     * @return as they are
     */
    List<TaskRow> wokenAfter(long position);

    /**
     * Calls back after each change. A hint may come late, twice or, in principle, not at all.
     *
     * @param hint short, must not block or throw
     * @return takes it back
     */
    Runnable onHint(Runnable hint);

    /**
     * Shows where a task stands that waits. The caller then calls {@link #hint()}.
     *
     * @param created the position of the event that made the task
     * @param since the position of its newest transition, after which it stands there
     * @param standing where
     * @return false where that is shown already, and where the task waits no more
     */
    boolean standing(long created, long since, Standing standing);

    /** Tells the readers that there may be something to read. One who can't be told harms neither the others nor the caller. */
    void hint();
}
