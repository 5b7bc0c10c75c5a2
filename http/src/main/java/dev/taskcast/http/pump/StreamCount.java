package dev.taskcast.http.pump;

import java.util.concurrent.atomic.AtomicInteger;

/** How many streams a server has. Thread-safe. */
public final class StreamCount {
    private static final long LEAST_SPREAD_MILLIS = 2_000;
    private static final long MOST_SPREAD_MILLIS = 30_000;

    private final int max;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * None yet.
     *
     * @param max how many there may be
     */
    public StreamCount(int max) {
        this.max = max;
    }

    /**
     * Counts one more.
     *
     * @return false where there are too many
     */
    public boolean enter() {
        if (open.incrementAndGet() > max) {
            open.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Counts one less, for one that has not come to be: else {@link PumpedStream#closed} does. */
    public void leave() {
        open.decrementAndGet();
    }

    /** Over how long the viewers of all streams are to come back, so that the next server is not asked by all at once. */
    long spreadMillis() {
        return Math.min(MOST_SPREAD_MILLIS, LEAST_SPREAD_MILLIS + 2L * open.get());
    }
}
