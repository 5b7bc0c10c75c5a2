package dev.taskcast.store;

import dev.taskcast.series.SeriesTable;
import dev.taskcast.task.TaskRun;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps what has been decided: an ordered journal of changes, and behind it the tasks that they have made. It decides
 * nothing, and gives no positions: who appends to it does both, knowing all of the journal up to its head. So what is
 * appended from an old head is not kept, and its writer reads on and decides again.
 *
 * <p>A store that is not {@linkplain #isDurable durable} keeps nothing at all: the rows of the JVM are all there is. Of the
 * others every method may block, and throws {@link StoreException} where it can't do what it was asked for.
 *
 * <p>{@link #append} and {@link #read} are called by one thread at a time; all others by any thread.
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
     * Keeps a batch, on disk when this returns. After a failure the same batch may have been kept all the same: see
     * {@link #isKept}.
     *
     * @param batch all or nothing
     * @return false where the batch's head is no longer the newest position, or one of its submits has been taken by another
     *     node: nothing was kept
     */
    boolean append(Batch batch);

    /**
     * As {@link #append(Batch)}, for somebody who does not wait for long.
     *
     * @param batch as there
     * @param patience after about which it fails, where the store does not answer
     * @return as there
     * @throws StoreException as there
     * @throws UnsupportedOperationException where it is not {@link #heedsPatience}
     */
    default boolean append(Batch batch, Duration patience) {
        throw new UnsupportedOperationException("This store answers when it answers");
    }

    /**
     * Whether it can be told how long an append may take: only then is it called by who submits.
     *
     * @return false by default
     */
    default boolean heedsPatience() {
        return false;
    }

    /**
     * Whether a batch was kept whose {@link #append} failed. The answer is final: what is not kept by now will not be.
     *
     * @param batch which one
     * @return whether it was; false also where the journal no longer reaches back to it, as {@link #read} says then
     */
    boolean isKept(Batch batch);

    /**
     * Reads on, up to the newest position. The batches of this node are not told of.
     *
     * @param after the newest position that is known
     * @param changes takes them
     * @return false where the journal no longer reaches back so far: then nothing is read until {@link #readAnew}
     */
    boolean read(long after, Changes changes);

    /**
     * Reads all that is there, as {@link #open} does, where {@link #read} has said that the journal no longer reaches back: this node goes on
     * from that. Called as that one is.
     *
     * @param ended see {@link Opening#ended}
     * @param payloadBytes see {@link Opening#payloadBytes}
     * @return what is there, with no transitions, lives and nodes
     * @throws UnsupportedOperationException where the journal always reaches back
     */
    default Opened readAnew(int ended, long payloadBytes) {
        throw new UnsupportedOperationException("The journal of this store always reaches back");
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
     * Keeps the progress of this node's runs, in one write; the newest value of each counts.
     *
     * @param progress of those that have made some since the last call
     */
    void progress(List<RunProgress> progress);

    /**
     * What {@link #progress} has kept of a node's runs.
     *
     * @param node its name
     * @return empty where nothing is known
     */
    List<RunProgress> progressOf(String node);

    /**
     * Keeps how the last runs of types went, so that the next ones can be foretold; of a type the newest counts.
     *
     * @param changed by type, in a form that only its writer knows; at most 1 KB each
     */
    void keepCurves(Map<String, byte[]> changed);

    /**
     * What {@link #keepCurves} has kept, on any node, of the 1,000 types that changed last or a few more.
     *
     * @return by type, in the order of their last changes
     */
    Map<String, byte[]> curves();

    /**
     * Keeps lines that runs have logged; of each run the newest 1,000 at the least.
     *
     * @param lines in their order
     */
    void addLines(List<Lines> lines);

    /**
     * Lines of a task's newest run that logged any.
     *
     * @param created the position of the event that made the task
     * @return the newest 1,000 of them, in their order
     */
    List<Lines> lines(long created);

    /**
     * The runs of a task, but for one that goes on.
     *
     * @param created the position of the event that made the task
     * @param max how many at the most
     * @return the newest first
     */
    List<TaskRun> runs(long created, int max);

    /**
     * Whether there was a task once.
     *
     * @param id its id
     * @return true for a task that was taken away or forgotten, for as long as that is remembered
     */
    boolean isGone(String id);

    /**
     * Keeps a task in somebody else's transaction: it is there when that is committed, or not at all.
     *
     * @param transaction to the same database, not in auto-commit mode
     * @param submitted the task; its number is of no matter
     * @throws UnsupportedOperationException if this store can't
     */
    void submit(Connection transaction, Submitted submitted);

    /**
     * The tasks that were submitted so, are committed, and have not become changes of a batch.
     *
     * @param max how many at the most
     * @return the oldest first
     */
    List<Submitted> submitted(int max);

    /**
     * Says that this node is alive, and asks for the others.
     *
     * @return the store's time, and each node that has not taken its leave, this one included, with a number that changes each time
     *     that it says so; none where no other node can be on this store
     */
    Renewal renew();

    /**
     * Takes leave of a node: of this one, or of another that is gone and whose runs have been dealt with.
     *
     * @param nodes their names
     */
    void leave(Set<String> nodes);

    /**
     * Calls back when there may be something new to {@link #read} or in {@link #submitted}. May come late, twice, or not
     * at all.
     *
     * @param hint short, must not block
     */
    void onHint(Runnable hint);

    /** Flushes what it can, and lets go of everything. Idempotent. */
    @Override
    void close();
}
