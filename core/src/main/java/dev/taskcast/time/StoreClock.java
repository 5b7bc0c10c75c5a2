package dev.taskcast.time;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The time by which tasks are due: that of the store where there is one that several nodes share, else this machine's. It never goes
 * back, and between two readings it goes on with the monotonic clock: where the time of day is set back, what
 * was to begin in five minutes still begins in five minutes. Where it is set forward, it follows. Thread-safe.
 */
public final class StoreClock {
    /** The year 2085. What is later was made out of nothing: one such reading would make every task due, and for ever. */
    static final long LATEST = 3_650_000_000_000L;

    private final TaskClock clock;
    private final boolean isOwn;
    private final AtomicReference<Reading> last;

    /** What a clock has shown, and when on the monotonic one. */
    private record Reading(long millis, long nanos) {}

    /**
     * Begins with a reading.
     *
     * @param clock this machine's clocks
     * @param shown what the store's clock has just shown, in epoch milliseconds; 0 where the store has none of its own
     */
    public StoreClock(TaskClock clock, long shown) {
        this.clock = clock;
        isOwn = shown == 0;
        last = new AtomicReference<>(new Reading(isOwn ? clock.millis() : shown, clock.nanos()));
    }

    /**
     * What it is now.
     *
     * @return epoch milliseconds; never less than before
     */
    public long millis() {
        long passed = passed(last.get());
        return isOwn && clock.millis() > passed ? shown(clock.millis()) : passed;
    }

    private long passed(Reading since) {
        return since.millis + TimeUnit.NANOSECONDS.toMillis(clock.nanos() - since.nanos);
    }

    /**
     * The store's clock was read, or something was met that it has shown before.
     *
     * @param millis what it has shown, in epoch milliseconds; 0 for nothing. What is after the year 2085 is passed by
     */
    public void read(long millis) {
        if (millis > 0 && millis <= LATEST && millis > passed(last.get())) {
            long ignored = shown(millis);
        }
    }

    private long shown(long millis) {
        while (true) {
            Reading before = last.get();
            long passed = passed(before);
            if (millis <= passed) {
                return passed;
            }
            if (last.compareAndSet(before, new Reading(millis, clock.nanos()))) {
                return millis;
            }
        }
    }
}
