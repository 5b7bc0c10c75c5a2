package dev.taskcast.task;

/** What a tick of a {@link Schedule} does where the run before it has not ended. */
public enum Overlap {
    /** Nothing: the next one is at the next tick. */
    SKIP,
    /** One run begins as soon as the running one has ended, however many ticks passed meanwhile. */
    QUEUE,
    /** The running one is canceled, and a new one begins once it has ended. */
    REPLACE
}
