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
     * @param keep whether it is exempt from being forgotten
     * @param payload what it is submitted with, or null where it is registered
     */
    record Register(
            TaskIdentity identity, boolean keep, @Nullable Payload payload) implements Command {}

    /** Start a run. */
    record Start() implements Command {}

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
     */
    record Fail(long fence, String error) implements OfRun {}

    /**
     * The run took longer than its timeout.
     *
     * @param fence which run
     */
    record TimeOut(long fence) implements OfRun {}

    /**
     * The handler of a run that was ended from outside has returned.
     *
     * @param fence which run
     */
    record HandlerEnded(long fence) implements OfRun {}
}
