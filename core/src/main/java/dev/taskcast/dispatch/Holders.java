package dev.taskcast.dispatch;

import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.queue.Lane;
import dev.taskcast.queue.Line;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The handlers that are at work, on any node: each holds the limits of its lane until it has returned or its node is gone. They are
 * counted from the first limit on. Not thread-safe.
 */
final class Holders {
    private final Line line;
    private final Lanes lanes;
    private final Map<Long, Orphan> orphans = new HashMap<>(); // by fence
    private boolean isCounting;

    Holders(Line line, Lanes lanes, boolean isCounting) {
        this.line = line;
        this.lanes = lanes;
        this.isCounting = isCounting;
    }

    boolean isCounting() {
        return isCounting;
    }

    /** There is a limit: whoever is at work counts from now on. */
    void countFrom(Collection<TaskRow> rows) {
        isCounting = true;
        for (TaskRow row : rows) {
            move(null, row);
        }
        holdOrphans();
    }

    /** The line has forgotten everybody. Rows are {@link #move moved} in once more; orphans are in no row. */
    void holdOrphans() {
        if (isCounting) {
            orphans.values().forEach(orphan -> line.holds(lanes.of(orphan)));
        }
    }

    void move(@Nullable TaskRow from, @Nullable TaskRow to) {
        if (!isCounting) {
            return;
        }
        Lane held = from != null && from.hasHandler() ? lanes.of(from) : null;
        Lane holds = to != null && to.hasHandler() ? lanes.of(to) : null;
        if (held != null && !held.equals(holds)) {
            line.frees(held);
        }
        if (holds != null && !holds.equals(held)) {
            line.holds(holds);
        }
    }

    void add(Orphan orphan) {
        boolean isNew = orphans.put(orphan.fence(), orphan) == null;
        if (isNew && isCounting) {
            line.holds(lanes.of(orphan));
        }
    }

    void remove(Orphan orphan) {
        boolean wasThere = orphans.remove(orphan.fence()) != null;
        if (wasThere && isCounting) {
            line.frees(lanes.of(orphan));
        }
    }

    @Nullable
    Orphan orphan(long fence) {
        return orphans.get(fence);
    }

    List<Orphan> orphans() {
        return List.copyOf(orphans.values());
    }
}
