package dev.taskcast.task;

/** What {@code start} did. */
public enum StartOutcome {
    /** A new run was started. */
    STARTED,
    /** The task waits for a slot, or for a node that has its code. Only with a durable store. */
    QUEUED,
    /** Nothing: the task waits already. */
    ALREADY_QUEUED,
    /** Nothing: the task's newest run goes on. */
    ALREADY_RUNNING,
    /** Nothing: there is no task with this id. */
    UNKNOWN
}
