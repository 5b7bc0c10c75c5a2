package dev.taskcast.queue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait, the oldest first, whatever their type; those of a type whose code is not here wait on, and are in
 * nobody's way. Every call is O(log n). Thread-safe.
 */
public final class TaskQueue {
    private final Map<String, TreeMap<Long, String>> waiting = new HashMap<>(); // by type: created -> id
    private final Set<String> available = new HashSet<>();
    private final TreeMap<Long, String> heads = new TreeMap<>(); // the oldest of each available type -> type

    /** An empty queue. */
    public TaskQueue() {}

    /**
     * Adds a task, unless it is here.
     *
     * @param type its type
     * @param created the position of the event that made it
     * @param id its id
     */
    public synchronized void add(String type, long created, String id) {
        TreeMap<Long, String> same = waiting.computeIfAbsent(type, key -> new TreeMap<>());
        hide(same);
        same.put(created, id);
        show(type, same);
    }

    /**
     * Takes a task out, where it is here.
     *
     * @param type its type
     * @param created the position of the event that made it
     */
    public synchronized void remove(String type, long created) {
        TreeMap<Long, String> same = waiting.get(type);
        if (same != null && same.containsKey(created)) {
            hide(same);
            same.remove(created);
            show(type, same);
        }
    }

    /**
     * Takes the oldest task out whose code is here.
     *
     * @return its id, or null where there is none
     */
    public synchronized @Nullable String poll() {
        Map.Entry<Long, String> head = heads.pollFirstEntry();
        TreeMap<Long, String> same = head == null ? null : waiting.get(head.getValue());
        if (head == null || same == null) {
            return null;
        }
        String id = same.remove(head.getKey());
        show(head.getValue(), same);
        return id;
    }

    /**
     * Whether {@link #poll} would give none.
     *
     * @return true where nothing waits whose code is here
     */
    public synchronized boolean isEmpty() {
        return heads.isEmpty();
    }

    /**
     * How many wait.
     *
     * @return whether their code is here or not
     */
    public synchronized int size() {
        return waiting.values().stream().mapToInt(Map::size).sum();
    }

    /**
     * A type's code is here from now on, or no longer.
     *
     * @param type the type
     * @param here whether it is
     */
    public synchronized void available(String type, boolean here) {
        TreeMap<Long, String> same = waiting.get(type);
        if (here && available.add(type) && same != null) {
            show(type, same);
        } else if (!here && available.remove(type) && same != null) {
            hide(same);
        }
    }

    /**
     * Whether a type's code is here.
     *
     * @param type the type
     * @return what {@link #available} has said last
     */
    public synchronized boolean isAvailable(String type) {
        return available.contains(type);
    }

    private void hide(SortedMap<Long, String> same) {
        if (!same.isEmpty()) {
            heads.remove(same.firstKey());
        }
    }

    private void show(String type, SortedMap<Long, String> same) {
        if (same.isEmpty()) {
            waiting.remove(type);
        } else if (available.contains(type)) {
            heads.put(same.firstKey(), type);
        }
    }
}
