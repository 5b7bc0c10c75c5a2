package dev.taskcast.task;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What a run keeps for a later run of the same task, which goes on where this one was cut off: by a crash, a deploy, a
 * cancel, an exception. All of it is gone once the task completes. Thread-safe.
 *
 * <p>Runs are at-least-once: what a handler did between its last note that was kept and the crash, the next run does again.
 * For {@link #checkpoint} and {@link #once} that is exactly what was done since the call returned, and for {@code once} the
 * step itself where the crash came between its end and the commit of its result. For {@link #track} it is up to half a
 * second of items, and the one that was being worked on.
 *
 * <p>While the node can't know whether another one has taken its runs over (it can't reach a shared store, or was stopped for longer
 * than its lease), {@code once} waits before the step, {@code checkpoint} in the call, and {@code track} before the next item. An
 * interrupt ends no such wait; the end of the run does, with a {@link TaskCanceledException}.
 *
 * <p>Where tasks are kept in memory, it outlives a run, not the process.
 */
public interface DurableContext {
    /**
     * Keeps a value in place of the last one. On disk when this returns: it waits while the store does not answer.
     *
     * @param value null, a string, number or boolean, or a list, map or record of these, or whatever the manager's codec
     *     knows; at most 256 KiB as JSON
     * @throws IllegalArgumentException if it is anything else or larger
     * @throws TaskCanceledException if the run was ended from outside
     */
    void checkpoint(@Nullable Object value);

    /**
     * The last value that a run of this task has kept.
     *
     * @param type what it is
     * @param <T> that type
     * @return empty where there is none, or where it is null
     * @throws IllegalArgumentException if it is of another type
     */
    <T> Optional<T> lastCheckpoint(Class<T> type);

    /**
     * Does a step once: its result is kept, and a later run gets it without doing the step. An exception is not kept.
     *
     * @param step its name, unique within the task; at most 500 characters, without NUL
     * @param work gives a string, number, boolean, list, map or null
     * @param <T> what it gives; numbers come back as the type that they had
     * @return the result
     * @throws Exception what the step throws
     * @throws IllegalArgumentException if the result is of any other type, or larger than 256 KiB as JSON
     * @throws TaskCanceledException if the run was ended from outside
     */
    <T extends @Nullable Object> T once(String step, Callable<T> work) throws Exception;

    /**
     * Does a step once: its result is kept, and a later run gets it without doing the step. An exception is not kept.
     *
     * @param step its name, unique within the task; at most 500 characters, without NUL
     * @param type what it gives, as the manager's codec knows it
     * @param work the step
     * @param <T> that type
     * @return the result
     * @throws Exception what the step throws
     * @throws IllegalArgumentException if the result can't be encoded, or is larger than 256 KiB as JSON
     * @throws TaskCanceledException if the run was ended from outside
     */
    <T> @Nullable T once(String step, Class<T> type, Callable<@Nullable T> work) throws Exception;

    /**
     * Like {@link ProgressReporter#track(String, Iterable)}, and a later run begins after the items that were done. They
     * must come in the same order each time. How far it is is kept twice a second.
     *
     * @param message a line for people, by which it is known within the task; at most 500 characters, without NUL
     * @param items gone through once
     * @param <T> the items
     * @return the items that are left
     */
    <T> Iterable<T> track(String message, Iterable<T> items);
}
