package dev.taskcast.commit;

import dev.taskcast.time.TaskClock;

/**
 * Whether others append to the journal as well: then a batch that was decided is often refused, and nodes had better take turns. Written by
 * the committer.
 */
final class Contention {
    private static final long RECENT_NANOS = 500_000_000;

    private final TaskClock clock;
    private volatile long seenNanos;
    private volatile boolean isSeen;
    private volatile boolean isCertain;

    Contention(TaskClock clock) {
        this.clock = clock;
    }

    /** Blocks of others were read. */
    void othersAppend() {
        seenNanos = clock.nanos();
        isSeen = true;
    }

    /** A batch was refused. */
    void refused() {
        isCertain = true;
        othersAppend();
    }

    /** A batch was kept, or there is nothing to be kept. */
    void calm() {
        isCertain = false;
    }

    /** Whether what was refused is still to be kept. */
    boolean isCertain() {
        return isCertain;
    }

    /** Whether others have appended a moment ago. */
    boolean isLikely() {
        return isSeen && clock.nanos() - seenNanos < RECENT_NANOS;
    }
}
