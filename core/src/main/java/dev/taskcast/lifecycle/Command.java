package dev.taskcast.lifecycle;

import dev.taskcast.codec.Payload;
import dev.taskcast.task.Artifact;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody wants to happen to a task. Those of a run carry its fence. */
public sealed interface Command {
    /**
     * Make a task.
     *
     * @param identity what it is
     * @param terms how it is kept
     * @param payload what it is submitted with, or null where it is registered
     */
    record Register(
            TaskIdentity identity, Terms terms, @Nullable Payload payload) implements Command {
        /**
         * In memory: it is started by another command.
         *
         * @param identity what it is
         * @param keep whether it is exempt from being forgotten
         * @param payload what it is submitted with, or null where it is registered
         */
        public Register(TaskIdentity identity, boolean keep, @Nullable Payload payload) {
            this(identity, new Terms(keep, false, false), payload);
        }
    }

    /**
     * How a task is kept.
     *
     * @param keep whether it is exempt from being forgotten
     * @param restart whether a run that its node did not end is followed by another one
     * @param queued whether it is to be started when a slot is free
     */
    record Terms(boolean keep, boolean restart, boolean queued) {}

    /**
     * Go on with a task of an earlier life of the store: its code is here again.
     *
     * @param identity what the code says that it is
     * @param terms how it is kept from now on
     */
    record Attach(TaskIdentity identity, Terms terms) implements Command {}

    /**
     * Start a run.
     *
     * @param node on which node, or null where there is one only
     */
    record Start(@Nullable String node) implements Command {
        /** Where there is one node only. */
        public Start() {
            this(null);
        }
    }

    /** Start a run when a slot is free, on a node that has the code. */
    record Enqueue() implements Command {}

    /** End the run that goes on, by somebody's wish. */
    record Cancel() implements Command {}

    /** Take the task away. */
    record Unregister() implements Command {}

    /**
     * Forget an ended task, unless it has changed since.
     *
     * @param position the position that it was chosen at
     */
    record Evict(long position) implements Command {}

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
     * @param stackTrace of what it threw, for those who look after it, or null
     */
    record Fail(long fence, String error, @Nullable String stackTrace) implements OfRun {
        /**
         * Without a stack trace.
         *
         * @param fence which run
         * @param error the message for people
         */
        public Fail(long fence, String error) {
            this(fence, error, null);
        }
    }

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
     */
    record Interrupt(long fence, @Nullable TaskProgress last) implements OfRun {}

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
     */
    record HandlerEnded(long fence) implements OfRun {}
}
