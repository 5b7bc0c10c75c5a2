package dev.taskcast.queue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
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
        Long first = same.isEmpty() ? null : same.firstKey();
        same.put(created, id);
        if (available.contains(type)) {
            heads.put(same.firstKey(), type); // first: where there is no memory for it, nothing is hidden
            if (first != null && !first.equals(same.firstKey())) {
                heads.remove(first);
            }
        }
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
            String ignored = remove(type, same, created);
        }
    }

    /** The next one is shown before it goes: where there is no memory for that, nothing has happened. */
    private @Nullable String remove(String type, NavigableMap<Long, String> same, Long created) {
        Long next = same.higherKey(created);
        if (next != null && heads.containsKey(created)) {
            heads.put(next, type);
        }
        heads.remove(created);
        String id = same.remove(created);
        if (same.isEmpty()) {
            waiting.remove(type);
        }
        return id;
    }

    /**
     * Takes the oldest task out whose code is here.
     *
     * @return its id, or null where there is none
     */
    public synchronized @Nullable String poll() {
        Map.Entry<Long, String> head = heads.firstEntry();
        TreeMap<Long, String> same = head == null ? null : waiting.get(head.getValue());
        return head == null || same == null ? null : remove(head.getValue(), same, head.getKey());
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
        boolean isChanged = here ? available.add(type) : available.remove(type);
        if (!isChanged || same == null || same.isEmpty()) {
            return;
        }
        if (here) {
            heads.put(same.firstKey(), type);
        } else {
            heads.remove(same.firstKey());
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
}
