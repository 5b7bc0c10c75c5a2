package dev.taskcast.task;

import org.jspecify.annotations.Nullable;

/**
 * A run's side of its task: what the handler reports, and what it is told. Thread-safe, so that a handler may hand it
 * to threads of its own. After the run has ended, by itself or from outside, reports are ignored.
 */
public interface TaskContext extends ProgressReporter {
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
     * Which attempt this run is, since the task was started by somebody.
     *
     * @return 1 for the first; one more after each that failed and is tried again, see {@link TaskOptions.Builder#retry}
     */
    int attempt();

    /**
     * Gives the run's result, which viewers see when it completes. The last call counts.
     *
     * @param value null, a string, number or boolean, or a list, map or record of these, or whatever the manager's codec
     *     knows; copied
     * @throws IllegalArgumentException if it is anything else or takes more than 64 KiB as JSON, see
     *     {@link TaskResult#of(Object)}
     */
    void result(@Nullable Object value);

    /**
     * Names something that the run made, which viewers can open once it completes.
     *
     * @param name for people
     * @param url {@code http}, {@code https} or relative
     * @throws IllegalArgumentException if it is none of these, see {@link Artifact}, or the run has 100 already
     */
    void artifact(String name, String url);

    /**
     * Writes a line to the run's log: its last 1,000 lines are kept until the next run, and sent to those viewers who ask for
     * them. Costs no I/O.
     *
     * @param line cut at 4,096 characters; line breaks make several lines of it
     */
    void log(String line);

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

    /**
     * What is kept for later runs of this task.
     *
     * @return the same each time
     */
    DurableContext durable();
}
