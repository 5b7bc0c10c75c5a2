package dev.taskcast.task;

/** What {@code cancel} did. */
public enum CancelOutcome {
    /** The task's run was canceled. */
    CANCELED,
    /** Nothing: no run of the task goes on, and it does not wait for one. */
    NOT_RUNNING,
    /** Nothing: there is no task with this id. */
    UNKNOWN
}
