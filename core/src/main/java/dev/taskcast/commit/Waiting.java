package dev.taskcast.commit;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;

/** Which tasks wait for a slot. */
public final class Waiting {
    private Waiting() {}

    /** Whether a task's next run is nobody's yet, and nobody has asked for it. */
    static boolean mayWait(TaskRow row) {
        return !isWaiting(row) && !(row.state() instanceof Running);
    }

    /**
     * Whether a task's next run begins when there is a slot.
     *
     * @param row the task
     * @return true for a queued one, and for one that is between two runs
     */
    public static boolean isWaiting(TaskRow row) {
        return switch (row.state()) {
            case Pending pending -> pending.waiting().queued();
            case Running running -> running.placement().moving();
            default -> false;
        };
    }
}
