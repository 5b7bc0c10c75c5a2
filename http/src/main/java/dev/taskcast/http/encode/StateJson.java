package dev.taskcast.http.encode;

import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.lines.LineTail;
import dev.taskcast.task.Artifact;
import dev.taskcast.task.Course;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskResult;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Stopping;
import dev.taskcast.task.TaskState.Terminal;
import dev.taskcast.task.TaskStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a task's state as the wire has it; a field that has nothing to say is left out. */
public final class StateJson {
    private StateJson() {}

    /**
     * Writes a state.
     *
     * @param out where to
     * @param state what
     */
    public static void write(JsonBuffer out, TaskState state) {
        identity(out, state.identity());
        out.raw(",\"status\":\"").raw(state.status().wireName()).raw("\"");
        if (state.run() > 0) {
            out.raw(",\"run\":").number(state.run());
        }
        Course course = state.course();
        if (course != null && course.nextAt() > 0) {
            out.raw(",\"nextAt\":").number(course.nextAt());
        }
        switch (state) {
            case TaskState.Pending pending -> {
                QueueJson.waiting(out, pending);
                QueueJson.attempts(out, course);
                TaskProgress before = pending.waiting().progress();
                if (before != null) {
                    progress(out, before);
                }
            }
            case TaskState.Running running -> {
                out.raw(",\"startedAt\":").number(running.startedAt());
                placement(out, running.placement());
                QueueJson.attempts(out, course);
                progress(out, running.progress());
            }
            case TaskState.Completed completed -> {
                ending(out, completed);
                TaskResult result = completed.result();
                if (result != null) {
                    out.raw(",\"result\":").raw(result.jsonBytes());
                }
                artifacts(out, completed.artifacts());
            }
            case TaskState.Failed failed -> {
                ending(out, failed);
                out.raw(",\"error\":").string(failed.error());
                QueueJson.attempts(out, course);
            }
            case TaskState.Canceled canceled -> {
                ending(out, canceled);
                stopping(out, canceled.stopping());
            }
            case TaskState.TimedOut timedOut -> {
                ending(out, timedOut);
                stopping(out, timedOut.stopping());
            }
        }
        out.raw("}");
    }

    /**
     * The state by itself.
     *
     * @param state what
     * @return JSON in UTF-8
     */
    public static byte[] bytes(TaskState state) {
        JsonBuffer out = new JsonBuffer(256);
        write(out, state);
        return out.toByteArray();
    }

    private static void identity(JsonBuffer out, TaskIdentity identity) {
        out.raw("{\"id\":").string(identity.id());
        if (!identity.type().equals(identity.id())) {
            out.raw(",\"type\":").string(identity.type());
        }
        text(out, ",\"title\":", identity.title());
        text(out, ",\"description\":", identity.description());
        text(out, ",\"owner\":", identity.owner());
        List<String> tags = identity.tags();
        for (int i = 0; i < tags.size(); i++) {
            out.raw(i == 0 ? ",\"tags\":[" : ",").string(tags.get(i));
        }
        if (!tags.isEmpty()) {
            out.raw("]");
        }
        QueueJson.turn(out, identity.turn());
    }

    static void text(JsonBuffer out, String name, @Nullable String value) {
        if (value != null) {
            out.raw(name).string(value);
        }
    }

    private static void placement(JsonBuffer out, TaskState.Placement placement) {
        text(out, ",\"node\":", placement.node());
        if (placement.moving()) {
            out.raw(",\"moving\":true");
        }
        if (placement.lostSince() > 0) {
            out.raw(",\"lostSince\":").number(placement.lostSince());
        }
    }

    private static void progress(JsonBuffer out, TaskProgress progress) {
        out.raw(",\"progress\":{\"message\":").string(progress.message());
        number(out, ",\"current\":", progress.current());
        number(out, ",\"total\":", progress.total());
        if (progress.unit() == TaskProgress.Unit.BYTES) {
            out.raw(",\"unit\":\"bytes\"");
        }
        TaskProgress.Pace pace = progress.pace();
        if (pace != null) {
            number(out, ",\"rate\":", pace.rate());
            if (pace.etaMillis() >= 0) {
                out.raw(",\"eta\":").number(pace.etaMillis());
            }
            if (pace.leastMillis() >= 0) {
                out.raw(",\"etaRange\":[")
                        .number(pace.leastMillis())
                        .raw(",")
                        .number(pace.mostMillis())
                        .raw("]");
            }
            if (pace.usualMillis() >= 0) {
                out.raw(",\"usual\":").number(pace.usualMillis());
            }
        }
        steps(out, progress.steps());
        out.raw("}");
    }

    private static void steps(JsonBuffer out, List<TaskStep> steps) {
        for (int i = 0; i < steps.size(); i++) {
            TaskStep step = steps.get(i);
            out.raw(i == 0 ? ",\"steps\":[{\"name\":" : ",{\"name\":").string(step.name());
            out.raw(",\"status\":\"").raw(step.status().wireName()).raw("\"");
            text(out, ",\"message\":", step.message());
            number(out, ",\"current\":", step.current());
            number(out, ",\"total\":", step.total());
            if (step.depth() > 0) {
                out.raw(",\"depth\":").number(step.depth());
            }
            out.raw("}");
        }
        if (!steps.isEmpty()) {
            out.raw("]");
        }
    }

    private static void artifacts(JsonBuffer out, List<Artifact> artifacts) {
        for (int i = 0; i < artifacts.size(); i++) {
            out.raw(i == 0 ? ",\"artifacts\":[{\"name\":" : ",{\"name\":")
                    .string(artifacts.get(i).name());
            out.raw(",\"url\":").string(artifacts.get(i).url()).raw("}");
        }
        if (!artifacts.isEmpty()) {
            out.raw("]");
        }
    }

    /**
     * Writes the fields of some lines, without brackets.
     *
     * @param out where to
     * @param lines what
     */
    public static void lines(JsonBuffer out, LineTail.Lines lines) {
        out.raw("\"from\":").number(lines.from()).raw(",\"lines\":[");
        for (int i = 0; i < lines.lines().size(); i++) {
            out.raw(i == 0 ? "" : ",").string(lines.lines().get(i));
        }
        out.raw("]");
    }

    private static void number(JsonBuffer out, String name, double value) {
        if (Double.isFinite(value)) {
            out.raw(name).number(value);
        }
    }

    private static void ending(JsonBuffer out, Terminal terminal) {
        if (terminal.startedAt() > 0) {
            out.raw(",\"startedAt\":").number(terminal.startedAt());
        }
        out.raw(",\"lastRun\":").number(terminal.lastRun());
    }

    private static void stopping(JsonBuffer out, @Nullable Stopping stopping) {
        if (stopping != null) {
            out.raw(",\"stopping\":{\"phase\":\"").raw(stopping.phase().wireName());
            out.raw("\",\"since\":").number(stopping.since()).raw("}");
        }
    }
}
