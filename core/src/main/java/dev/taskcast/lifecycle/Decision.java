package dev.taskcast.lifecycle;

import dev.taskcast.codec.Payload;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState;
import org.jspecify.annotations.Nullable;

/** What {@link Lifecycle} makes of a command. */
public sealed interface Decision {

    /** A change to be committed. */
    sealed interface Next extends Decision {}

    /** A change that is of no task: it takes no position, and is no event. */
    sealed interface OfNoTask extends Next {}

    /**
     * A new task.
     *
     * @param state its first state
     * @param terms what was declared for it
     * @param payload what it is submitted with, or null
     * @param at when it is made, in epoch milliseconds; 0 where that is not known
     */
    record Made(
            TaskState.Pending state, Terms terms, @Nullable Payload payload, long at) implements Next {
        /**
         * At a time that is not known.
         *
         * @param state its first state
         * @param terms what was declared for it
         * @param payload what it is submitted with, or null
         */
        public Made(TaskState.Pending state, Terms terms, @Nullable Payload payload) {
            this(state, terms, payload, 0);
        }
    }

    /**
     * Its code is here again: no transition of the run that it may be in.
     *
     * @param state the task after it
     * @param terms what the code declares for it from now on
     */
    record Attached(TaskState state, Terms terms) implements Next {}

    /**
     * A new run: the position of this transition becomes the fence.
     *
     * @param state the task, running
     * @param at when, on the store's clock in epoch milliseconds; 0 where no rate asks for that
     */
    record Started(TaskState.Running state, long at) implements Next {
        /**
         * Where no rate asks when.
         *
         * @param state the task, running
         */
        public Started(TaskState.Running state) {
            this(state, 0);
        }
    }

    /**
     * A transition within the newest run.
     *
     * @param state the task after it
     * @param stackTrace of the exception that has ended the run, for those who look after it, or null
     */
    record Moved(TaskState state, @Nullable String stackTrace) implements Next {
        /**
         * Without an exception.
         *
         * @param state the task after it
         */
        public Moved(TaskState state) {
            this(state, null);
        }
    }

    /**
     * A task that waits has what a newer submit has brought: the payload that the next run gets, and another wait.
     *
     * @param state the task after it
     * @param terms what was declared with the newest submit
     * @param payload that of the newest submit
     */
    record Swapped(TaskState.Pending state, Terms terms, Payload payload) implements Next {}

    /**
     * A change without a transition: it takes no position.
     *
     * @param state the task after it
     */
    record Amended(TaskState state) implements Next {}

    /**
     * A value is kept for later runs. Nobody sees it: it takes no position, and is no event.
     *
     * @param name what it is known by
     * @param value the value
     */
    record Noted(String name, Payload value) implements Next {}

    /**
     * A limit is set otherwise.
     *
     * @param of what
     * @param from how it was
     * @param to how it is from now on
     * @param at when, on the store's clock in epoch milliseconds; 0 where no rate asks for that
     */
    record Limited(LimitId of, LimitSetting from, LimitSetting to, long at) implements OfNoTask {
        /**
         * Where no rate asks when.
         *
         * @param of what
         * @param from how it was
         * @param to how it is from now on
         */
        public Limited(LimitId of, LimitSetting from, LimitSetting to) {
            this(of, from, to, 0);
        }
    }

    /**
     * A handler has returned that its task no longer told of, or its node is gone: it no longer counts in limits.
     *
     * @param orphan which one
     */
    record Returned(Orphan orphan) implements OfNoTask {}

    /**
     * A task that may rest in the store is to change: the whole of it as it was before that, so that every node can apply the change that
     * follows, whether it has held the task or not. Nobody sees it: it takes no position, and is no event.
     *
     * @param row the task as it was
     */
    record Woken(TaskRow row) implements Next {}

    /**
     * The task is gone.
     *
     * @param identity which one it was
     */
    record Removed(TaskIdentity identity) implements Next {}

    /**
     * Nothing happens: a task is there already that a submit is content with, or in its way.
     *
     * @param state the task
     */
    record Held(TaskState state) implements Decision {}

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
        /** It is to be started already. */
        QUEUED,
        /** It is so already. */
        SAME,
        /** No run of it goes on. */
        NOT_RUNNING,
        /** A newer run has been started, or this one has been ended. */
        FENCED,
        /** It may not be forgotten. */
        KEPT,
        /** It has not ended, or its handler has not returned. */
        NOT_ENDED,
        /** The manager is closed. Never decided by the lifecycle: said by the committer. */
        CLOSED,
        /** Too many submitted tasks have not ended. Never decided by the lifecycle: said by the committer. */
        FULL
    }
}
