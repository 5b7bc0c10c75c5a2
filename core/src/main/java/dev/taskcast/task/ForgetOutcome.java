package dev.taskcast.task;

/** What {@code forget} did. */
public enum ForgetOutcome {
    /** The task is gone, with its runs, notes and lines. */
    FORGOTTEN,
    /** Nothing: it has not ended, or its handler has not returned. */
    NOT_ENDED,
    /** Nothing: it was registered, and is the code's to unregister. */
    REGISTERED,
    /** Nothing: there is no task with this id. */
    UNKNOWN
}
