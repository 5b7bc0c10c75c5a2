package dev.taskcast.task;

import java.time.Duration;

/**
 * Changes a queue at run time: on all nodes, and kept by the store. What goes on finishes; what waits begins as the new limits let it.
 * A change is in force when its call returns. Every method throws {@link IllegalStateException} once the manager is closed, and
 * {@link StoreUnavailableException} where a durable store does not answer. Thread-safe.
 */
public interface QueueControl {
    /**
     * How many tasks of the queue run at once, whatever the code declares.
     *
     * @param max 0 for none
     * @throws IllegalArgumentException if it is negative
     */
    void maxConcurrent(int max);

    /**
     * How many tasks of each key run at once, whatever the code declares.
     *
     * @param max 0 for none
     * @throws IllegalArgumentException if it is negative
     */
    void maxConcurrentPerKey(int max);

    /**
     * How many tasks of one key run at once, whatever holds for each.
     *
     * @param key the key
     * @param max 0 for none
     * @throws IllegalArgumentException if it is negative, or the key is no valid one
     */
    void maxConcurrent(String key, int max);

    /**
     * How often tasks of the queue start, whatever the code declares: so many at once, and one more in each such part of the period.
     *
     * @param permits at least 1
     * @param period 1 ms to 366 days
     * @throws IllegalArgumentException if one is out of range
     */
    void rate(int permits, Duration period);

    /** Starts nothing more, until {@link #resume}. */
    void pause();

    /** Goes on. */
    void resume();

    /** Lets the queue be as the code declares it again, and each of its keys. A pause stays, and so does what was set for one key. */
    void clear();

    /**
     * Lets one key be as every other one.
     *
     * @param key the key
     * @throws IllegalArgumentException if it is no valid one
     */
    void clear(String key);
}
