package dev.taskcast.store;

import org.jspecify.annotations.Nullable;

/**
 * A store can't do what it was asked for just now: it can't be reached, is full, may not be written. Asked again later it
 * may.
 */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Made by stores.
     *
     * @param message what can't be done and why, for operators
     * @param cause what the driver said, or null
     */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Made where the tasks of a store do not fit into the heap.
     *
     * @param store which store, at the beginning of a sentence
     * @param tasks how many tasks it has; 0 where that is not known
     * @param cause what the JVM said
     * @return names the number of tasks and the size of the heap
     */
    public static StoreException tooLarge(String store, long tasks, OutOfMemoryError cause) {
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        return new StoreException(
                store + " can't be opened: there is no room for its " + (tasks == 0 ? "" : tasks + " ")
                        + "tasks in a heap of " + heap
                        + " MiB. Give the JVM more (-Xmx), and forget tasks that have ended"
                        + " (maxHistory, maxHistoryAge)",
                cause);
    }
}
