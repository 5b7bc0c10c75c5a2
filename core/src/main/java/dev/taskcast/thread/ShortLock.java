package dev.taskcast.thread;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lock for sections of a microsecond: map, array and counter updates, never I/O or users' code.
 *
 * <p>Virtual threads never queue for it. A virtual thread at the head of a lock's queue is woken first, but runs only
 * when a carrier is free; while handlers that compute hold all carriers, everybody behind it in the queue would wait
 * with it, the pumps and timers included. So a virtual thread spins, and sleeps for a moment now and then, until it gets
 * the lock by barging: asleep, not yielding, since spinning virtual threads would keep the processor from the thread that
 * has the lock. Only platform threads, which the operating system does run, are in the queue.
 */
public final class ShortLock {
    /** About 40 µs: as long as it takes to sleep and be woken, and many times what is done under the lock. */
    private static final int SPINS = 1_000;

    private static final long NAP_NANOS = 20_000;

    private final ReentrantLock lock = new ReentrantLock();

    /** An open lock. */
    public ShortLock() {}

    /** Takes the lock. Not interruptible. */
    public void lock() {
        if (!Thread.currentThread().isVirtual()) {
            if (!spin()) {
                lock.lock();
            }
            return;
        }
        for (int tries = 1; !lock.tryLock(); tries++) {
            if (tries % SPINS == 0) {
                LockSupport.parkNanos(this, NAP_NANOS);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private boolean spin() {
        for (int tries = 0; tries < SPINS; tries++) {
            if (lock.tryLock()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /**
     * Takes the lock if nobody has it, the caller included.
     *
     * @return whether the caller has taken it
     */
    public boolean tryLock() {
        return !lock.isHeldByCurrentThread() && lock.tryLock();
    }

    /**
     * Takes the lock within a section of another one. A virtual thread keeps its carrier all the while: without it the
     * other lock would be held until a carrier is free.
     */
    public void lockWithin() {
        if (!Thread.currentThread().isVirtual()) {
            lock.lock();
            return;
        }
        while (!lock.tryLock()) {
            Thread.onSpinWait();
        }
    }

    /**
     * Does something under the lock, also within a section of another one, or of this one.
     *
     * @param section takes a microsecond
     */
    public void run(Runnable section) {
        lockWithin();
        try {
            section.run();
        } finally {
            unlock();
        }
    }

    /**
     * Finds something out under the lock, also within a section of another one, or of this one.
     *
     * @param <T> of the answer
     * @param section takes a microsecond
     * @return what the section gives
     */
    public <T extends @Nullable Object> T get(Supplier<T> section) {
        lockWithin();
        try {
            return section.get();
        } finally {
            unlock();
        }
    }

    /** Gives it back. */
    public void unlock() {
        lock.unlock();
    }

    /**
     * For assertions.
     *
     * @return whether the current thread has the lock
     */
    public boolean isHeld() {
        return lock.isHeldByCurrentThread();
    }
}
