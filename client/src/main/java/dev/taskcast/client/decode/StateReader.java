package dev.taskcast.client.decode;

import dev.taskcast.codec.JsonReader;
import dev.taskcast.task.Artifact;
import dev.taskcast.task.Course;
import dev.taskcast.task.Standing;
import dev.taskcast.task.Standing.LimitKind;
import dev.taskcast.task.Standing.Why;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskResult;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Ending;
import dev.taskcast.task.TaskState.Stopping;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.Turn;
import dev.taskcast.task.Waiting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a task's state as the wire has it. What it does not say, the state does not say either; a value that can't be is taken for not
 * said, so that nothing of a later server hides how a task is.
 */
public final class StateReader {
    private static final String RESULT = "result";

    private StateReader() {}

    /**
     * Reads a state.
     *
     * @param json an object in UTF-8
     * @return the state; null where it has no id, or a status that is not known here
     * @throws IllegalArgumentException if it is no object
     */
    public static @Nullable TaskState read(byte[] json) {
        JsonReader reader = new JsonReader(json, 0, json.length);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        byte[] result = null;
        reader.enter();
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
            if (name.equals(RESULT)) {
                result = reader.raw(); // it stays as it was written
            } else {
                values.put(name, reader.value());
            }
        }
        reader.end();
        return state(new Fields(values), result);
    }

    private static @Nullable TaskState state(Fields fields, byte @Nullable [] result) {
        String id = fields.text("id");
        TaskStatus status = status(fields);
        if (id == null || status == null) {
            return null;
        }
        TaskIdentity identity = identity(id, fields);
        Course course = course(fields);
        return switch (status) {
            case PENDING -> pending(identity, fields, course);
            case RUNNING -> running(identity, fields, course);
            case COMPLETED ->
                new TaskState.Completed(
                        identity,
                        ending(fields, course),
                        result == null ? null : TaskResult.restored(result),
                        artifacts(fields));
            case ERROR -> new TaskState.Failed(identity, ending(fields, course), fields.text("error", ""));
            case CANCELED -> new TaskState.Canceled(identity, ending(fields, course), stopping(fields));
            case TIMED_OUT -> new TaskState.TimedOut(identity, ending(fields, course), stopping(fields));
        };
    }

    static @Nullable TaskStatus status(Fields fields) {
        String name = fields.text("status");
        for (TaskStatus status : TaskStatus.values()) {
            if (status.wireName().equals(name)) {
                return status;
            }
        }
        return null;
    }

    private static TaskIdentity identity(String id, Fields fields) {
        return new TaskIdentity(
                id,
                fields.text("type", id),
                fields.text("title"),
                fields.text("description"),
                fields.text("owner"),
                fields.texts("tags"),
                turn(fields));
    }

    private static Turn turn(Fields fields) {
        String queue = fields.text("queue");
        String key = fields.text("key");
        int priority = Math.clamp(fields.whole("priority", Turn.NORMAL_PRIORITY), 0, Turn.MAX_PRIORITY);
        if (queue == null && key == null && priority == Turn.NORMAL_PRIORITY) {
            return Turn.DEFAULT;
        }
        try {
            return new Turn(queue, key, priority, 1);
        } catch (IllegalArgumentException noName) {
            return Turn.DEFAULT;
        }
    }

    private static @Nullable Course course(Fields fields) {
        int attempt = fields.smallCount("attempt");
        int most = fields.smallCount("maxAttempts");
        String lastError = fields.text("lastError");
        long nextAt = fields.count("nextAt");
        return attempt == 0 && most == 0 && lastError == null && nextAt == 0
                ? null
                : new Course(attempt, most, lastError, 0, nextAt);
    }

    private static TaskState pending(TaskIdentity identity, Fields fields, @Nullable Course course) {
        Standing standing = standing(fields);
        int run = fields.smallCount("run");
        TaskProgress before = fields.has("progress") ? ProgressReader.read(fields.object("progress")) : null;
        Why why = standing == null ? null : standing.why();
        Waiting waiting = switch (why) {
            case DELAY, RETRY -> new Waiting.ForTime(run, 0, fields.count("runAt"), why == Why.RETRY, before, course);
            case STOPPING -> new Waiting.ForHandler(run, 0, new Stopping(Stopping.Phase.REQUESTED, 0), course);
            case SLOT, LIMIT, RATE, PAUSED, UNKNOWN_TYPE -> new Waiting.ForSlot(run, 0, before, course);
            case null ->
                fields.has("why") || before != null
                        ? new Waiting.ForSlot(run, 0, before, course)
                        : forStart(run, course);
        };
        return new TaskState.Pending(identity, waiting, standing);
    }

    private static Waiting forStart(int run, @Nullable Course course) {
        return run == 0 && course == null ? Waiting.ForStart.FIRST : new Waiting.ForStart(run, course);
    }

    /** Null where it is not said, or not known here, what the task waits for. */
    private static @Nullable Standing standing(Fields fields) {
        Why why = why(fields);
        return why == null
                ? null
                : new Standing(why, limit(fields), fields.smallCount("position"), fields.count("startsAt"));
    }

    static @Nullable Why why(Fields fields) {
        String name = fields.text("why");
        for (Why why : Why.values()) {
            if (why.wireName().equals(name)) {
                return why;
            }
        }
        return null;
    }

    static @Nullable LimitKind limit(Fields fields) {
        String name = fields.text("limit");
        for (LimitKind limit : LimitKind.values()) {
            if (limit.wireName().equals(name)) {
                return limit;
            }
        }
        return null;
    }

    private static TaskState running(TaskIdentity identity, Fields fields, @Nullable Course course) {
        TaskState.Placement placement = new TaskState.Placement(
                fields.smallCount("run"),
                fields.count("startedAt"),
                fields.text("node"),
                fields.isTrue("moving"),
                fields.count("lostSince"),
                course);
        return new TaskState.Running(identity, placement, ProgressReader.read(fields.object("progress")));
    }

    private static Ending ending(Fields fields, @Nullable Course course) {
        return new Ending(fields.smallCount("run"), fields.count("startedAt"), fields.count("lastRun"), course);
    }

    private static @Nullable Stopping stopping(Fields fields) {
        return fields.has("stopping")
                ? new Stopping(
                        Stopping.Phase.REQUESTED, fields.object("stopping").count("since"))
                : null;
    }

    private static List<Artifact> artifacts(Fields fields) {
        return fields.list("artifacts").stream()
                .map(Fields::of)
                .flatMap(StateReader::artifact)
                .toList();
    }

    /** None where nobody should follow it. */
    private static Stream<Artifact> artifact(Fields fields) {
        try {
            return Stream.of(new Artifact(fields.text("name", ""), fields.text("url", "")));
        } catch (IllegalArgumentException unfit) {
            return Stream.empty();
        }
    }
}
