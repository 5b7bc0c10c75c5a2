package dev.taskcast.client.listen;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What a listener is still to be told, each by itself. Not thread-safe. */
final class BoundedQueue<T> implements Mailbox.Waiting<T> {
    static final int MAX_WAITING = 1_024;

    private final Deque<T> waiting = new ArrayDeque<>();
    private final boolean keepsAll;

    /**
     * Nothing yet.
     *
     * @param keepsAll whether whoever has more is to wait where there is too much; else the oldest goes
     */
    BoundedQueue(boolean keepsAll) {
        this.keepsAll = keepsAll;
    }

    @Override
    public void add(T what) {
        if (waiting.size() >= MAX_WAITING) {
            waiting.removeFirst();
        }
        waiting.add(what);
    }

    @Override
    public @Nullable T next() {
        return waiting.poll();
    }

    @Override
    public boolean isFull() {
        return keepsAll && waiting.size() >= MAX_WAITING;
    }
}
