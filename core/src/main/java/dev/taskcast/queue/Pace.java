package dev.taskcast.queue;

import java.util.concurrent.TimeUnit;

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

    /** As much used up of another rate. */
    Pace(Gate gate, Rate rate, Pace before, long now) {
        this(gate, rate);
        long nowNanos = TimeUnit.MILLISECONDS.toNanos(now);
        double used = Math.max(0, before.fullNanos - nowNanos) / (double) before.rate.periodNanos();
        fullNanos = nowNanos + (long) (used * rate.periodNanos());
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

    /** Gives how full it was before. */
    long started(long now) {
        long before = fullNanos;
        fullNanos = Math.max(before, TimeUnit.MILLISECONDS.toNanos(now)) + rate.intervalNanos();
        return before;
    }

    /** As it was before a start. */
    void restore(long before) {
        fullNanos = before;
    }
}
