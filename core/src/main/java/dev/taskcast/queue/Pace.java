package dev.taskcast.queue;

/**
 * How far a rate is used up (GCRA, the generic cell rate algorithm): {@code full} is when all of its permits will be there
 * again. Each start moves it by one interval, and none may begin where it would be more than a period from now.
 */
final class Pace {
    final Gate gate;
    int wakeIndex = -1; // in one of the heaps of Wakes
    boolean isResting; // which of them
    long wakeAt;
    private final Rate rate;
    private long fullNanos;

    Pace(Gate gate, Rate rate) {
        this.gate = gate;
        this.rate = rate;
    }

    Pace(Gate gate, Rate rate, long fullNanos) {
        this(gate, rate);
        this.fullNanos = fullNanos;
    }

    Rate rate() {
        return rate;
    }

    /** From when on one may start, in milliseconds. */
    long dueMillis() {
        return Math.ceilDiv(fullNanos - rate.periodNanos() + rate.intervalNanos(), 1_000_000L);
    }

    /** From when on nothing of it is used up, in milliseconds. */
    long fullMillis() {
        return Math.ceilDiv(fullNanos, 1_000_000L);
    }

    /** When all of its permits will be there again, in nanoseconds. */
    long fullNanos() {
        return fullNanos;
    }

    /** Gives how full it was before. */
    long started(long at) {
        long before = fullNanos;
        fullNanos = rate.started(before, at);
        return before;
    }

    /** As it was before a start. */
    void restore(long before) {
        fullNanos = before;
    }
}
