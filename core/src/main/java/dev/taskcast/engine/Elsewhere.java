package dev.taskcast.engine;

import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.live.Live;
import dev.taskcast.store.Watched;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The handlers on other nodes, by node: what is to be dealt with when a node is gone. Those of runs that go on, those
 * that were told to stop and have not returned, and orphans. Thread-safe.
 */
final class Elsewhere implements Live.Others {
    /** Where a handler is that was stopping already when its state did not say where: a version before has written it. */
    static final String UNKNOWN = "";

    private final String self;
    private final Function<String, @Nullable TaskRow> rows;
    private final Supplier<? extends Collection<Orphan>> orphans;
    private final Map<String, Map<Long, String>> handlers = new HashMap<>(); // by node: created -> id

    /**
     * There are none.
     *
     * @param self this node's name
     * @param rows finds a task by its id
     * @param orphans the handlers that their tasks no longer tell of
     */
    Elsewhere(String self, Function<String, @Nullable TaskRow> rows, Supplier<? extends Collection<Orphan>> orphans) {
        this.self = self;
        this.rows = rows;
        this.orphans = orphans;
    }

    void applied(@Nullable TaskRow before, @Nullable TaskRow after) {
        String from = before == null ? null : nodeOf(before);
        String to = after == null ? null : nodeOf(after);
        if (from != null || to != null) {
            move(before, from, after, to);
        }
    }

    private synchronized void move(
            @Nullable TaskRow before, @Nullable String from, @Nullable TaskRow after, @Nullable String to) {
        Map<Long, String> there = before == null || from == null ? null : handlers.get(from);
        if (before != null && there != null) {
            there.remove(before.created());
            if (there.isEmpty()) {
                handlers.remove(from);
            }
        }
        if (after != null && to != null) {
            handlers.computeIfAbsent(to, key -> new HashMap<>()).put(after.created(), after.id());
        }
    }

    /** The other node that a task is dealt with by; also for a run that nobody has taken on yet. */
    private @Nullable String nodeOf(TaskRow row) {
        if (!row.hasHandler()) {
            return null;
        }
        String node = row.handlerNode();
        return self.equals(node) ? null : node == null ? UNKNOWN : node;
    }

    /** The nodes with handlers. */
    @Override
    public synchronized Set<String> nodes() {
        Set<String> nodes = new HashSet<>(handlers.keySet());
        for (Orphan orphan : orphans.get()) {
            if (orphan.node() != null && !orphan.node().equals(self)) {
                nodes.add(orphan.node());
            }
        }
        nodes.remove(UNKNOWN);
        return nodes;
    }

    /**
     * The tasks that tell of handlers on a node, as they are by now: one that another node has taken over in between goes on there.
     *
     * @param node its name
     */
    List<TaskRow> rowsOn(String node) {
        List<TaskRow> found = new ArrayList<>();
        for (String id : on(node)) {
            TaskRow row = rows.apply(id);
            if (row != null && node.equals(nodeOf(row))) {
                found.add(row);
            }
        }
        return found;
    }

    @Override
    public boolean isAnyWatched(Watched watched) {
        if (watched.everything()) {
            return !isEmpty();
        }
        for (String id : ids()) {
            TaskRow row = rows.apply(id);
            if (row != null
                    && (watched.lines().contains(id)
                            || watched.matches(row.state().identity()))) {
                return true;
            }
        }
        return false;
    }

    /** The ids of all tasks that tell of handlers elsewhere. */
    private synchronized List<String> ids() {
        List<String> ids = new ArrayList<>();
        handlers.values().forEach(there -> ids.addAll(there.values()));
        return ids;
    }

    private synchronized boolean isEmpty() {
        return handlers.isEmpty();
    }

    private synchronized List<String> on(String node) {
        return List.copyOf(handlers.getOrDefault(node, Map.of()).values());
    }

    /** The handlers on a node that their tasks no longer tell of. */
    List<Orphan> orphansOn(String node) {
        return orphans.get().stream()
                .filter(orphan -> node.equals(orphan.node() == null ? UNKNOWN : orphan.node()))
                .toList();
    }
}
