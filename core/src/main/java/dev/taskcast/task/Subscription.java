package dev.taskcast.task;

/** A subscription of a {@link TaskListener}. Thread-safe. */
public interface Subscription extends AutoCloseable {
    /**
     * Ends it. Waits for a call of the listener that is under way, except on the listener's own thread; after it the
     * listener is not called again. Idempotent.
     */
    @Override
    void close();
}
