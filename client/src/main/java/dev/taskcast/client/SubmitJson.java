package dev.taskcast.client;

import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.Turn;
import dev.taskcast.task.Unique;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes a submit as the wire has it. */
final class SubmitJson {
    private SubmitJson() {}

    /**
     * Writes.
     *
     * @param type the name of the task's type
     * @param payload JSON
     * @param options what the task is
     * @return JSON
     * @throws IllegalArgumentException if the options say what no request can
     */
    static byte[] write(String type, byte[] payload, SubmitOptions options) {
        TaskIdentity identity = options.identity(type, type, TaskOptions.DEFAULT);
        requireSendable(identity, options);
        JsonBuffer out = new JsonBuffer(256 + payload.length);
        out.raw("{\"type\":").string(type).raw(",\"payload\":").raw(payload);
        text(out, ",\"id\":", options.id().orElse(null));
        text(out, ",\"title\":", identity.title());
        text(out, ",\"description\":", identity.description());
        List<String> tags = identity.tags();
        for (int i = 0; i < tags.size(); i++) {
            out.raw(i == 0 ? ",\"tags\":[" : ",").string(tags.get(i));
        }
        out.raw(tags.isEmpty() ? "" : "]");
        text(out, ",\"key\":", identity.turn().key());
        if (identity.turn().priority() != Turn.NORMAL_PRIORITY) {
            out.raw(",\"priority\":").number(identity.turn().priority());
        }
        options.delay().ifPresent(delay -> millis(out, ",\"after\":", delay));
        options.runAt().ifPresent(time -> out.raw(",\"runAt\":").number(time.toEpochMilli()));
        options.unique().ifPresent(unique -> unique(out, unique));
        return out.raw("}").toByteArray();
    }

    private static void requireSendable(TaskIdentity identity, SubmitOptions options) {
        if (identity.owner() != null) {
            throw new IllegalArgumentException(
                    "A task that is submitted over HTTP must be its viewer's own, got: another owner");
        }
        if (options.transaction().isPresent() || identity.turn().weight() != 1) {
            throw new IllegalArgumentException(
                    "A submit over HTTP must have neither a transaction nor a weight, got: one that has");
        }
    }

    private static void unique(JsonBuffer out, Unique unique) {
        String mode = unique.mode().name().toLowerCase(Locale.ROOT);
        out.raw(",\"unique\":{\"").raw(mode).raw("\":").string(unique.key());
        switch (unique.mode()) {
            case JOIN, REJECT -> {
                if (unique.period().isPositive()) {
                    millis(out, ",\"during\":", unique.period());
                }
            }
            case REPLACE -> {}
            case THROTTLE -> millis(out, ",\"period\":", unique.period());
            case DEBOUNCE -> {
                millis(out, ",\"quiet\":", unique.quiet());
                millis(out, ",\"max\":", unique.period());
            }
        }
        out.raw("}");
    }

    private static void millis(JsonBuffer out, String name, Duration duration) {
        out.raw(name).number(duration.toMillis());
    }

    private static void text(JsonBuffer out, String name, @Nullable String value) {
        if (value != null) {
            out.raw(name).string(value);
        }
    }
}
