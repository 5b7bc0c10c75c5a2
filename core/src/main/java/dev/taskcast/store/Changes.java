package dev.taskcast.store;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.TaskProgress;
import org.jspecify.annotations.Nullable;

/** Takes the changes of other nodes, one after the other. */
public interface Changes {
    /**
     * A task as it is after what was taken so far.
     *
     * @param created the position of the event that made it
     * @return null where there is none
     */
    @Nullable
    TaskRow find(long created);

    /**
     * How far a run was whose end is among the next changes. Nothing is decided by it: it is for those who watch the run.
     *
     * @param fence which run
     * @param progress its last one
     */
    default void last(long fence, TaskProgress progress) {}

    /**
     * Takes the next change.
     *
     * @param applied in the order of positions
     */
    void take(Applied applied);

    /**
     * There are no more for now.
     *
     * @param head the newest position
     */
    void upTo(long head);
}
