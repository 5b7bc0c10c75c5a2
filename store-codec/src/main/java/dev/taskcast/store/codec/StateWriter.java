package dev.taskcast.store.codec;

import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.lifecycle.UniqueKey;
import dev.taskcast.task.Artifact;
import dev.taskcast.task.Course;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskResult;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Stopping;
import dev.taskcast.task.TaskState.Terminal;
import dev.taskcast.task.TaskStep;
import dev.taskcast.task.Turn;
import dev.taskcast.task.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes states as fields of a JSON object that has one already. Names are of one or two letters, and what has its usual value is left
 * out: a journal is written far more often than it is read. {@link Draft} is the other way round.
 */
public final class StateWriter {
    private StateWriter() {}

    /** Writes all of a state but its identity; {@code home} is a node whose name need not be written out. */
    static void state(JsonBuffer out, TaskState state, @Nullable String home) {
        out.raw(",\"s\":\"").raw(state.status().wireName()).raw("\"");
        if (state.run() > 0) {
            out.raw(",\"n\":").number(state.run());
        }
        course(out, state.course());
        switch (state) {
            case TaskState.Pending pending -> waiting(out, pending.waiting());
            case TaskState.Running running -> {
                placement(out, running.placement(), home);
                if (!running.progress().equals(TaskProgress.STARTING)) {
                    out.raw(",\"g\":");
                    progress(out, running.progress());
                }
            }
            case TaskState.Completed completed -> {
                ending(out, completed);
                TaskResult result = completed.result();
                if (result != null) {
                    out.raw(",\"r\":").raw(result.jsonBytes());
                }
                artifacts(out, completed.artifacts());
            }
            case TaskState.Failed failed -> {
                ending(out, failed);
                out.raw(",\"x\":").string(failed.error());
                text(out, ",\"xk\":", failed.kind());
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
    }

    /** Writes an identity as an object. */
    static void identity(JsonBuffer out, TaskIdentity identity) {
        out.raw("{\"d\":").string(identity.id());
        if (!identity.type().equals(identity.id())) {
            out.raw(",\"y\":").string(identity.type());
        }
        text(out, ",\"t\":", identity.title());
        text(out, ",\"e\":", identity.description());
        text(out, ",\"o\":", identity.owner());
        turn(out, identity.turn());
        List<String> tags = identity.tags();
        for (int i = 0; i < tags.size(); i++) {
            out.raw(i == 0 ? ",\"g\":[" : ",").string(tags.get(i));
        }
        out.raw(tags.isEmpty() ? "}" : "]}");
    }

    /**
     * Writes a handler that its task no longer tells of.
     *
     * @param orphan the handler
     * @return what {@link StateReader#orphan(byte[])} reads
     */
    public static byte[] orphan(Orphan orphan) {
        JsonBuffer out = new JsonBuffer(128);
        orphan(out, orphan);
        return out.toByteArray();
    }

    /**
     * Writes how far runs are. Those that have said nothing yet are left out.
     *
     * @param running by the fences of the runs
     * @return what {@link StateReader#progress(byte[])} reads
     */
    public static byte[] progress(Map<Long, TaskProgress> running) {
        JsonBuffer out = new JsonBuffer(256);
        out.raw("{");
        String comma = "\"";
        for (Map.Entry<Long, TaskProgress> run : running.entrySet()) {
            if (!run.getValue().equals(TaskProgress.STARTING)) {
                out.raw(comma).number(run.getKey()).raw("\":");
                progress(out, run.getValue());
                comma = ",\"";
            }
        }
        return out.raw("}").toByteArray();
    }

    /** Writes a handler that its task no longer tells of, as an object. */
    static void orphan(JsonBuffer out, Orphan orphan) {
        out.raw("{\"f\":").number(orphan.fence());
        text(out, ",\"d\":", orphan.node());
        out.raw(",\"i\":");
        identity(out, orphan.identity());
        flag(out, ",\"sl\":1", orphan.takesSlot());
        out.raw("}");
    }

    private static void waiting(JsonBuffer out, Waiting waiting) {
        flag(out, ",\"q\":1", waiting.isQueued());
        switch (waiting) {
            case Waiting.ForStart forStart -> {}
            case Waiting.ForSlot forSlot -> out.raw(",\"u\":").number(forSlot.since());
            case Waiting.ForTime forTime -> {
                out.raw(",\"u\":").number(forTime.since());
                out.raw(forTime.isRetry() ? ",\"ur\":" : ",\"ud\":").number(forTime.until());
            }
            case Waiting.ForHandler forHandler -> {
                out.raw(",\"u\":").number(forHandler.since());
                stopping(out, forHandler.stopping());
            }
        }
        TaskProgress progress = waiting.progress();
        if (progress != null) {
            out.raw(",\"g\":");
            progress(out, progress);
        }
    }

    private static void course(JsonBuffer out, @Nullable Course course) {
        if (course != null) {
            out.raw(",\"co\":{\"a\":").number(course.attempt());
            out.raw(",\"m\":").number(course.maxAttempts());
            text(out, ",\"x\":", course.lastError());
            out.raw(",\"l\":").number(course.lost());
            out.raw(",\"n\":").number(course.nextAt());
            out.raw("}");
        }
    }

    /** Writes what was declared for a task, where that is not the usual. */
    static void terms(JsonBuffer out, Terms terms) {
        flag(out, ",\"kp\":1", terms.keep());
        flag(out, ",\"rs\":1", terms.restart());
        flag(out, ",\"sl\":1", terms.takesSlot());
        if (terms.maxAttempts() != 1) {
            out.raw(",\"ma\":").number(terms.maxAttempts());
        }
        text(out, ",\"sc\":", terms.schedule());
        UniqueKey unique = terms.unique();
        if (unique != null) {
            out.raw(",\"uq\":{\"m\":").string(unique.mode().name());
            text(out, ",\"o\":", unique.owner());
            out.raw(",\"k\":").string(unique.key());
            out.raw(",\"u\":").number(unique.until()).raw("}");
        }
        text(out, ",\"og\":", terms.origin());
        String others = terms.others();
        if (others != null) {
            out.raw(",\"tm\":").raw(others.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void turn(JsonBuffer out, Turn turn) {
        text(out, ",\"q\":", turn.queue());
        text(out, ",\"k\":", turn.key());
        if (turn.priority() != Turn.NORMAL_PRIORITY) {
            out.raw(",\"p\":").number(turn.priority());
        }
        if (turn.weight() != 1) {
            out.raw(",\"w\":").number(turn.weight());
        }
    }

    /** Writes progress as an object. */
    static void progress(JsonBuffer out, TaskProgress progress) {
        out.raw("{\"m\":").string(progress.message());
        number(out, ",\"c\":", progress.current());
        number(out, ",\"t\":", progress.total());
        if (progress.unit() == TaskProgress.Unit.BYTES) {
            out.raw(",\"u\":\"bytes\"");
        }
        TaskProgress.Pace pace = progress.pace();
        if (pace != null) {
            out.raw(",\"e\":").number(pace.etaMillis());
            number(out, ",\"r\":", pace.rate());
        }
        List<TaskStep> steps = progress.steps();
        for (int i = 0; i < steps.size(); i++) {
            out.raw(i == 0 ? ",\"p\":[" : ",");
            step(out, steps.get(i));
        }
        out.raw(steps.isEmpty() ? "}" : "]}");
    }

    static void text(JsonBuffer out, String name, @Nullable String value) {
        if (value != null) {
            out.raw(name).string(value);
        }
    }

    static void flag(JsonBuffer out, String field, boolean set) {
        if (set) {
            out.raw(field);
        }
    }

    private static void step(JsonBuffer out, TaskStep step) {
        out.raw("{\"n\":").string(step.name());
        out.raw(",\"s\":\"").raw(step.status().wireName()).raw("\"");
        text(out, ",\"m\":", step.message());
        number(out, ",\"c\":", step.current());
        number(out, ",\"t\":", step.total());
        if (step.depth() > 0) {
            out.raw(",\"d\":").number(step.depth());
        }
        out.raw("}");
    }

    private static void placement(JsonBuffer out, Placement placement, @Nullable String home) {
        out.raw(",\"t\":").number(placement.startedAt());
        String node = placement.node();
        if (node != null && node.equals(home)) {
            out.raw(",\"h\":1");
        } else {
            text(out, ",\"d\":", node);
        }
        flag(out, ",\"mv\":1", placement.moving());
    }

    private static void ending(JsonBuffer out, Terminal terminal) {
        out.raw(",\"t\":").number(terminal.startedAt());
        out.raw(",\"e\":").number(terminal.lastRun());
    }

    private static void artifacts(JsonBuffer out, List<Artifact> artifacts) {
        for (int i = 0; i < artifacts.size(); i++) {
            out.raw(i == 0 ? ",\"a\":[{\"n\":" : ",{\"n\":")
                    .string(artifacts.get(i).name());
            out.raw(",\"u\":").string(artifacts.get(i).url()).raw("}");
        }
        flag(out, "]", !artifacts.isEmpty());
    }

    private static void stopping(JsonBuffer out, @Nullable Stopping stopping) {
        if (stopping != null) {
            out.raw(",\"o\":").number(stopping.since());
            text(out, ",\"d\":", stopping.node());
        }
    }

    private static void number(JsonBuffer out, String name, double value) {
        if (Double.isFinite(value)) {
            out.raw(name).number(value);
        }
    }
}
