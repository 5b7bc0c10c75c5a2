package dev.taskcast.http.encode;

import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.task.TaskNode;
import dev.taskcast.task.TaskStats;
import java.time.Instant;
import java.util.List;

/** Writes the nodes on a store. */
public final class NodesJson {
    private NodesJson() {}

    /**
     * Writes them.
     *
     * @param nodes in this order
     * @return JSON
     */
    public static byte[] bytes(List<TaskNode> nodes) {
        JsonBuffer out = new JsonBuffer(256);
        String comma = "{\"nodes\":[";
        for (TaskNode each : nodes) {
            write(out.raw(comma), each);
            comma = ",";
        }
        return out.raw(nodes.isEmpty() ? "{\"nodes\":[]}" : "]}").toByteArray();
    }

    private static void write(JsonBuffer out, TaskNode node) {
        out.raw("{\"name\":").string(node.name());
        flag(out, "self", node.isSelf());
        flag(out, "lost", node.isLost());
        flag(out, "drained", node.isDrained());
        if (!node.version().isEmpty()) {
            out.raw(",\"version\":").string(node.version());
        }
        Instant since = node.since();
        if (since != null) {
            out.raw(",\"since\":").number(since.toEpochMilli());
        }
        out.raw(",\"lastSign\":").number(node.lastSign().toEpochMilli());
        TaskStats.Slots slots = node.slots();
        if (slots != null) {
            out.raw(",\"slots\":{\"all\":").number(slots.all());
            out.raw(",\"free\":").number(slots.free()).raw("}");
        }
        out.raw(",\"running\":").number(node.running());
        out.raw(",\"load\":").number(Math.round(node.load() * 100) / 100.0);
        out.raw(",\"hearing\":").string(node.hearing().wireName());
        String comma = ",\"types\":[";
        for (String type : node.types()) {
            out.raw(comma).string(type);
            comma = ",";
        }
        out.raw(node.types().isEmpty() ? "}" : "]}");
    }

    /** Nothing where it is not so. */
    private static void flag(JsonBuffer out, String name, boolean value) {
        if (value) {
            out.raw(",\"").raw(name).raw("\":true");
        }
    }
}
