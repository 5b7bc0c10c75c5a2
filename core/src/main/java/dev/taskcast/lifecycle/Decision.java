package dev.taskcast.lifecycle;

import dev.taskcast.codec.Payload;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState;
import org.jspecify.annotations.Nullable;

/** What {@link Lifecycle} makes of a command. */
public sealed interface Decision {

    /** A change to be committed. */
    sealed interface Next extends Decision {}

    /**
     * A new task.
     *
     * @param state its first state
     * @param keep whether it is exempt from being forgotten
     * @param payload what it is submitted with, or null
     */
    record Made(
            TaskState.Pending state, boolean keep, @Nullable Payload payload) implements Next {}

    /**
     * A new run: the position of this transition becomes the fence.
     *
     * @param state the task, running
     */
    record Started(TaskState.Running state) implements Next {}

    /**
     * A transition within the newest run.
     *
     * @param state the task after it
     */
    record Moved(TaskState state) implements Next {}

    /**
     * A change without a transition: it takes no position.
     *
     * @param state the task after it
     */
    record Amended(TaskState state) implements Next {}

    /**
     * The task is gone.
     *
     * @param identity which one it was
     */
    record Removed(TaskIdentity identity) implements Next {}

    /**
     * Nothing happens.
     *
     * @param reason why
     */
    record Refused(Reason reason) implements Decision {}

    /** Why a command changes nothing. */
    enum Reason {
        /** There is no such task. */
        UNKNOWN,
        /** There is such a task already. */
        EXISTS,
        /** Its newest run goes on. */
        RUNNING,
        /** No run of it goes on. */
        NOT_RUNNING,
        /** A newer run has been started, or this one has been ended. */
        FENCED,
        /** It may not be forgotten. */
        KEPT,
        /** The manager is closed. Never decided by the lifecycle: said by the committer. */
        CLOSED,
        /** Too many submitted tasks have not ended. Never decided by the lifecycle: said by the committer. */
        FULL
    }
}
