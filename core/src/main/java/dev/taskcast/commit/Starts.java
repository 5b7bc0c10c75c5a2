package dev.taskcast.commit;

import dev.taskcast.lifecycle.TaskRow;
import org.jspecify.annotations.Nullable;

/** Says which tasks are to be started with the next batch. Called on the committer's thread. */
public interface Starts {
    /** A batch begins: nothing of it is taken yet, and what an earlier one took that has not {@link #begun} is given back. */
    void begin();

    /**
     * Takes the next task that waits, and whose code is here, while there is room for it.
     *
     * @return its id, or null where there is none or no room
     */
    @Nullable
    String next();

    /**
     * Whether a task that will be made by this batch may be started by it too: nobody waits before it, and there is room.
     *
     * @param row the task, queued
     * @return whether it is taken
     */
    boolean takes(TaskRow row);

    /**
     * A start that was kept, and is about to be shown.
     *
     * @param before the row before it
     * @param after the row, running
     */
    void started(@Nullable TaskRow before, @Nullable TaskRow after);

    /** What was started is shown: handlers may begin. Where it throws it is to be called again, and goes on. */
    void begun();

    /**
     * The name that runs are started under.
     *
     * @return this node's
     */
    String node();
}
