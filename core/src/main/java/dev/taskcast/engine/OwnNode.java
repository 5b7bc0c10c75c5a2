package dev.taskcast.engine;

import dev.taskcast.dispatch.NodeSlots;
import dev.taskcast.run.RegisteredType;
import dev.taskcast.store.NodeAbout;
import dev.taskcast.task.TaskNode;
import dev.taskcast.time.TaskClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a node says of itself. Thread-safe. */
final class OwnNode {
    private static final String VERSION = version();

    private final long since;
    private final int slots;
    private final NodeSlots free;
    private final Map<String, RegisteredType> types;
    private final TaskClock clock;

    // Guarded by this.
    private long spentNanos;
    private long atNanos;
    private double load;
    private int known = -1; // how many registered types there were when their names were read
    private List<String> names = List.of();

    /**
     * It begins now.
     *
     * @param slots how many it has
     * @param free how many of them are free
     * @param types the code that is here, by name
     * @param clock for what it has been at
     */
    OwnNode(int slots, NodeSlots free, Map<String, RegisteredType> types, TaskClock clock) {
        this.slots = slots;
        this.free = free;
        this.types = types;
        this.clock = clock;
        since = clock.millis();
        atNanos = clock.nanos();
        spentNanos = spent();
    }

    /** From a file that the build fills in; empty where the classes are not from a build. */
    private static String version() {
        try (InputStream in = OwnNode.class.getResourceAsStream("/dev/taskcast/engine/version.txt")) {
            String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            return text.startsWith("$") ? "" : text;
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** As it is now. Its load is that since the last time that this was asked, where that is a second ago or more. */
    synchronized NodeAbout about() {
        long now = clock.nanos();
        long passed = now - atNanos;
        if (passed >= Duration.ofSeconds(1).toNanos()) {
            long spent = spent();
            load = Math.max(0, spent - spentNanos) / (double) passed;
            spentNanos = spent;
            atNanos = now;
        }
        return new NodeAbout(
                VERSION, since, slots, free.free(), !free.isTaking(), load, names(), TaskNode.Hearing.ALONE);
    }

    private static long spent() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElse(0L);
    }

    /** There may be a million registered tasks beside them: they are gone through only where there are others than before. */
    private List<String> names() {
        int present = types.size();
        if (present != known) {
            known = present;
            names = types.entrySet().stream()
                    .filter(each -> each.getValue().isTyped())
                    .map(Map.Entry::getKey)
                    .sorted()
                    .limit(NodeAbout.MOST_TYPES)
                    .toList();
        }
        return names;
    }
}
