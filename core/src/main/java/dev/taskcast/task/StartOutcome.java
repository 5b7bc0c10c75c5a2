package dev.taskcast.task;

/** What {@code start} did. */
public enum StartOutcome {
    /** A new run was started. */
    STARTED,
    /** The task waits for its turn: for a slot, room in its limits, or a node that has its code. */
    QUEUED,
    /** Nothing: the task waits already. */
    ALREADY_QUEUED,
    /** Nothing: the task's newest run goes on. */
    ALREADY_RUNNING,
    /** Nothing: there is no task with this id. */
    UNKNOWN
}
