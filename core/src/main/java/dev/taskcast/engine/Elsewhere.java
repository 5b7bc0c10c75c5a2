package dev.taskcast.engine;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.TaskState.Running;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The runs on other nodes, by node: what is to be dealt with when a node is gone. Thread-safe. */
final class Elsewhere {
    private final String self;
    private final Map<String, Map<Long, String>> runs = new HashMap<>(); // by node: created -> id

    Elsewhere(String self) {
        this.self = self;
    }

    synchronized void applied(@Nullable TaskRow before, @Nullable TaskRow after) {
        String old = node(before);
        String now = node(after);
        if (before != null && old != null && !old.equals(now)) {
            Map<Long, String> there = runs.get(old);
            if (there != null) {
                there.remove(before.created());
                if (there.isEmpty()) {
                    runs.remove(old);
                }
            }
        }
        if (after != null && now != null && !now.equals(old)) {
            runs.computeIfAbsent(now, key -> new HashMap<>()).put(after.created(), after.id());
        }
    }

    private @Nullable String node(@Nullable TaskRow row) {
        String node = row != null && row.state() instanceof Running running
                ? running.placement().node()
                : null;
        return self.equals(node) ? null : node;
    }

    synchronized Set<String> nodes() {
        return Set.copyOf(runs.keySet());
    }

    /** The ids of the tasks whose runs are on a node. */
    synchronized List<String> on(String node) {
        return List.copyOf(runs.getOrDefault(node, Map.of()).values());
    }
}
