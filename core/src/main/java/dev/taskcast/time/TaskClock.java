package dev.taskcast.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Where all time comes from. Wall time is for people ({@code lastRun}, {@code startedAt}); whatever must take a certain
 * time is measured on the monotonic clock. Thread-safe.
 */
public interface TaskClock extends InstantSource {
    /** No clock that is right has shown an earlier time: the library is not older. */
    Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

    /** Beyond it a clock is not believed either: positions that begin by it would not stay below 2^53. */
    Instant LATEST = Instant.parse("2085-01-01T00:00:00Z");

    /**
     * Whether a wall clock that shows a time can be right. One without a battery begins in 1970.
     *
     * @param millis epoch milliseconds
     * @return true from {@link #EARLIEST} to {@link #LATEST}
     */
    static boolean isPlausible(long millis) {
        return millis >= EARLIEST.toEpochMilli() && millis <= LATEST.toEpochMilli();
    }

    /**
     * The monotonic clock.
     *
     * @return nanoseconds since any fixed moment
     */
    long nanos();

    /**
     * Makes timers on this clock.
     *
     * @return timers that the caller closes
     */
    Timers newTimers();

    /** Timers on one thread of their own. Thread-safe. */
    interface Timers extends AutoCloseable {
        /**
         * Calls once, later. The action must be short; an exception in it is logged and harms no other timer.
         *
         * @param delay from now, on the monotonic clock
         * @param action what to do
         * @return the timer
         */
        Timer after(Duration delay, Runnable action);

        /** Drops all timers and ends their thread; waits for an action under way, except on that thread. Idempotent. */
        @Override
        void close();
    }

    /** A timer that was set. */
    interface Timer {
        /** Drops it, unless it has gone off. Idempotent. */
        void cancel();
    }

    /**
     * A duration as nanoseconds that can be added to {@link #nanos}.
     *
     * @param duration any
     * @return 73 years where it is longer
     */
    static long nanosOf(Duration duration) {
        return duration.compareTo(Duration.ofNanos(SystemClock.MAX_NANOS)) > 0
                ? SystemClock.MAX_NANOS
                : duration.toNanos();
    }

    /**
     * The clock of the system.
     *
     * @return {@code System.currentTimeMillis} and {@code System.nanoTime}
     */
    static TaskClock system() {
        return SystemClock.INSTANCE;
    }
}
