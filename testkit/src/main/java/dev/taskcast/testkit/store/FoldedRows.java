package dev.taskcast.testkit.store;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Change;
import dev.taskcast.store.Opened;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All rows, limits and orphans, as changes have made them, one after the other. Not thread-safe. */
final class FoldedRows {
    private final Map<String, TaskRow> byId = new HashMap<>();
    private final TreeMap<Long, TaskRow> byCreated = new TreeMap<>();
    private final Map<LimitId, LimitSetting> limits = new HashMap<>();
    private final Map<Long, Orphan> orphans = new TreeMap<>(); // by fence
    private long head;

    /** As a store has them. */
    FoldedRows(Opened opened) {
        opened.rows().forEach(this::put);
        limits.putAll(opened.limits());
        opened.orphans().forEach(orphan -> orphans.put(orphan.fence(), orphan));
        head = opened.head();
    }

    private void put(TaskRow row) {
        byId.put(row.id(), row);
        byCreated.put(row.created(), row);
    }

    /** What a change would make of them, at the next position where it has one of its own. */
    Applied applied(Change change) {
        TaskRow from = change.from();
        TaskRow after = TaskRow.after(from, change.next(), head + 1);
        if (change.next() instanceof Decision.OfNoTask) {
            return new Applied(change, head, null);
        }
        if (change.next() instanceof Decision.Woken woken) {
            return new Applied(change, woken.row().position(), woken.row());
        }
        if (from != null && after != null && after.position() == from.position()) {
            return new Applied(change, from.position(), after); // no transition
        }
        return new Applied(change, head + 1, after);
    }

    /** A change is made. */
    void apply(Applied applied) {
        TaskRow after = applied.after();
        Orphan orphan = Orphan.of(applied.change().from(), after);
        if (orphan != null) {
            orphans.put(orphan.fence(), orphan);
        }
        if (applied.change().next() instanceof Decision.Returned returned) {
            orphans.remove(returned.orphan().fence());
        } else if (applied.change().next() instanceof Decision.Limited limited) {
            if (limited.to().equals(LimitSetting.NONE)) {
                limits.remove(limited.of());
            } else {
                limits.put(limited.of(), limited.to());
            }
        } else if (after == null) {
            byCreated.remove(existing(byId.remove(applied.change().id())).created());
        } else {
            put(after);
        }
        head = Math.max(head, applied.position());
    }

    /** All is known up to a position. */
    void upTo(long newest) {
        head = newest;
    }

    static TaskRow existing(@Nullable TaskRow row) {
        if (row == null) {
            throw new AssertionError("There is no such task");
        }
        return row;
    }

    @Nullable
    TaskRow find(String id) {
        return byId.get(id);
    }

    @Nullable
    TaskRow find(long created) {
        return byCreated.get(created);
    }

    LimitSetting limit(LimitId of) {
        return limits.getOrDefault(of, LimitSetting.NONE);
    }

    Orphan orphan(long fence) {
        Orphan orphan = orphans.get(fence);
        if (orphan == null) {
            throw new AssertionError("There is no such orphan: " + fence);
        }
        return orphan;
    }

    /** The oldest first. */
    List<TaskRow> rows() {
        return List.copyOf(byCreated.values());
    }

    Map<LimitId, LimitSetting> limits() {
        return Map.copyOf(limits);
    }

    /** In the order in which they began. */
    List<Orphan> orphans() {
        return List.copyOf(orphans.values());
    }

    long head() {
        return head;
    }
}
