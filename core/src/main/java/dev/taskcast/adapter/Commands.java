package dev.taskcast.adapter;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.SubmitField;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.Waiting;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be done to tasks from outside. Thread-safe. */
public interface Commands {
    /**
     * A task that is about to be made.
     *
     * @param identity what it is
     * @param payload what it is submitted with
     * @param terms what was declared for it
     * @param waiting what it waits for
     * @param isIdNew whether its id was made for it, so that nobody can have had it
     */
    record Submission(TaskIdentity identity, Payload payload, Terms terms, Waiting waiting, boolean isIdNew) {}

    /**
     * What became of a submit.
     *
     * @param task a new one, or the one that had its unique key
     * @param isMade whether it is a new one
     */
    record Outcome(TaskState task, boolean isMade) {}

    /**
     * Starts a run.
     *
     * @param id of which task
     * @return what happened
     */
    StartOutcome start(String id);

    /**
     * Ends the run that goes on.
     *
     * @param id of which task
     * @return what happened
     */
    CancelOutcome cancel(String id);

    /**
     * Whether there is a type that tasks can be submitted to from outside.
     *
     * @param type its name
     * @return false also where only the application may submit to it
     */
    boolean isSubmittable(String type);

    /**
     * What a submit from outside may say of when its task runs.
     *
     * @param type its name
     * @return empty also where none can be submitted from outside
     */
    Set<SubmitField> settable(String type);

    /**
     * What a submit would make, whether there is such a type or not: for whoever is asked first whether it may be made.
     *
     * @param type a valid name
     * @param options what the task is
     * @return with an id of its own where the options have none
     */
    TaskIdentity identity(String type, SubmitOptions options);

    /**
     * Checks a submit from outside.
     *
     * @param identity of the task
     * @param json the payload, in UTF-8
     * @param plain the payload as plain values, for where there is no codec
     * @param options what else it says; a unique key is one among the owner's
     * @return for {@link #submit}
     * @throws IllegalArgumentException if the type is not submittable, or the payload does not fit; the message is for whoever sent it
     */
    Submission prepare(TaskIdentity identity, byte[] json, @Nullable Object plain, SubmitOptions options);

    /**
     * Makes a task and starts it.
     *
     * @param submission a checked one
     * @return the task, or the one that has its unique key
     * @throws dev.taskcast.task.TaskExistsException if its id is taken
     * @throws dev.taskcast.task.TaskNotUniqueException if its unique key is taken, and it is to be refused then
     * @throws dev.taskcast.task.TooManyTasksException if there are too many
     */
    Outcome submit(Submission submission);
}
