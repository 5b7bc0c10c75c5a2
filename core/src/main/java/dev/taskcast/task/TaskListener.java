package dev.taskcast.task;

/** Sees the changes of all tasks of a manager, in order. */
@FunctionalInterface
public interface TaskListener {
    /**
     * Called on the subscription's own thread, one change at a time. It may take its time: while it stays within the
     * log's ring it gets every transition, in order; beyond it the newest state of each task that changed. Where even that can't be told,
     * because too much has happened, or this node was away for longer than the store's journal reaches back, it gets each task that is held,
     * as it is, and may have missed ends and removals. Progress is
     * always merged to the newest. Whatever it throws is logged, and the next change comes all the same. It may subscribe, end
     * subscriptions, start and cancel tasks and close the manager.
     *
     * @param change what changed
     * @throws Exception whatever it likes; logged
     */
    void onChange(TaskChange change) throws Exception;
}
