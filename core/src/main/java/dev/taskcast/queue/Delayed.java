package dev.taskcast.queue;

import org.jspecify.annotations.Nullable;

/** Whose time has not come, of all queues, in one order by time. Each queue knows how many of it these are. */
final class Delayed {
    private final Waiters waiters = new Waiters();

    @Nullable
    Waiter first() {
        return waiters.first();
    }

    /** Whether it was not there before. */
    boolean add(Waiter waiter, QueueState queue) {
        boolean isNew = waiters.add(waiter);
        queue.tally().countDelayed(waiter.isRetry(), isNew ? 1 : 0);
        return isNew;
    }

    /** Whether it was there. */
    boolean remove(Waiter waiter, QueueState queue) {
        boolean isThere = waiters.remove(waiter);
        queue.tally().countDelayed(waiter.isRetry(), isThere ? -1 : 0);
        return isThere;
    }
}
