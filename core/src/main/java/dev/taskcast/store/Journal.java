package dev.taskcast.store;

import java.time.Duration;

/**
 * The ordered journal of changes, for the one who commits. It decides nothing, and gives no positions: who appends to it does
 * both, knowing all of the journal up to its head. So what is appended from an old head is not kept, and its writer reads on
 * and decides again.
 *
 * <p>Nodes that all have something to append may take turns: see {@link #readInTurn}.
 *
 * <p>{@link #onHint} is called by any thread, all others by one at a time. All but that may block, and throw {@link StoreException} where they can't do what they were asked for.
 */
public interface Journal {
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
     * As {@link #read}, by a node that is about to append: others who do the same wait meanwhile, for a few commits at the most. This node's
     * turn is over with its next {@link #append}, or with {@link #endTurn}. It is a hint: who appends without one is not held up, and
     * an append in turn may be refused like any other.
     *
     * @param after as there
     * @param changes as there
     * @return as there
     */
    default boolean readInTurn(long after, Changes changes) {
        return read(after, changes);
    }

    /** This node appends nothing for now. Does nothing where it does not have the turn, and throws nothing. */
    default void endTurn() {}

    /**
     * Reads all that is there, as {@link TaskStore#open} does, where {@link #read} has said that the journal no longer
     * reaches back: this node goes on from that. Called as that one is.
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
     * Calls back when there may be something new to {@link #read}. May come late, twice, or not at all.
     *
     * @param hint short, must not block
     */
    void onHint(Runnable hint);
}
