package dev.taskcast.retention;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.TaskState.Terminal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The ended tasks that may be forgotten, the oldest first: by {@code lastRun}, then position. Kept up to date with each
 * commit, O(log n). Not thread-safe: the committer's.
 */
public final class History {
    private record Ended(long lastRun, long position, String id) {}

    private final int max;
    private final long maxAgeMillis;
    private final TreeSet<Ended> ended =
            new TreeSet<>(Comparator.comparingLong(Ended::lastRun).thenComparingLong(Ended::position));

    /**
     * An empty history.
     *
     * @param max how many ended tasks may stay; {@code Integer.MAX_VALUE} keeps no account at all
     */
    public History(int max) {
        this(max, Long.MAX_VALUE);
    }

    /**
     * An empty history.
     *
     * @param max how many ended tasks may stay; {@code Integer.MAX_VALUE} for any number
     * @param maxAgeMillis how long they may stay; {@code Long.MAX_VALUE} for ever. With both no account is kept at all
     */
    public History(int max, long maxAgeMillis) {
        this.max = max;
        this.maxAgeMillis = maxAgeMillis;
    }

    /**
     * Takes note of a change.
     *
     * @param before the row before it, or null
     * @param after the row after it, or null
     */
    public void applied(@Nullable TaskRow before, @Nullable TaskRow after) {
        if (max == Integer.MAX_VALUE && maxAgeMillis == Long.MAX_VALUE) {
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
     * Whether there is nothing to forget, however long it has been there.
     *
     * @return true where no ended task may be forgotten
     */
    public boolean isEmpty() {
        return ended.isEmpty();
    }

    /**
     * The ids of the oldest ended tasks, where there are too many, or they are too old.
     *
     * @param most how many are asked for at the most
     * @param nowMillis wall time
     * @return those that are too many or too old, the oldest first
     */
    public List<String> tooMany(int most, long nowMillis) {
        int excess = ended.size() - max;
        if (excess <= 0 && (ended.isEmpty() || !isTooOld(ended.first(), nowMillis))) {
            return List.of();
        }
        List<String> ids = new ArrayList<>();
        for (Ended oldest : ended) {
            if (ids.size() >= most || (ids.size() >= excess && !isTooOld(oldest, nowMillis))) {
                break;
            }
            ids.add(oldest.id());
        }
        return ids;
    }

    private boolean isTooOld(Ended task, long nowMillis) {
        return nowMillis - task.lastRun() > maxAgeMillis;
    }

    private static @Nullable Ended of(@Nullable TaskRow row) {
        return row != null && !row.keep() && row.state() instanceof Terminal terminal
                ? new Ended(terminal.lastRun(), row.position(), row.id())
                : null;
    }
}
