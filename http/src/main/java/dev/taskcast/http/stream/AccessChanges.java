package dev.taskcast.http.stream;

import dev.taskcast.log.ReadableLog;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * That access has changed, and up to which position viewers may have been sent what they may not see any more. Who comes back
 * from there begins anew. Thread-safe.
 */
final class AccessChanges {
    private final ReadableLog log;
    private final AtomicInteger version = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong covered = new AtomicLong(-1);

    AccessChanges(ReadableLog log) {
        this.log = log;
    }

    /**
     * Access has changed. The version goes before the position: what a session sent under the old version is covered by the
     * position. In between all positions are.
     */
    void changed() {
        underWay.incrementAndGet();
        version.incrementAndGet();
        cover(log.head());
        underWay.decrementAndGet();
    }

    /** A session has sent up to there what its viewer may not see any more. */
    void cover(long position) {
        covered.accumulateAndGet(position, Math::max);
    }

    boolean covers(long position) {
        return underWay.get() > 0 || position <= covered.get();
    }

    int version() {
        return version.get();
    }
}
