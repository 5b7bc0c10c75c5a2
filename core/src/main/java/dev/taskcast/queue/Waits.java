package dev.taskcast.queue;

/** Takes how many wait. */
@FunctionalInterface
public interface Waits {
    /**
     * Some wait.
     *
     * @param queue the name of their queue
     * @param why for what
     * @param isRetry whether it is for their next attempt; only where it is for a time
     * @param count how many; may be told in several parts
     */
    void take(String queue, Why why, boolean isRetry, int count);
}
