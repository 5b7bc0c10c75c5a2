package dev.taskcast.task;

import org.jspecify.annotations.Nullable;

/**
 * Goes around every handler of a manager, on the handler's own thread: the place to set what handlers expect of their thread (the user, the
 * tenant, a trace, a logger's context), and to take it away again.
 *
 * <pre>{@code
 * TaskManager.builder()
 *         .runWrapper((run, handler) -> {
 *             try (var as = currentUser.as(run.identity().owner())) {
 *                 handler.call();
 *             }
 *         })
 *         .build();
 * }</pre>
 *
 * <p>A handler's thread inherits nothing: no {@code InheritableThreadLocal}, and the context class loader of whoever made the manager. It
 * can't have what the thread had that asked for the run. With a durable store that one may belong to another node, or to a process that is
 * gone: a task that waits is run after a restart, by whoever has a slot. So all that a run is to know about where it comes from has to be a
 * part of the task, and be made anew from it here: its owner, its tags, its payload, or what a {@link SubmitContext} has handed over.
 *
 * <p>Thread-safe: called on the threads of several runs at once.
 */
@FunctionalInterface
public interface RunWrapper {
    /** Calls the handler, and nothing else. */
    RunWrapper NONE = (run, handler) -> handler.call();

    /**
     * Called for each run in place of the handler, which it calls. Whatever it throws is as if the handler had thrown it; and where it does
     * not throw on what the handler has thrown, the run completes.
     *
     * @param run which run
     * @param handler to be called once, on this thread; the run fails where it was not
     * @throws Exception what the handler throws, or its own
     */
    void around(Wrapped run, Handler handler) throws Exception;

    /**
     * Two wrappers as one: this one goes around the other.
     *
     * @param inner is called where this one calls the handler
     * @return both
     */
    default RunWrapper with(RunWrapper inner) {
        return (run, handler) -> around(run, () -> inner.around(run, handler));
    }

    /** A run whose handler is about to be called. */
    interface Wrapped {
        /**
         * The task.
         *
         * @return its id, type, title, owner and tags
         */
        TaskIdentity identity();

        /**
         * Which run of the task it is.
         *
         * @return 1 for the first
         */
        int run();

        /**
         * What the task was submitted with, decoded for this call: changes of it are not seen by the handler.
         *
         * @return of the type's class; null for none, and for a registered task
         */
        @Nullable
        Object payload();

        /**
         * What the task's {@link SubmitContext} has handed over, wherever and whenever it was submitted.
         *
         * @return null for nothing, and for a registered task
         */
        default @Nullable String origin() {
            return null;
        }

        /**
         * Whether the run was told to stop: by a cancel, its timeout, {@code unregister} or the manager's close. However its handler leaves then,
         * it has not failed.
         *
         * @return true from then on
         */
        default boolean isStopped() {
            return false;
        }
    }

    /** The handler of a run. */
    interface Handler {
        /**
         * Calls it.
         *
         * @throws Exception what the handler throws
         * @throws IllegalStateException if it has been called, or this is another thread
         */
        void call() throws Exception;
    }
}
