package dev.taskcast.store;

import dev.taskcast.task.StoreTransaction;
import java.util.List;

/**
 * Tasks that were submitted in transactions of the application. Thread-safe. Every method may block, and throws
 * {@link StoreException} where it can't do what it was asked for.
 */
public interface Inbox {
    /**
     * Keeps a task in somebody else's transaction: it is there when that is committed, or not at all.
     *
     * @param transaction of the same database
     * @param submitted the task; its number is of no matter
     * @throws UnsupportedOperationException if this store can't, or not in a transaction of that kind
     */
    void submit(StoreTransaction transaction, Submitted submitted);

    /**
     * The tasks that were submitted so, are committed, and have not become changes of a batch.
     *
     * @param max how many at the most
     * @return the oldest first
     */
    List<Submitted> submitted(int max);
}
