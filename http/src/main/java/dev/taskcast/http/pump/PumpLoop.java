package dev.taskcast.http.pump;

/**
 * A thread that writes to connections: an event loop, or any executor with a single thread. It must be a platform thread, so that streams
 * stay on time while handlers use every core. Thread-safe.
 */
public interface PumpLoop {
    /**
     * Whether the caller is on this thread.
     *
     * @return true there only
     */
    boolean isIn();

    /**
     * Has something done on the thread.
     *
     * @param work short; does not block
     * @throws java.util.concurrent.RejectedExecutionException if the loop has ended
     */
    void execute(Runnable work);

    /**
     * Has something done on the thread, once it has looked at its connections: what has itself done again must not starve them. Called on
     * the thread. Once the loop has ended it need not be done.
     *
     * @param work short; does not block
     */
    void executeAfterOthers(Runnable work);

    /**
     * Has something done on the thread later. Once the loop has ended it need not be done.
     *
     * @param nanos from now on
     * @param work short; does not block
     */
    void schedule(long nanos, Runnable work);

    /**
     * Has something done on the thread again and again, until the loop ends.
     *
     * @param nanos from now on, and from one to the next
     * @param work short; does not block or throw
     */
    void repeat(long nanos, Runnable work);
}
