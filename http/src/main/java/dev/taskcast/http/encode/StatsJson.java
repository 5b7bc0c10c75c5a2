package dev.taskcast.http.encode;

import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.task.Standing.Why;
import dev.taskcast.task.TaskStats;
import dev.taskcast.task.TaskStatus;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Writes how many tasks are how. Names are in order, so that equal numbers are equal bytes. */
public final class StatsJson {
    private StatsJson() {}

    /**
     * Writes them by themselves.
     *
     * @param stats at one moment
     * @return JSON
     */
    public static byte[] bytes(TaskStats stats) {
        JsonBuffer out = new JsonBuffer(256);
        write(out, stats);
        return out.toByteArray();
    }

    static void write(JsonBuffer out, TaskStats stats) {
        out.raw("{\"tasks\":");
        counts(out, stats.byStatus(), TaskStatus::wireName);
        field(out, "types", stats.byType(), (to, counts) -> counts(to, counts, TaskStatus::wireName));
        if (!stats.waiting().isEmpty()) {
            counts(out.raw(",\"waiting\":"), stats.waiting(), Why::wireName);
        }
        field(out, "queues", stats.byQueue(), (to, counts) -> counts(to, counts, Why::wireName));
        Instant since = stats.waitingSince();
        if (since != null) {
            out.raw(",\"waitingSince\":").number(since.toEpochMilli());
        }
        if (!stats.ended().isEmpty()) {
            counts(out.raw(",\"ended\":"), stats.ended(), TaskStatus::wireName);
        }
        TaskStats.Slots slots = stats.slots();
        if (slots != null) {
            out.raw(",\"slots\":{\"all\":").number(slots.all());
            out.raw(",\"free\":").number(slots.free()).raw("}");
        }
        field(out, "nodes", stats.nodes(), JsonBuffer::number);
        out.raw("}");
    }

    /** Nothing where there is nothing. */
    private static <T> void field(JsonBuffer out, String name, Map<String, T> of, BiConsumer<JsonBuffer, T> write) {
        if (!of.isEmpty()) {
            object(out.raw(",\"").raw(name).raw("\":"), of, write);
        }
    }

    private static <E extends Enum<E>> void counts(JsonBuffer out, Map<E, Long> counts, Function<E, String> wireName) {
        String comma = "{";
        for (Map.Entry<E, Long> each : new TreeMap<>(counts).entrySet()) {
            out.raw(comma).string(wireName.apply(each.getKey())).raw(":").number(each.getValue());
            comma = ",";
        }
        out.raw(counts.isEmpty() ? "{}" : "}");
    }

    private static <T> void object(JsonBuffer out, Map<String, T> of, BiConsumer<JsonBuffer, T> write) {
        String comma = "{";
        for (Map.Entry<String, T> each : new TreeMap<>(of).entrySet()) {
            out.raw(comma).string(each.getKey()).raw(":");
            write.accept(out, each.getValue());
            comma = ",";
        }
        out.raw("}");
    }
}
