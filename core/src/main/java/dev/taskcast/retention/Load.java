package dev.taskcast.retention;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.TaskState.Terminal;
import org.jspecify.annotations.Nullable;

/** How many submitted tasks have not ended. Kept up to date with each commit. Not thread-safe: the committer's. */
public final class Load {
    private final int max;
    private int pending;

    /**
     * None yet.
     *
     * @param max how many there may be
     */
    public Load(int max) {
        this.max = max;
    }

    /**
     * Takes note of a change.
     *
     * @param before the row before it, or null
     * @param after the row after it, or null
     */
    public void applied(@Nullable TaskRow before, @Nullable TaskRow after) {
        pending += weight(after) - weight(before);
    }

    private static int weight(@Nullable TaskRow row) {
        return row != null && row.payload() != null && !(row.state() instanceof Terminal) ? 1 : 0;
    }

    /** Takes note of nothing that was. */
    public void clear() {
        pending = 0;
    }

    /**
     * Whether no more may be submitted.
     *
     * @param more how many are on their way
     * @return true at the limit
     */
    public boolean isFull(int more) {
        return pending + more >= max;
    }
}
