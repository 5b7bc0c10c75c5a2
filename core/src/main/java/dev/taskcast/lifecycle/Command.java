package dev.taskcast.lifecycle;

import dev.taskcast.codec.Payload;
import dev.taskcast.task.Artifact;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskResult;
import dev.taskcast.task.Waiting;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What somebody wants to happen to a task. Those of a run carry its fence. */
public sealed interface Command {
    /**
     * Make a task.
     *
     * @param identity what it is
     * @param terms what was declared for it
     * @param payload what it is submitted with, or null where it is registered
     * @param waiting what it waits for
     */
    record Register(
            TaskIdentity identity, Terms terms, @Nullable Payload payload, Waiting waiting) implements Command {
        /**
         * Of a task that waits for somebody to start it.
         *
         * @param identity what it is
         * @param terms what was declared for it
         * @param payload what it is submitted with, or null where it is registered
         */
        public Register(TaskIdentity identity, Terms terms, @Nullable Payload payload) {
            this(identity, terms, payload, Waiting.ForStart.FIRST);
        }
    }

    /**
     * Go on with a task of an earlier life of the store: its code is here again.
     *
     * @param identity what the code says that it is
     * @param terms what the code declares for it from now on
     */
    record Attach(TaskIdentity identity, Terms terms) implements Command {}

    /**
     * Start a run.
     *
     * @param node on which node, or null where there is one only
     * @param at when, on the store's clock in epoch milliseconds; 0 where no rate asks for that
     */
    record Start(@Nullable String node, long at) implements Command {
        /** Where there is one node only, and no rate. */
        public Start() {
            this(null);
        }

        /**
         * Where there is no rate.
         *
         * @param node on which node, or null where there is one only
         */
        public Start(@Nullable String node) {
            this(node, 0);
        }
    }

    /**
     * Start a run when it is its turn, on a node that has the code. One that waits for a time is due now.
     *
     * @param now on the store's clock, in epoch milliseconds
     * @param afterHandler whether a handler that was told to stop must have returned first
     */
    record Enqueue(long now, boolean afterHandler) implements Command {}

    /**
     * A tick of the task's schedule has come, or its next one is to be set.
     *
     * @param now on the store's clock, in epoch milliseconds
     * @param tick which one; 0 where none was set
     * @param nextAt the one after it; 0 where that is not known yet
     * @param runs whether a run is to begin, when it is its turn
     */
    record Tick(long now, long tick, long nextAt, boolean runs) implements Command {}

    /** A submit has found that the task has its key: none is made. */
    record Join() implements Command {}

    /**
     * A submit has found that the task has its key and waits: it takes what is newer, and waits for longer.
     *
     * @param terms what was declared with the newest submit
     * @param payload that of the newest submit
     * @param now on the store's clock, in epoch milliseconds
     * @param until when it is due, unless the first submit has set an earlier end
     */
    record Swap(Terms terms, Payload payload, long now, long until) implements Command {}

    /** End the run that goes on, by somebody's wish. */
    record Cancel() implements Command {}

    /** Take the task away. */
    record Unregister() implements Command {}

    /** Forget a submitted task that has ended, by somebody's wish. */
    record Forget() implements Command {}

    /**
     * Forget an ended task, unless it has changed since.
     *
     * @param position the position that it was chosen at
     */
    record Evict(long position) implements Command {}

    /**
     * Set a limit. It is of no task: its id is empty.
     *
     * @param of what
     * @param change from how it is to how it is to be
     */
    record SetLimit(LimitId of, UnaryOperator<LimitSetting> change) implements Command {}

    /** A command of a run. */
    sealed interface OfRun extends Command {
        /**
         * Which run.
         *
         * @return the position of the event that started it
         */
        long fence();
    }

    /**
     * A step forward that is to have a position of its own.
     *
     * @param fence which run
     * @param progress how far it is
     */
    record Report(long fence, TaskProgress progress) implements OfRun {}

    /**
     * The handler returned.
     *
     * @param fence which run
     * @param result what it gave as its result, or null
     * @param artifacts what it made
     */
    record Complete(long fence, @Nullable TaskResult result, List<Artifact> artifacts) implements OfRun {}

    /**
     * The handler threw.
     *
     * @param fence which run
     * @param error the message for people
     * @param kind the name of the class of what it threw, or null
     * @param stackTrace of what it threw, for those who look after it, or null
     * @param again when it is tried again, or null where that is its end
     */
    record Fail(
            long fence,
            String error,
            @Nullable String kind,
            @Nullable String stackTrace,
            @Nullable Again again) implements OfRun {
        /**
         * Of no known kind.
         *
         * @param fence which run
         * @param error the message for people
         * @param stackTrace of what it threw, or null
         * @param again when it is tried again, or null where that is its end
         */
        public Fail(long fence, String error, @Nullable String stackTrace, @Nullable Again again) {
            this(fence, error, null, stackTrace, again);
        }

        /**
         * That is its end.
         *
         * @param fence which run
         * @param error the message for people
         */
        public Fail(long fence, String error) {
            this(fence, error, null, null, null);
        }
    }

    /**
     * Another attempt. Where all have been used up there is none.
     *
     * @param now on the store's clock, in epoch milliseconds
     * @param at when it is due, on the same clock
     * @param counts whether the one before has used up an attempt
     * @param last how far that was, or null where that is in its row
     */
    record Again(
            long now, long at, boolean counts, @Nullable TaskProgress last) {}

    /**
     * The run took longer than its timeout.
     *
     * @param fence which run
     */
    record TimeOut(long fence) implements OfRun {}

    /**
     * The run's node is gone, or ends.
     *
     * @param fence which run
     * @param last its last progress, or null where that is in its row
     * @param lost on the store's clock, when it was found that the node is gone; 0 where it has ended in order
     */
    record Interrupt(long fence, @Nullable TaskProgress last, long lost) implements OfRun {}

    /**
     * The run has not begun after all: somebody else may start it.
     *
     * @param fence which run
     */
    record HandBack(long fence) implements OfRun {}

    /**
     * Keep a value for later runs.
     *
     * @param fence which run
     * @param name what it is known by
     * @param value the value
     */
    record Note(long fence, String name, Payload value) implements OfRun {}

    /**
     * The handler of a run that was ended from outside has returned.
     *
     * @param fence which run
     * @param again when it is tried again, where it took too long and its task says so; or null
     */
    record HandlerEnded(long fence, @Nullable Again again) implements OfRun {
        /**
         * That was its end.
         *
         * @param fence which run
         */
        public HandlerEnded(long fence) {
            this(fence, null);
        }
    }
}
