package dev.taskcast.queue;

/** Why a task waits. */
public enum Why {
    /** For a slot of a node. */
    SLOT,
    /** For its turn under a limit of how many handlers go on at once. */
    LIMIT,
    /** For its turn under a limit of how often handlers start. */
    RATE,
    /** For its time to come. */
    DELAY,
    /** For somebody to let the queue, type, key or manager go on. */
    PAUSED,
    /** For the code of its type. */
    UNKNOWN_TYPE
}
