package dev.taskcast.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until a test moves it. Timers go off within {@link #advance}, on its caller's thread, each at
 * its own time. For {@link dev.taskcast.TaskManagerBuilder#clock}. Thread-safe.
 */
public final class ManualClock implements TaskClock {
    /** The wall time at the beginning. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** The monotonic clock overflows soon, as {@code System.nanoTime} may: only differences of it mean anything. */
    private static final long NANOS_AT_START =
            Long.MAX_VALUE - Duration.ofMillis(150).toNanos();

    private record Entry(long dueNanos, long order, ManualTimers owner, Runnable action) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final TreeSet<Entry> entries =
            new TreeSet<>(Comparator.comparingLong(Entry::dueNanos).thenComparingLong(Entry::order));
    private long elapsedNanos;
    private Instant wall = START;
    private long timersSet;

    /** One that shows {@link #START}. */
    public ManualClock() {}

    @Override
    public Instant instant() {
        lock.lock();
        try {
            return wall;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long nanos() {
        lock.lock();
        try {
            return NANOS_AT_START + elapsedNanos;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Moves both clocks, and lets the timers go off that are due by then.
     *
     * @param time how far
     */
    public void advance(Duration time) {
        long target = lockedElapsed() + time.toNanos();
        for (Entry due = takeDue(target); due != null; due = takeDue(target)) {
            due.owner().fire(due.action());
        }
        lock.lock();
        try {
            moveTo(target);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Moves the wall clock only, as an administrator does.
     *
     * @param time how far, back if negative
     */
    public void moveWall(Duration time) {
        lock.lock();
        try {
            wall = wall.plus(time);
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many timers are set.
     *
     * @return without those that were dropped or have gone off
     */
    public int timers() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until at least so many timers are set.
     *
     * @param count how many
     * @throws AssertionError if it takes longer than 30 s, or the thread is interrupted
     */
    public void awaitTimers(int count) {
        lock.lock();
        try {
            long left = LIMIT.toNanos();
            while (entries.size() < count) {
                if (left <= 0) {
                    throw new AssertionError("Wanted " + count + " timers, got: " + entries.size());
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Timers newTimers() {
        return new ManualTimers();
    }

    private long lockedElapsed() {
        lock.lock();
        try {
            return elapsedNanos;
        } finally {
            lock.unlock();
        }
    }

    private void moveTo(long nanos) {
        if (nanos > elapsedNanos) {
            wall = wall.plusNanos(nanos - elapsedNanos);
            elapsedNanos = nanos;
        }
    }

    private @Nullable Entry takeDue(long target) {
        lock.lock();
        try {
            if (entries.isEmpty() || entries.first().dueNanos() > target) {
                return null;
            }
            Entry due = entries.removeFirst();
            moveTo(due.dueNanos());
            return due;
        } finally {
            lock.unlock();
        }
    }

    private final class ManualTimers implements Timers {
        private final ReentrantLock inAction = new ReentrantLock();
        private volatile boolean closed;

        @Override
        public Timer after(Duration delay, Runnable action) {
            lock.lock();
            try {
                if (closed) {
                    return () -> {};
                }
                long nanos = TimeUnit.NANOSECONDS.convert(delay); // saturates
                long due = Math.min(nanos, Long.MAX_VALUE / 2) + elapsedNanos;
                Entry entry = new Entry(due, timersSet++, this, action);
                entries.add(entry);
                changed.signalAll();
                return () -> drop(entry);
            } finally {
                lock.unlock();
            }
        }

        private void drop(Entry entry) {
            lock.lock();
            try {
                entries.remove(entry);
            } finally {
                lock.unlock();
            }
        }

        private void fire(Runnable action) {
            inAction.lock();
            try {
                if (!closed) {
                    action.run();
                }
            } finally {
                inAction.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                closed = true;
                entries.removeIf(entry -> entry.owner() == this);
            } finally {
                lock.unlock();
            }
            awaitActionUnderWay();
        }

        @SuppressWarnings("LockNotBeforeTry") // the lock is all that is wanted: whoever has it is in an action
        private void awaitActionUnderWay() {
            inAction.lock();
            inAction.unlock();
        }
    }
}
