package dev.taskcast.retention;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.TaskState.Terminal;
import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The ended tasks that may be forgotten, the oldest first: by {@code lastRun}, then position. Kept up to date with each
 * commit, O(log n). Not thread-safe: the committer's.
 */
public final class History {
    private record Ended(long lastRun, long position, String id) {}

    private final int max;
    private final TreeSet<Ended> ended =
            new TreeSet<>(Comparator.comparingLong(Ended::lastRun).thenComparingLong(Ended::position));

    /**
     * An empty history.
     *
     * @param max how many ended tasks may stay; {@code Integer.MAX_VALUE} keeps no account at all
     */
    public History(int max) {
        this.max = max;
    }

    /**
     * Takes note of a change.
     *
     * @param before the row before it, or null
     * @param after the row after it, or null
     */
    public void applied(@Nullable TaskRow before, @Nullable TaskRow after) {
        if (max == Integer.MAX_VALUE) {
            return;
        }
        Ended old = of(before);
        if (old != null) {
            ended.remove(old);
        }
        Ended young = of(after);
        if (young != null) {
            ended.add(young);
        }
    }

    /**
     * The id of the oldest ended task, where there are too many.
     *
     * @return null where there are not
     */
    public @Nullable String tooMany() {
        return ended.size() > max ? ended.first().id() : null;
    }

    private static @Nullable Ended of(@Nullable TaskRow row) {
        return row != null && !row.keep() && row.state() instanceof Terminal terminal
                ? new Ended(terminal.lastRun(), row.position(), row.id())
                : null;
    }
}
