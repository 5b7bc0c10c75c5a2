package dev.taskcast.store;

import java.util.Set;

/**
 * The nodes on a store, as they say of themselves that they are alive. Thread-safe. Every method may block, and throws
 * {@link StoreException} where it can't do what it was asked for.
 */
public interface Nodes {
    /**
     * Says that this node is alive, and asks for the others.
     *
     * @param about what it says of itself; how it hears of others, the store knows
     * @return the store's time, and each node that has not taken its leave, this one included, with a number that changes each time
     *     that it says so; none where no other node can be on this store
     */
    Renewal renew(NodeAbout about);

    /**
     * Takes leave of a node: of this one, or of another that is gone and whose runs have been dealt with.
     *
     * @param nodes their names
     */
    void leave(Set<String> nodes);

    /**
     * Says whether a node is to begin nothing any more. It reads that with its next {@link #renew}. Ends with its leave.
     *
     * @param node its name
     * @param isDrained whether it is
     * @return false where there is no such node
     */
    boolean drain(String node, boolean isDrained);
}
