package dev.taskcast.store;

import java.util.List;
import java.util.Map;

/**
 * What nodes tell each other of runs while somebody watches: how far they are and what they log. Nothing of it is kept for long, none of
 * it is needed: a crash may take it all. Each node says what its viewers watch, and writes what the others watch of its own runs.
 *
 * <p>Thread-safe. Every method but {@link #onWatch} may block, and throws {@link StoreException} where it can't do what it was asked for.
 */
public interface LiveRuns {
    /** Of a store that only one process can be on: there is nobody to tell. None of its methods but {@link #onWatch} is called. */
    LiveRuns NONE = new LiveRuns() {
        @Override
        public long watch(Watched watched) {
            throw new UnsupportedOperationException("There is no other node");
        }

        @Override
        public Watchers watchers() {
            return new Watchers(0, Map.of());
        }

        @Override
        public Map<String, Long> newest() {
            return Map.of();
        }

        @Override
        public long write(List<LiveRun> news) {
            throw new UnsupportedOperationException("There is no other node");
        }

        @Override
        public List<Written> read(Map<String, Long> after) {
            return List.of();
        }

        @Override
        public void onWatch(Runnable hint) {}
    };

    /** How many of a node's last writes can be read, at the most. */
    int KEPT = 32;

    /**
     * What other nodes watch.
     *
     * @param version changes with any of it: the sum of {@link NodeSign#watch} of all other nodes
     * @param byNode by the names of nodes, without those that watch nothing
     */
    record Watchers(long version, Map<String, Watched> byNode) {
        /** Makes the map immutable. */
        public Watchers {
            byNode = Map.copyOf(byNode);
        }
    }

    /**
     * A write.
     *
     * @param node the name of the node that made it
     * @param number which of its writes; the first one is 1
     * @param news what it said
     */
    record Written(String node, long number, List<LiveRun> news) {
        /** Makes the list immutable. */
        public Written {
            news = List.copyOf(news);
        }
    }

    /**
     * Says what this node watches of the runs of others, in place of what it said before. That ends with its {@linkplain Nodes#leave leave}.
     *
     * @param watched perhaps nothing
     * @return what {@link NodeSign#watch} of this node is from now on: if it is not, what was said is lost
     */
    long watch(Watched watched);

    /**
     * What the other nodes watch.
     *
     * @return as it is now
     */
    Watchers watchers();

    /**
     * How often each other node has written.
     *
     * @return the number of its newest write; without those that have made none
     */
    Map<String, Long> newest();

    /**
     * Writes what is new of this node's runs. After a failure it may have been written all the same.
     *
     * @param news of as many runs as one write is to hold
     * @return {@link Watchers#version} by now
     */
    long write(List<LiveRun> news);

    /**
     * What other nodes have written.
     *
     * @param after by their names, the number of the last write that is known
     * @return what came after it, as far as it can still be read: of each node in the order of its writes
     */
    List<Written> read(Map<String, Long> after);

    /**
     * Calls back when another node may have said that it watches something. May come late, twice, or not at all.
     *
     * @param hint short, must not block
     */
    void onWatch(Runnable hint);
}
