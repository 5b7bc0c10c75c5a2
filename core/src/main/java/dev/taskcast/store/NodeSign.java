package dev.taskcast.store;

/**
 * A node's sign of life.
 *
 * @param node its name
 * @param sign another number each time
 * @param silentMillis how long ago it was given, by the store's own clock; 0 where the store does not know. For people only: clocks
 *     jump, so nothing is decided by it
 */
public record NodeSign(String node, long sign, long silentMillis) {
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
