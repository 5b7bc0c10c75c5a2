package dev.taskcast.store.codec;

/**
 * A block of the journal: what a node has kept at once. Immutable, but for its bytes, which nobody changes.
 *
 * @param number its place; rising, with gaps
 * @param transitions how many of its changes take a position
 * @param position the newest position after it
 * @param node who wrote it
 * @param token tells it from the other blocks of this node
 * @param data see {@link BlockWriter}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Block(long number, int transitions, long position, String node, long token, byte[] data) {
    private static final byte[] NOTHING = {};

    /**
     * A block without changes.
     *
     * @param number its place
     * @param position the newest position before it
     * @param node who writes it
     * @return the block
     */
    public static Block empty(long number, long position, String node) {
        return new Block(number, 0, position, node, 0, NOTHING);
    }

    /**
     * The number of the block after this one: so the numbers say how many transitions there are between two blocks.
     *
     * @return a higher number
     */
    public long next() {
        return number + Math.max(1, transitions);
    }
}
