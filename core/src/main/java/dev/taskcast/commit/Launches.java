package dev.taskcast.commit;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.TaskRow;
import org.jspecify.annotations.Nullable;

/** Has the handlers of runs begin that a committer has started. */
public interface Launches {
    /**
     * What a task was submitted with, where its run on this node has it although its row has not. Does not block.
     *
     * @param running the task, which runs
     * @return null where there is no such run, or it has not got it yet
     */
    default @Nullable Payload payload(TaskRow running) {
        return null;
    }

    /**
     * A start that was kept, and is about to be shown. Called by the committer.
     *
     * @param before the row before it
     * @param after the row, running
     */
    void started(@Nullable TaskRow before, @Nullable TaskRow after);

    /**
     * A run was ended for the next tick of its task's schedule, or for a task that is to have its unique key, and that is about to be shown. Called by the committer.
     *
     * @param before the row before it, running
     * @param after the row after it
     */
    void replaced(@Nullable TaskRow before, @Nullable TaskRow after);

    /** What was started is shown: handlers may begin. Where it throws it is to be called again, and goes on. Thread-safe. */
    void begun();
}
