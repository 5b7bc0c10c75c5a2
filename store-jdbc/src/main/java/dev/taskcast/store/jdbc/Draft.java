package dev.taskcast.store.jdbc;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.lifecycle.UniqueKey;
import dev.taskcast.store.Submitted;
import dev.taskcast.task.Artifact;
import dev.taskcast.task.Course;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskResult;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Ending;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Stopping;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link BlockWriter} wrote of a change, a row or a submitted task, before it is known what the task was. Fields of newer versions are
 * passed by.
 */
final class Draft {
    private final String home;
    private String kind = "";
    private long position;
    private long distance;
    private long baseDistance;
    private @Nullable TaskIdentity identity;
    private boolean keep;
    private boolean restart;
    private boolean takesSlot;
    private int maxAttempts = 1;
    private @Nullable String schedule;
    private @Nullable UniqueKey unique;
    private @Nullable String others;
    private byte @Nullable [] value;
    private @Nullable String name;
    private @Nullable String stackTrace;

    private @Nullable LimitId limit;
    private LimitSetting limitFrom = LimitSetting.NONE;
    private LimitSetting limitTo = LimitSetting.NONE;

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
    private @Nullable Stopping stopping;

    private Draft(String home) {
        this.home = home;
    }

    /**
     * Reads an object.
     *
     * @param home the node whose name is not written out
     * @throws RuntimeException if it is none, or of a version that is not known
     */
    static Draft read(byte[] bytes, int from, int to, String home) {
        Draft draft = new Draft(home);
        Json json = Json.object(bytes, from, to);
        for (String field = json.nextName(); field != null; field = json.nextName()) {
            draft.field(json, field);
        }
        return draft;
    }

    static Draft read(byte[] bytes) {
        return read(bytes, 0, bytes.length, "");
    }

    private void field(Json json, String field) {
        switch (field) {
            case "k" -> kind = json.string();
            case "p" -> position = json.number();
            case "c" -> distance = json.number();
            case "b" -> baseDistance = json.number();
            case "i" -> identity = StateReader.identity(json);
            case "kp" -> keep = json.flag();
            case "rs" -> restart = json.flag();
            case "sl" -> takesSlot = json.flag();
            case "ma" -> maxAttempts = (int) json.number();
            case "sc" -> schedule = json.string();
            case "uq" -> unique = StateReader.unique(json);
            case "tm" -> others = new String(json.value(), StandardCharsets.UTF_8);
            case "l" -> limit = LimitCodec.id(json);
            case "lf" -> limitFrom = LimitCodec.setting(json);
            case "lt" -> limitTo = LimitCodec.setting(json);
            case "y" -> value = json.value();
            case "w" -> name = json.string();
            case "z" -> stackTrace = json.string();
            case "s" -> status = StateReader.status(json.string());
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
            case "o" -> stopping = new Stopping(Stopping.Phase.REQUESTED, json.number());
            default -> json.skip();
        }
    }

    /** The letter of its kind. */
    String kind() {
        return kind;
    }

    /** Whether it sets a limit, and is of no task. */
    boolean isLimit() {
        return kind.equals("l");
    }

    /** What it sets. */
    Decision.Limited limited() {
        return new Decision.Limited(required(limit, "limit"), limitFrom, limitTo);
    }

    /** Its position, or 0 where that is the next one. */
    long position() {
        return position;
    }

    /** How far before the block's head the task was made. */
    long distance() {
        return distance;
    }

    /** How far before the block's head is the transition that it comes after, where it takes no position. */
    long baseDistance() {
        return baseDistance;
    }

    /** What was declared for the task. */
    Terms terms() {
        return new Terms(keep, restart, takesSlot, maxAttempts, schedule, unique, others).shared();
    }

    @Nullable
    String stackTrace() {
        return stackTrace;
    }

    /** What the task is, where that is written. */
    @Nullable
    TaskIdentity identityOrNull() {
        return identity;
    }

    TaskIdentity identity() {
        return required(identity, "identity");
    }

    String name() {
        return required(name, "name");
    }

    @Nullable
    Payload payload() {
        return value == null ? null : Payload.restored(value);
    }

    Payload note() {
        return required(payload(), "value");
    }

    /** The state of the task that is so. */
    TaskState state(TaskIdentity of) {
        Ending ending = new Ending(run, startedAt, endedAt, course);
        return switch (required(status, "status")) {
            case PENDING -> new TaskState.Pending(of, waiting());
            case RUNNING -> new TaskState.Running(of, new Placement(run, startedAt, node, moving, 0, course), progress);
            case COMPLETED -> new TaskState.Completed(of, ending, result, artifacts);
            case ERROR -> new TaskState.Failed(of, ending, required(error, "error"));
            case CANCELED -> new TaskState.Canceled(of, ending, stopping);
            case TIMED_OUT -> new TaskState.TimedOut(of, ending, stopping);
        };
    }

    private Waiting waiting() {
        TaskProgress last = hasProgress ? progress : null;
        if (stopping != null) {
            return new Waiting.ForHandler(run, since, stopping.since(), course);
        }
        if (isTimed) {
            return new Waiting.ForTime(run, since, until, isRetry, last, course);
        }
        if (queued) {
            return new Waiting.ForSlot(run, since, last, course);
        }
        return run == 0 && course == null ? Waiting.ForStart.FIRST : new Waiting.ForStart(run, course);
    }

    /** A task's row. */
    TaskRow row(long created, long at, long fence) {
        return new TaskRow(state(identity()), created, at, fence, terms(), payload());
    }

    /** A submitted task. */
    Submitted submitted(long number) {
        return new Submitted(number, identity(), terms(), required(payload(), "payload"), waiting());
    }

    private static <T> T required(@Nullable T field, String what) {
        if (field == null) {
            throw new IllegalArgumentException("A record must have a " + what + ", got: none");
        }
        return field;
    }
}
