package dev.taskcast.store;

import java.util.List;

/**
 * What a store answers to a sign of life.
 *
 * @param now what the store's own clock shows, in epoch milliseconds; 0 where it has none of its own
 * @param nodes the signs of all nodes, this one included; empty where there can be no other
 */
public record Renewal(long now, List<NodeSign> nodes) {
    /** Of a store that can have no other node, and has no clock of its own. */
    public static final Renewal ALONE = new Renewal(0, List.of());
}
