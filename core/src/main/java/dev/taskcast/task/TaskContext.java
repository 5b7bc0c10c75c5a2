package dev.taskcast.task;

import org.jspecify.annotations.Nullable;

/**
 * A run's side of its task: what the handler reports, and what it is told. Thread-safe, so that a handler may hand it
 * to threads of its own. After the run has ended, by itself or from outside, reports are ignored.
 */
public interface TaskContext {
    /**
     * The task's id.
     *
     * @return the id
     */
    String id();

    /**
     * The number of this run, for people.
     *
     * @return 1 for the task's first run
     */
    int run();

    /**
     * Reports progress without numbers. As cheap as a write to a volatile field, however often it is called: viewers
     * get the newest value at most once per progress interval, and always the last one.
     *
     * @param message a line for people; null leaves the last message
     */
    void progress(@Nullable String message);

    /**
     * Reports progress. As cheap as a write to a volatile field, however often it is called: viewers get the newest
     * value at most once per progress interval, and always the last one. No value makes it throw.
     *
     * @param message a line for people; null leaves the last message
     * @param current how much is done, in the task's own unit; left out where it is NaN or infinite
     * @param total how much there is to do, in the same unit; left out where it is NaN or infinite
     */
    void progress(@Nullable String message, double current, double total);

    /**
     * Gives the run's result, which viewers see when it completes. The last call counts.
     *
     * @param value null, a string, number or boolean, or a list, map or record of these; copied
     * @throws IllegalArgumentException if it is anything else or takes more than 64 KiB as JSON, see
     *     {@link TaskResult#of(Object)}
     */
    void result(@Nullable Object value);

    /**
     * Whether this run was ended from outside: canceled, timed out, unregistered, or the manager was closed.
     *
     * @return true from then on
     */
    boolean isCanceled();

    /**
     * Leaves the handler if this run was ended from outside.
     *
     * @throws TaskCanceledException if {@link #isCanceled()}
     */
    void throwIfCanceled();

    /**
     * The signal that fires when this run is ended from outside, to pass on to what the handler waits for.
     *
     * @return the same for the whole run
     */
    CancelSignal signal();
}
