package dev.taskcast.task;

/**
 * Is told what one manager does, for meters and the like: each thing once, in its order, and over all nodes on a store by one node, the one
 * whose commit it was. What the others do, their observers are told.
 *
 * <p>Called when a change is kept, by the thread that has made it, while others wait for that thread: to count something is all that there
 * is time for. To block, or to call the manager, is not allowed. What an observer throws is logged, and hurts nobody. To react to
 * changes is for a {@link TaskListener}.
 *
 * <p>Thread-safe: called on several threads at once. Each method does nothing by default.
 */
public interface TaskObserver {
    /** In place of a time that is not known. */
    long UNKNOWN = -1;

    /**
     * A task was submitted. One that was registered is not.
     *
     * @param task as it begins
     */
    default void submitted(TaskState task) {}

    /**
     * A submit was refused, since {@code maxPending} tasks had not ended.
     *
     * @param task what it would have been
     */
    default void refused(TaskIdentity task) {}

    /**
     * A run has started. One that goes on after the end of another node, and one that is handed back before its handler begins, count each
     * time.
     *
     * @param task the task with this run
     * @param waitedMillis for how long it had waited since its submit, or since it was due; {@link #UNKNOWN} for a run that had its turn before
     */
    default void started(TaskState.Running task, long waitedMillis) {}

    /**
     * A task has ended, however: whether it ran or waited.
     *
     * @param task the task and how it has ended
     * @param ranMillis how long its last run took; {@link #UNKNOWN} where it never ran
     */
    default void ended(TaskState.Terminal task, long ranMillis) {}

    /**
     * A run has failed, and there is to be another attempt.
     *
     * @param task the task, which waits for that
     * @param ranMillis how long the run took
     */
    default void retried(TaskState.Pending task, long ranMillis) {}

    /**
     * The store has refused what this node wanted to append, since another node had appended before: it is decided anew. Many of these mean
     * that nodes are in each other's way.
     */
    default void appendRefused() {}
}
