package dev.taskcast.client.listen;

import dev.taskcast.task.Subscription;
import dev.taskcast.thread.SafeLog;
import dev.taskcast.thread.ThreadMaker;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls one listener, one thing at a time, on a virtual thread that is there while there is something to tell. Whoever has something to
 * tell never runs the listener's code. Thread-safe.
 *
 * @param <T> what it is told
 */
final class Mailbox<T> implements Subscription {
    private static final SafeLog LISTENER_FAILED = new SafeLog(
            System.getLogger("dev.taskcast.client"), System.Logger.Level.WARNING, "A listener of a task source failed");
    private static final SafeLog NO_THREAD = new SafeLog(
            System.getLogger("dev.taskcast.client"),
            System.Logger.Level.ERROR,
            "A listener of a task source is told later, as its thread failed");
    private static final ThreadLocal<Boolean> IN_LISTENER = ThreadLocal.withInitial(() -> false);

    /** A listener's code. */
    interface Call<T> {
        void call(T what) throws Exception;
    }

    /** What waits to be told. Used under the mailbox's lock. */
    interface Waiting<T> {
        void add(T what);

        @Nullable
        T next();

        /** Whether whoever has more is to wait. */
        boolean isFull();
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Waiting<T> waiting;
    private final Call<T> listener;
    private final ThreadMaker threads;
    private final Consumer<Mailbox<T>> onClose;
    private boolean busy; // there is a thread
    private boolean closed;

    Mailbox(Waiting<T> waiting, Call<T> listener, ThreadMaker threads, Consumer<Mailbox<T>> onClose) {
        this.waiting = waiting;
        this.listener = listener;
        this.threads = threads;
        this.onClose = onClose;
    }

    /**
     * Adds something; waits as long as too much waits to be told.
     *
     * @return whether it had to wait
     */
    boolean tell(T what) {
        lock.lock();
        try {
            boolean waits = waiting.isFull();
            while (waiting.isFull() && !closed && hasThread()) {
                changed.awaitUninterruptibly();
            }
            if (closed) {
                return waits;
            }
            waiting.add(what);
            boolean ignored = hasThread();
            return waits;
        } finally {
            lock.unlock();
        }
    }

    /** Starts one where there is none. False where there is no memory for it: whoever has more to tell tries again. */
    private boolean hasThread() {
        try {
            if (!busy) {
                threads.virtual(this::run).start();
                busy = true; // it waits for the lock until then
            }
        } catch (Throwable t) {
            NO_THREAD.log(t);
        }
        return busy;
    }

    private void run() {
        try {
            threads.settle();
            IN_LISTENER.set(true);
            for (T next = next(); next != null; next = next()) {
                call(next);
            }
        } catch (Throwable t) { // no memory
            ended();
            NO_THREAD.log(t);
        }
    }

    private void call(T what) {
        try {
            listener.call(what);
        } catch (Throwable t) {
            LISTENER_FAILED.log(t);
        }
    }

    private void ended() {
        lock.lock();
        try {
            busy = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable T next() {
        lock.lock();
        try {
            T next = closed ? null : waiting.next();
            busy = next != null;
            changed.signalAll();
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Lets nothing more in, and does not wait for a call under way. */
    void end() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        onClose.accept(this);
    }

    @Override
    public void close() {
        end();
        if (IN_LISTENER.get()) {
            return; // two listeners that end each other would wait for ever
        }
        lock.lock();
        try {
            while (busy) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}
