package dev.taskcast.testkit.store;

import dev.taskcast.store.StoreException;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way to a store that can be closed. Thread-safe. */
final class Reach {
    private final ReentrantReadWriteLock calls = new ReentrantReadWriteLock();
    private volatile boolean down;

    /** From when this returns nothing gets through, or everything again. */
    void down(boolean isDown) {
        down = isDown;
        if (isDown) {
            awaitCalls();
        }
    }

    @SuppressWarnings("LockNotBeforeTry") // there is nothing to do but to have waited
    private void awaitCalls() {
        calls.writeLock().lock();
        calls.writeLock().unlock();
    }

    <T extends @Nullable Object> T call(Supplier<T> call) {
        calls.readLock().lock();
        try {
            if (down) {
                throw new StoreException("The store can't be reached", null);
            }
            return call.get();
        } finally {
            calls.readLock().unlock();
        }
    }

    void run(Runnable call) {
        boolean ignored = call(() -> {
            call.run();
            return true;
        });
    }
}
