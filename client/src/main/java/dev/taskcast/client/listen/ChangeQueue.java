package dev.taskcast.client.listen;

import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskState;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes that a listener is still to be told of. Progress is merged to the newest of each run; every other change is told by itself, up to
 * a bound. Beyond it each task has its newest change only. Not thread-safe.
 */
final class ChangeQueue implements Mailbox.Waiting<TaskChange> {
    static final int MAX_CHANGES = 1_024;

    private final Map<Long, TaskChange> changes = new LinkedHashMap<>(); // by their number, in order
    private final Map<String, Long> newest = new HashMap<>(); // the number of each task's last one
    private long number;
    private boolean merged; // each task has its newest one only, until all are told

    @Override
    public void add(TaskChange change) {
        Long last = newest.get(change.id());
        if (last != null && isProgress(changes.get(last), change)) {
            changes.put(last, change);
            return;
        }
        if (!merged && changes.size() >= MAX_CHANGES) {
            merged = true;
            changes.entrySet()
                    .removeIf(each ->
                            !each.getKey().equals(newest.get(each.getValue().id())));
        }
        if (merged && last != null) {
            changes.remove(last);
        }
        newest.put(change.id(), ++number);
        changes.put(number, change);
    }

    private static boolean isProgress(@Nullable TaskChange before, TaskChange change) {
        return before instanceof TaskChange.Updated(long p, String i, TaskState.Running earlier)
                && change instanceof TaskChange.Updated(long q, String j, TaskState.Running now)
                && earlier.run() == now.run();
    }

    @Override
    public @Nullable TaskChange next() {
        Iterator<Map.Entry<Long, TaskChange>> first = changes.entrySet().iterator();
        if (!first.hasNext()) {
            merged = false;
            return null;
        }
        Map.Entry<Long, TaskChange> entry = first.next();
        TaskChange change = entry.getValue();
        newest.remove(change.id(), entry.getKey());
        first.remove();
        return change;
    }

    @Override
    public boolean isFull() {
        return false;
    }
}
