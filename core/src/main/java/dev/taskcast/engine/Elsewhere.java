package dev.taskcast.engine;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Stopped;
import dev.taskcast.task.Waiting;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The handlers on other nodes, by node: what is to be dealt with when a node is gone. Those of runs that go on, and those
 * that were told to stop and have not returned. Thread-safe.
 */
final class Elsewhere {
    /** Where a handler is that was stopping already when this node opened the store: its state does not say. */
    static final String UNKNOWN = "";

    private final String self;
    private final Map<Long, String> nodeOf = new HashMap<>(); // by created
    private final Map<String, Map<Long, String>> handlers = new HashMap<>(); // by node: created -> id

    Elsewhere(String self) {
        this.self = self;
    }

    synchronized void applied(@Nullable TaskRow before, @Nullable TaskRow after) {
        if (before != null) {
            move(before, node(before, after));
        } else if (after != null) {
            move(after, node(null, after));
        }
    }

    private @Nullable String node(@Nullable TaskRow before, @Nullable TaskRow after) {
        if (after == null) {
            return null;
        }
        return switch (after.state()) {
            case Running running -> other(running.placement().node());
            case Stopped stopped
            when stopped.stopping() != null -> before == null ? UNKNOWN : nodeOf.get(after.created());
            case Pending pending
            when pending.waiting() instanceof Waiting.ForHandler ->
                before == null ? UNKNOWN : nodeOf.get(after.created());
            default -> null;
        };
    }

    private @Nullable String other(@Nullable String node) {
        return self.equals(node) ? null : node;
    }

    private void move(TaskRow row, @Nullable String to) {
        String from = to == null ? nodeOf.remove(row.created()) : nodeOf.put(row.created(), to);
        if (from != null && !from.equals(to)) {
            Map<Long, String> there = handlers.get(from);
            if (there != null) {
                there.remove(row.created());
                if (there.isEmpty()) {
                    handlers.remove(from);
                }
            }
        }
        if (to != null && !to.equals(from)) {
            handlers.computeIfAbsent(to, key -> new HashMap<>()).put(row.created(), row.id());
        }
    }

    /** The nodes with handlers. */
    synchronized Set<String> nodes() {
        Set<String> nodes = new HashSet<>(handlers.keySet());
        nodes.remove(UNKNOWN);
        return nodes;
    }

    /** The ids of the tasks whose handlers are on a node. */
    synchronized List<String> on(String node) {
        return List.copyOf(handlers.getOrDefault(node, Map.of()).values());
    }
}
