package dev.taskcast.client.connection;

/** How long a stream may be silent. Learned from its heartbeats, over all connections. Of one thread at a time. */
final class Silence {
    /** One and a half heartbeats. */
    private static final long LEAST_NANOS = 45_000_000_000L;

    private static final long MOST_NANOS = Delays.LONGEST_WAIT.toNanos();

    private volatile long nanos = LEAST_NANOS;

    long nanos() {
        return nanos;
    }

    void heartbeatAfter(long gapNanos) {
        nanos = Math.max(LEAST_NANOS, (long) (1.5 * Math.min(gapNanos, nanos)));
    }

    /** It was silent for longer than that: perhaps its heartbeats are slow. */
    void passed() {
        nanos = Math.min(MOST_NANOS, 2 * nanos);
    }
}
