package dev.taskcast.store.codec;

import dev.taskcast.task.Artifact;
import dev.taskcast.task.Course;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskResult;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Canceled;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Ending;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Stopping;
import dev.taskcast.task.TaskState.TimedOut;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.Waiting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link Draft} says of the state that a task is in: what {@link StateWriter} wrote of it. */
final class StateDraft {
    private final String home;
    private @Nullable TaskStatus status;
    private int run;
    private boolean queued;
    private long since;
    private long until;
    private boolean isTimed;
    private boolean isRetry;
    private boolean hasProgress;
    private @Nullable Course course;
    private long startedAt;
    private long endedAt;
    private @Nullable String node;
    private boolean moving;
    private TaskProgress progress = TaskProgress.STARTING;
    private @Nullable TaskResult result;
    private List<Artifact> artifacts = List.of();
    private @Nullable String error;
    private @Nullable String errorKind;
    private boolean isStopping;
    private long stoppingSince;

    /**
     * Nothing yet.
     *
     * @param home the node whose name is not written out
     */
    StateDraft(String home) {
        this.home = home;
    }

    /** Reads the word for the status. False where a newer version has written one that this one does not know. */
    boolean status(byte[] word) {
        status = StateReader.statusOrNull(word);
        return status != null;
    }

    boolean hasStatus() {
        return status != null;
    }

    /** Reads a field, but for the status. False where it is none of a state's; then nothing was read. */
    boolean field(Json json, String field) {
        switch (field) {
            case "n" -> run = (int) json.number();
            case "q" -> queued = json.flag();
            case "u" -> since = json.number();
            case "ud", "ur" -> {
                until = json.number();
                isTimed = true;
                isRetry = field.equals("ur");
            }
            case "co" -> course = StateReader.course(json);
            case "t" -> startedAt = json.number();
            case "e" -> endedAt = json.number();
            case "d" -> node = json.string();
            case "h" -> node = json.flag() ? home : null;
            case "mv" -> moving = json.flag();
            case "g" -> {
                json.enter();
                progress = StateReader.progress(json);
                hasProgress = true;
            }
            case "r" -> result = TaskResult.restored(json.value());
            case "a" -> artifacts = StateReader.artifacts(json);
            case "x" -> error = json.string();
            case "xk" -> errorKind = json.string().intern(); // few, and many tasks of each
            case "o" -> {
                stoppingSince = json.number();
                isStopping = true;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Since when the task has waited; 0 where it does not, or nothing is said. */
    long since() {
        return since;
    }

    /**
     * The state.
     *
     * @throws IllegalArgumentException if it is not written whole
     */
    TaskState of(TaskIdentity identity) {
        Ending ending = new Ending(run, startedAt, endedAt, course);
        return switch (Draft.required(status, "status")) {
            case PENDING -> new TaskState.Pending(identity, waiting());
            case RUNNING ->
                new TaskState.Running(identity, new Placement(run, startedAt, node, moving, 0, course), progress);
            case COMPLETED -> new Completed(identity, ending, result, artifacts);
            case ERROR -> new Failed(identity, ending, Draft.required(error, "error"), errorKind);
            case CANCELED -> new Canceled(identity, ending, stopping());
            case TIMED_OUT -> new TimedOut(identity, ending, stopping());
        };
    }

    private @Nullable Stopping stopping() {
        return isStopping ? new Stopping(Stopping.Phase.REQUESTED, stoppingSince, node) : null;
    }

    /** How the task waits, being one that does. */
    Waiting waiting() {
        TaskProgress last = hasProgress ? progress : null;
        Stopping stopping = stopping();
        if (stopping != null) {
            return new Waiting.ForHandler(run, since, stopping, course);
        }
        if (isTimed) {
            return new Waiting.ForTime(run, since, until, isRetry, last, course);
        }
        if (queued) {
            return new Waiting.ForSlot(run, since, last, course);
        }
        return run == 0 && course == null ? Waiting.ForStart.FIRST : new Waiting.ForStart(run, course);
    }

    /** How the task has ended, by its status alone; where that is not said, an older version has forgotten it. */
    TaskState end(TaskIdentity identity) {
        Ending ending = new Ending(1, 0, 0, null);
        return switch (status) {
            case COMPLETED -> new Completed(identity, ending, null, List.of());
            case ERROR -> new Failed(identity, ending, "", null);
            case TIMED_OUT -> new TimedOut(identity, ending, null);
            case null, default -> new Canceled(identity, ending, null);
        };
    }
}
