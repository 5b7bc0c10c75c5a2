package dev.taskcast.task;

import java.sql.Statement;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells a run that it was ended from outside: by a cancel, its timeout, {@code unregister} or the manager's close. Fires
 * at most once. Thread-safe.
 *
 * <p>Bridges pass it on to what Java code blocks on. Each gives a {@link Link} to close when the wait is over:
 *
 * <pre>{@code
 * var response = http.sendAsync(request, BodyHandlers.ofString());
 * try (var link = ctx.signal().cancels(response)) {
 *     use(response.get());
 * }
 * }</pre>
 */
public interface CancelSignal {
    /**
     * Whether it has fired.
     *
     * @return true from then on
     */
    boolean isCanceled();

    /**
     * Calls back when the signal fires, on a thread made for it, in the order of registration; at once, on the caller's
     * thread, where it has fired already. An exception is logged and harms neither the other callbacks nor the run.
     *
     * @param callback what to do
     * @return close it to take the callback back
     */
    Link onCancel(Callback callback);

    /**
     * Cancels a future, with interruption, when the signal fires. The future of {@code HttpClient.sendAsync} ends its
     * exchange so.
     *
     * @param future what the handler waits for
     * @return close it when the wait is over
     */
    default Link cancels(Future<?> future) {
        return onCancel(() -> future.cancel(true));
    }

    /**
     * Calls {@link Statement#cancel()} when the signal fires.
     *
     * @param statement the statement that the handler executes
     * @return close it when the statement has ended, so that it does not hit the next one
     */
    default Link cancels(Statement statement) {
        AtomicBoolean isExecuting = new AtomicBoolean(true);
        Link link = onCancel(() -> {
            if (isExecuting.get()) {
                statement.cancel();
            }
        });
        return () -> {
            isExecuting.set(false);
            link.close();
        };
    }

    /**
     * Closes something when the signal fires: a socket, a channel, a stream.
     *
     * @param closeable what the handler blocks on
     * @return close it when the wait is over; that does not close the thing itself
     */
    default Link closes(AutoCloseable closeable) {
        return onCancel(closeable::close);
    }

    /** What to do when the signal fires. */
    @FunctionalInterface
    interface Callback {
        /**
         * Called at most once.
         *
         * @throws Exception whatever it likes; logged
         */
        void canceled() throws Exception;
    }

    /** A registered callback. Thread-safe. */
    interface Link extends AutoCloseable {
        /** Takes the callback back, unless the signal has fired: then it is called, or was. Idempotent, does not wait. */
        @Override
        void close();
    }
}
