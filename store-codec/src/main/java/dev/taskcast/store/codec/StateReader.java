package dev.taskcast.store.codec;

import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.UniqueKey;
import dev.taskcast.task.Artifact;
import dev.taskcast.task.Course;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskStep;
import dev.taskcast.task.Turn;
import dev.taskcast.task.Unique;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the parts that {@link StateWriter} writes as objects and arrays. Fields of newer versions are passed by. */
public final class StateReader {
    private static final Map<String, TaskStatus> STATUSES = statuses();
    private static final Map<String, Unique.Mode> MODES = modes();

    private StateReader() {}

    /** An identity. */
    static TaskIdentity identity(Json json) {
        String id = "";
        String type = null;
        String title = null;
        String description = null;
        String owner = null;
        List<String> tags = List.of();
        String queue = null;
        String key = null;
        int priority = Turn.NORMAL_PRIORITY;
        int weight = 1;
        json.enter();
        for (String field = json.nextName(); field != null; field = json.nextName()) {
            switch (field) {
                case "d" -> id = json.string();
                case "y" -> type = json.string().intern(); // few, and many tasks of each
                case "t" -> title = json.string();
                case "e" -> description = json.string();
                case "o" -> owner = json.string();
                case "g" -> tags = json.strings();
                case "q" -> queue = json.string().intern(); // as types are
                case "k" -> key = json.string();
                case "p" -> priority = (int) json.number();
                case "w" -> weight = (int) json.number();
                default -> json.skip();
            }
        }
        Turn turn = new Turn(queue, key, priority, weight);
        return new TaskIdentity(
                id,
                type == null ? id : type,
                title,
                description,
                owner,
                tags,
                turn.equals(Turn.DEFAULT) ? Turn.DEFAULT : turn);
    }

    /**
     * A handler that its task no longer tells of.
     *
     * @param bytes what {@link StateWriter#orphan(Orphan)} has written
     * @return the handler
     * @throws RuntimeException if they are something else
     */
    public static Orphan orphan(byte[] bytes) {
        return orphan(Json.of(bytes));
    }

    /** A handler that its task no longer tells of, in an object. */
    static Orphan orphan(Json json) {
        long fence = 0;
        String node = null;
        TaskIdentity identity = null;
        boolean takesSlot = false;
        json.enter();
        for (String field = json.nextName(); field != null; field = json.nextName()) {
            switch (field) {
                case "f" -> fence = json.number();
                case "d" -> node = json.string();
                case "i" -> identity = identity(json);
                case "sl" -> takesSlot = json.flag();
                default -> json.skip();
            }
        }
        if (identity == null) {
            throw new IllegalArgumentException("An orphan must have an identity, got: none");
        }
        return new Orphan(fence, node, identity, takesSlot);
    }

    /** A unique key; null where it is one that a newer version has made. */
    static @Nullable UniqueKey unique(byte[] value) {
        Json json = Json.of(value);
        Unique.Mode mode = null;
        String owner = null;
        String key = "";
        long until = 0;
        json.enter();
        for (String field = json.nextName(); field != null; field = json.nextName()) {
            switch (field) {
                case "m" -> mode = MODES.get(json.string());
                case "o" -> owner = json.string();
                case "k" -> key = json.string();
                case "u" -> until = json.number();
                default -> {
                    return null;
                }
            }
        }
        return mode == null ? null : new UniqueKey(mode, owner, key, until);
    }

    /** The course in an object. */
    static Course course(Json json) {
        int attempt = 0;
        int maxAttempts = 0;
        String lastError = null;
        int lost = 0;
        long nextAt = 0;
        json.enter();
        for (String field = json.nextName(); field != null; field = json.nextName()) {
            switch (field) {
                case "a" -> attempt = (int) json.number();
                case "m" -> maxAttempts = (int) json.number();
                case "x" -> lastError = json.string();
                case "l" -> lost = (int) json.number();
                case "n" -> nextAt = json.number();
                default -> json.skip();
            }
        }
        return new Course(attempt, maxAttempts, lastError, lost, nextAt);
    }

    /**
     * How far runs are.
     *
     * @param bytes what {@link StateWriter#progress(Map)} has written
     * @return by the fences of the runs
     * @throws RuntimeException if they are something else
     */
    public static Map<Long, TaskProgress> progress(byte[] bytes) {
        Map<Long, TaskProgress> progress = new HashMap<>();
        Json json = Json.object(bytes);
        for (String fence = json.nextName(); fence != null; fence = json.nextName()) {
            json.enter();
            progress.put(Long.valueOf(fence), progress(json));
        }
        return progress;
    }

    /** The progress in an object that has been entered. */
    static TaskProgress progress(Json json) {
        String message = "";
        double current = Double.NaN;
        double total = Double.NaN;
        double rate = Double.NaN;
        TaskProgress.Unit unit = null;
        long eta = -1;
        boolean paced = false;
        List<TaskStep> steps = new ArrayList<>();
        for (String field = json.nextName(); field != null; field = json.nextName()) {
            switch (field) {
                case "m" -> message = json.string();
                case "c" -> current = json.fraction();
                case "t" -> total = json.fraction();
                case "u" -> unit = json.string().equals("bytes") ? TaskProgress.Unit.BYTES : null;
                case "r" -> rate = json.fraction();
                case "e" -> {
                    eta = json.number();
                    paced = true;
                }
                case "p" -> {
                    json.enterArray();
                    while (json.nextElement()) {
                        json.enter();
                        steps.add(step(json));
                    }
                }
                default -> json.skip();
            }
        }
        return new TaskProgress(message, current, total, unit, paced ? new TaskProgress.Pace(rate, eta) : null, steps);
    }

    private static TaskStep step(Json json) {
        String name = "";
        int depth = 0;
        TaskStatus status = TaskStatus.RUNNING;
        String message = null;
        double current = Double.NaN;
        double total = Double.NaN;
        for (String field = json.nextName(); field != null; field = json.nextName()) {
            switch (field) {
                case "n" -> name = json.string();
                case "d" -> depth = (int) json.number();
                case "s" -> status = status(json.string());
                case "m" -> message = json.string();
                case "c" -> current = json.fraction();
                case "t" -> total = json.fraction();
                default -> json.skip();
            }
        }
        return new TaskStep(name, depth, status, message, current, total);
    }

    /** Artifacts. */
    static List<Artifact> artifacts(Json json) {
        List<Artifact> artifacts = new ArrayList<>();
        json.enterArray();
        while (json.nextElement()) {
            json.enter();
            String name = "";
            String url = "";
            for (String field = json.nextName(); field != null; field = json.nextName()) {
                switch (field) {
                    case "n" -> name = json.string();
                    case "u" -> url = json.string();
                    default -> json.skip();
                }
            }
            artifacts.add(new Artifact(name, url));
        }
        return artifacts;
    }

    /** A status; null where it is one of a newer version. */
    static @Nullable TaskStatus statusOrNull(byte[] value) {
        return STATUSES.get(Json.of(value).string());
    }

    /**
     * The status of a name.
     *
     * @param wireName its name
     * @return the status
     * @throws IllegalArgumentException if this version knows none of that name
     */
    public static TaskStatus status(String wireName) {
        TaskStatus status = STATUSES.get(wireName);
        if (status == null) {
            throw new IllegalArgumentException("A status must be one that this version knows, got: " + wireName);
        }
        return status;
    }

    private static Map<String, Unique.Mode> modes() {
        Map<String, Unique.Mode> byName = new HashMap<>();
        for (Unique.Mode mode : Unique.Mode.values()) {
            byName.put(mode.name(), mode);
        }
        return Map.copyOf(byName);
    }

    private static Map<String, TaskStatus> statuses() {
        Map<String, TaskStatus> byName = new HashMap<>();
        for (TaskStatus status : TaskStatus.values()) {
            byName.put(status.wireName(), status);
        }
        return Map.copyOf(byName);
    }
}
