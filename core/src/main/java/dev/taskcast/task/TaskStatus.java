package dev.taskcast.task;

/** The six statuses of a task. {@link TaskState} has one record for each. */
public enum TaskStatus {
    /** Registered, or waiting for its next run. */
    PENDING("pending"),
    /** Its newest run has been started and has not ended. */
    RUNNING("running"),
    /** Its newest run's handler returned. */
    COMPLETED("completed"),
    /** Its newest run's handler threw. */
    ERROR("error"),
    /** Its newest run was canceled. */
    CANCELED("canceled"),
    /** Its newest run took longer than its timeout. */
    TIMED_OUT("timed_out");

    private final String wireName;

    TaskStatus(String wireName) {
        this.wireName = wireName;
    }

    /**
     * The status as it is written on the wire, for example {@code timed_out}.
     *
     * @return the name in lower case
     */
    public String wireName() {
        return wireName;
    }

    /**
     * Whether a task in this status stays in it until it is started again.
     *
     * @return false for {@link #PENDING} and {@link #RUNNING}
     */
    public boolean isTerminal() {
        return this != PENDING && this != RUNNING;
    }
}
