package dev.taskcast.store;

/**
 * A node's sign of life.
 *
 * @param node its name
 * @param sign another number each time
 * @param silentMillis how long ago it was given, by the store's own clock; 0 where the store does not know. For people only: clocks
 *     jump, so nothing is decided by it
 * @param watch another number with each {@link LiveRuns#watch}; 0 where the node watches nothing
 * @param isDrained whether it is to begin nothing any more, see {@link Nodes#drain}
 * @param about what it says of itself
 */
public record NodeSign(String node, long sign, long silentMillis, long watch, boolean isDrained, NodeAbout about) {
    /** What no node gives. */
    private static final long NONE = Long.MIN_VALUE;

    /**
     * Of a node that has given none, and is known all the same: it has runs.
     *
     * @param node its name
     * @return in its place
     */
    public static NodeSign none(String node) {
        return new NodeSign(node, NONE);
    }

    /**
     * Whether it stands for none.
     *
     * @return false for each that was given
     */
    public boolean isNone() {
        return sign == NONE;
    }

    /**
     * One that watches nothing and says nothing.
     *
     * @param node its name
     * @param sign another number each time
     * @param silentMillis how long ago it was given
     */
    public NodeSign(String node, long sign, long silentMillis) {
        this(node, sign, silentMillis, 0, false, NodeAbout.NOTHING);
    }

    /**
     * One that the store does not know the age of.
     *
     * @param node its name
     * @param sign another number each time
     */
    public NodeSign(String node, long sign) {
        this(node, sign, 0);
    }
}
