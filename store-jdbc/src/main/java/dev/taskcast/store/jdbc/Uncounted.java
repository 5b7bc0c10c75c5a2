package dev.taskcast.store.jdbc;

import dev.taskcast.series.Buckets;
import dev.taskcast.series.SeriesEvent;
import dev.taskcast.series.Sums;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has happened in blocks of the journal that are not counted in the table of the series, as far as this node knows. Held block by block,
 * since any node may have counted up to any block. Under the lock of {@link Unflushed}.
 */
final class Uncounted {
    private static final int OBJECT_BYTES = 200;

    /** A type within a minute. */
    record Minute(long start, String type) {}

    /** What has happened in a block. No longer changed once the block has been taken. */
    static final class OfBlock {
        private final long block;
        private final Map<Minute, Sums> sums = new HashMap<>();
        private long last; // the time of its newest event

        private OfBlock(long block) {
            this.block = block;
        }

        long block() {
            return block;
        }

        Map<Minute, Sums> sums() {
            return Collections.unmodifiableMap(sums);
        }

        /** When its newest event was, in epoch milliseconds: the one with the highest position. */
        long last() {
            return last;
        }
    }

    private final Deque<OfBlock> blocks = new ArrayDeque<>(); // in their order
    private long counted;
    private long bytes;

    /** Up to that block all is counted. */
    void counted(long block) {
        counted = Math.max(counted, block);
        for (OfBlock first = blocks.peek(); first != null && first.block <= counted; first = blocks.peek()) {
            blocks.remove();
            bytes -= bytes(first);
        }
    }

    private static long bytes(OfBlock of) {
        return OBJECT_BYTES
                + of.sums.values().stream()
                        .mapToLong(sums -> OBJECT_BYTES + sums.heapBytes())
                        .sum();
    }

    /** Where an event of the newest block is to be added, which does not throw; null where that block is counted. */
    @Nullable
    Sums reserve(SeriesEvent event, long block) {
        if (block <= counted) {
            return null;
        }
        OfBlock newest = blocks.peekLast();
        if (newest == null || newest.block != block) {
            newest = new OfBlock(block);
            blocks.add(newest);
            bytes += OBJECT_BYTES;
        }
        Minute minute = new Minute(Buckets.MINUTES.of(event.at()), event.type());
        Sums sums = newest.sums.get(minute);
        if (sums == null) {
            sums = new Sums();
            newest.sums.put(minute, sums);
            bytes += OBJECT_BYTES + sums.heapBytes();
        }
        long before = sums.heapBytes();
        sums.reserve(event);
        newest.last = event.at();
        bytes += sums.heapBytes() - before;
        return sums;
    }

    /** The blocks after one and up to another in which anything has happened. */
    List<OfBlock> between(long after, long upTo) {
        List<OfBlock> between = new ArrayList<>(blocks.size());
        for (OfBlock each : blocks) {
            if (each.block > after && each.block <= upTo) {
                between.add(each);
            }
        }
        return between;
    }

    /** About how much of the heap it takes. */
    long bytes() {
        return bytes;
    }
}
