package dev.taskcast.store;

import dev.taskcast.series.SeriesTable;
import java.util.Optional;

/**
 * Keeps what has been decided: an ordered journal of changes, and behind it the tasks that they have made. It has a port for each of
 * those who use it: the {@link Journal} and the {@link Inbox} for who commits, the {@link Nodes} for who watches over leases, the
 * {@link RunRecords} and {@link LiveRuns} for what is told beside the changes, {@link RestingTasks} and {@link TaskFinder} for who asks for tasks that are
 * not held.
 *
 * <p>A store that is not {@linkplain #isDurable durable} keeps nothing at all: the rows of the JVM are all there is. Of its
 * ports none is asked for but the inbox, which refuses. Of the others every method may block, and throws {@link StoreException} where it can't do what it was
 * asked for. All but {@link #open} may be called by any thread.
 */
public interface TaskStore extends AutoCloseable {
    /**
     * Whether tasks outlive the JVM, and may be changed by other nodes.
     *
     * @return false for the store in memory
     */
    boolean isDurable();

    /**
     * Begins: makes the tables if need be, and reads what is there. Called once, before all else. The positions of this
     * life begin at {@link Opening#least} or above, unless other nodes are on the store already.
     *
     * @param opening who opens it
     * @return what is there
     * @throws StoreException if it can't be reached within {@link Opening#patience}, or its tables are of a newer version
     */
    Opened open(Opening opening);

    /**
     * Where changes are kept, in their order.
     *
     * @return once the store is open
     */
    Journal journal();

    /**
     * Where tasks are submitted in transactions of the application.
     *
     * @return once the store is open
     */
    Inbox inbox();

    /**
     * Who else is on the store.
     *
     * @return once the store is open
     */
    Nodes nodes();

    /**
     * What is kept of runs beside the journal.
     *
     * @return once the store is open
     */
    RunRecords records();

    /**
     * What nodes tell each other of runs that somebody watches. Once the store is open.
     *
     * @return by default that of a store which only one process can be on
     */
    default LiveRuns live() {
        return LiveRuns.NONE;
    }

    /**
     * The tasks that nodes need not hold. Once the store is open. A store of which this says something has a {@link #finder} as well.
     *
     * @return by default that of a store in which nothing rests
     */
    default RestingTasks resting() {
        return RestingTasks.NONE;
    }

    /**
     * What finds tasks that have ended, held or not. Once the store is open.
     *
     * @return by default nothing: every node holds all
     */
    default Optional<TaskFinder> finder() {
        return Optional.empty();
    }

    /**
     * How many runs started and ended when: counted by the store, each event once, whatever is appended, flushed and lost meanwhile. Once the
     * store is open.
     *
     * @return by default nothing: every manager counts for itself, in its heap, as long as it lives
     */
    default Optional<SeriesTable> series() {
        return Optional.empty();
    }

    /**
     * Brings the tables up to the journal. What it writes is read by nobody but operators and the next opening, so it may
     * come late; called every second or more often.
     */
    void flush();

    /**
     * Whether there was a task once.
     *
     * @param id its id
     * @return true for a task that was taken away or forgotten, for as long as that is remembered
     */
    boolean isGone(String id);

    /** Flushes what it can, and lets go of everything. Idempotent. */
    @Override
    void close();
}
