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

/** What a node says of itself. Thread-safe: who asks at the same time finds out the same twice. */
final class OwnNode {
    private static final String VERSION = version();

    private final long since;
    private final int slots;
    private final NodeSlots free;
    private final Map<String, RegisteredType> types;
    private final TaskClock clock;

    private volatile Load load;
    private volatile Names names = new Names(-1, List.of());

    /**
     * How busy its JVM was before a moment.
     *
     * @param spentNanos of processors, up to then
     * @param atNanos when
     * @param processors how many were busy before that
     */
    private record Load(long spentNanos, long atNanos, double processors) {}

    /**
     * The types that tasks can be submitted to.
     *
     * @param registered how many types and tasks were registered when they were read
     * @param all their names
     */
    private record Names(int registered, List<String> all) {}

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
        load = new Load(spent(), clock.nanos(), 0);
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
    NodeAbout about() {
        Load before = load;
        long now = clock.nanos();
        long passed = now - before.atNanos;
        if (passed >= Duration.ofSeconds(1).toNanos()) {
            long spent = spent();
            before = new Load(spent, now, Math.max(0, spent - before.spentNanos) / (double) passed);
            load = before;
        }
        return new NodeAbout(
                VERSION,
                since,
                slots,
                free.free(),
                !free.isTaking(),
                before.processors,
                names(),
                TaskNode.Hearing.ALONE);
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
        Names known = names;
        int present = types.size();
        if (present != known.registered) {
            known = new Names(
                    present,
                    types.entrySet().stream()
                            .filter(each -> each.getValue().isTyped())
                            .map(Map.Entry::getKey)
                            .sorted()
                            .limit(NodeAbout.MOST_TYPES)
                            .toList());
            names = known;
        }
        return known.all;
    }
}
