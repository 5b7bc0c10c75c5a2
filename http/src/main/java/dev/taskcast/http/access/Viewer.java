package dev.taskcast.http.access;

import dev.taskcast.task.TaskIdentity;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who was let in may see and do. Asked on request threads only, so it may block; must be thread-safe. Where a
 * method throws, the answer is no, and what it throws is logged; where {@link #owner} does, the submit fails. A
 * {@code VirtualMachineError} (no memory, no stack) says nothing about the viewer: the request is answered with {@code 500}, a stream
 * ends, and its viewer comes back.
 *
 * <p>For a stream it is asked about each task when the stream first meets it, and about everything again every 30 s and at
 * {@code TaskEndpoint.accessChanged()}.
 */
public interface Viewer {
    /** Sees everything, may do everything, for ever. */
    Viewer OF_EVERYTHING = new Viewer() {
        @Override
        public boolean seesEverything() {
            return true;
        }
    };

    /**
     * Whether they may see a task. What they may not see is in no answer and no message, and is {@code 404}.
     *
     * @param task which
     * @return true by default
     */
    default boolean canSee(TaskIdentity task) {
        return true;
    }

    /**
     * Whether they may do something with a task that they see.
     *
     * @param action what
     * @param task with which
     * @return true by default
     */
    default boolean may(Action action, TaskIdentity task) {
        return true;
    }

    /**
     * Whether they are still let in at all. A stream whose viewer is not is ended.
     *
     * @return true by default
     */
    default boolean check() {
        return true;
    }

    /**
     * Whom the tasks that they submit belong to.
     *
     * @return null by default, for nobody
     */
    default @Nullable String owner() {
        return null;
    }

    /**
     * Whether {@link #canSee} need not be asked, since it is true for every task: such viewers share their streams' frames.
     *
     * @return false by default
     */
    default boolean seesEverything() {
        return false;
    }

    /**
     * Who they are, so that the tabs of one browser that show the same viewer share one stream: whoever has the same key sees
     * the same tasks, in every tab. The browser is told a hash of it.
     *
     * @return for example the name of the user and of the role; null by default, so that nothing is shared, but for viewers
     *     who see everything
     */
    default @Nullable String key() {
        return seesEverything() ? "" : null;
    }
}
