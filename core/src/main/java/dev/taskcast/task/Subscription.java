package dev.taskcast.task;

/** A subscription of a {@link TaskListener}. Thread-safe. */
public interface Subscription extends AutoCloseable {
    /**
     * Ends it: the listener is not called again. Waits for a call of the listener that is under way, except on a listener's thread, this
     * one's or another one's: two that end each other would wait for ever. Idempotent.
     */
    @Override
    void close();
}
