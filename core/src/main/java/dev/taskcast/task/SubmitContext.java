package dev.taskcast.task;

import org.jspecify.annotations.Nullable;

/**
 * Hands something of the context of who submits a task to the runs of the task, such as that of a trace. It is kept with the task, goes
 * with it to other nodes and over restarts, and is shown to no viewer. {@link RunWrapper.Wrapped#origin} gives it back.
 *
 * <p>Thread-safe: called by several threads at once.
 */
@FunctionalInterface
public interface SubmitContext {
    /** Hands over nothing. */
    SubmitContext NONE = task -> null;

    /** The most characters that can be handed over: what is longer is left out. */
    int MAX_LENGTH = 2_000;

    /**
     * Called on the thread that submits a task, once its payload and its options are known to be valid. The task may still be refused: for
     * its id, its unique key, or since too many wait. What this throws is logged, and the task is made without.
     *
     * @param task what it is going to be
     * @return what its runs are to have, of at most {@link #MAX_LENGTH} characters; null for nothing
     */
    @Nullable
    String of(TaskIdentity task);
}
