package dev.taskcast.task;

/** What {@code start} did. */
public enum StartOutcome {
    /** A new run was started. */
    STARTED,
    /** Nothing: the task's newest run goes on. */
    ALREADY_RUNNING,
    /** Nothing: there is no task with this id. */
    UNKNOWN
}
