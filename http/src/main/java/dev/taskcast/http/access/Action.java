package dev.taskcast.http.access;

/** What somebody may want to do with a task. Seeing it is no action: that is {@link Viewer#canSee}. */
public enum Action {
    /** Start it. */
    START,
    /** Cancel its run. */
    CANCEL,
    /** Make it. */
    SUBMIT,
    /** Read what its runs logged. */
    LOG
}
