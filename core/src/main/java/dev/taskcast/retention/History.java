package dev.taskcast.retention;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.TaskState.Terminal;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The ended tasks that may be forgotten, the oldest first: by {@code lastRun}, then position. How long ago each has ended is
 * measured on the monotonic clock, since all would be too old at once where the wall clock is set ahead. Of those that ended
 * in an earlier life of the store the wall time is all that is known. Kept up to date with each commit, O(log n). Not
 * thread-safe: the committer's.
 */
public final class History {
    /** A task that has ended; the end is on the monotonic clock, counted from when this history was made. */
    private record Ended(String id, int run, long lastRun, long position, long sinceNanos) {}

    private static final Comparator<Ended> IN_ORDER =
            Comparator.comparingLong(Ended::lastRun).thenComparingLong(Ended::position);
    private static final Comparator<Ended> BY_AGE =
            Comparator.comparingLong(Ended::sinceNanos).thenComparingLong(Ended::position);
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final int max;
    private final boolean isForEver;
    private final long maxAgeNanos;
    private final TaskClock clock;
    private final long madeNanos;
    private final TreeSet<Ended> ended = new TreeSet<>(IN_ORDER);
    private final TreeSet<Ended> byAge = new TreeSet<>(BY_AGE); // empty where age does not matter

    /**
     * An empty history without a limit of age.
     *
     * @param max how many ended tasks may stay; {@code Integer.MAX_VALUE} keeps no account at all
     */
    public History(int max) {
        this(max, FOR_EVER, TaskClock.system());
    }

    /**
     * An empty history.
     *
     * @param max how many ended tasks may stay; {@code Integer.MAX_VALUE} for any number
     * @param maxAge how long they may stay; from 73 years on, for ever. With both no account is kept at all
     * @param clock measures that
     */
    public History(int max, Duration maxAge, TaskClock clock) {
        this.max = max;
        this.clock = clock;
        maxAgeNanos = TaskClock.nanosOf(maxAge);
        isForEver = isForEver(maxAge);
        madeNanos = clock.nanos();
    }

    /**
     * Whether no task gets that old.
     *
     * @param maxAge how long tasks may stay
     * @return true from 73 years on
     */
    public static boolean isForEver(Duration maxAge) {
        return TaskClock.nanosOf(maxAge) == TaskClock.nanosOf(FOR_EVER);
    }

    /**
     * Takes note of a task of an earlier life of the store.
     *
     * @param row as the store has it
     */
    public void restore(TaskRow row) {
        if (isKept(row) && row.state() instanceof Terminal terminal) {
            // Where one of the two times can't be right it stays as if it had ended now, which is later than it has.
            long now = clock.millis();
            boolean isKnown = TaskClock.isPlausible(terminal.lastRun()) && TaskClock.isPlausible(now);
            long millis = isKnown ? Math.max(0, now - terminal.lastRun()) : 0;
            add(row, terminal, elapsedNanos() - TaskClock.nanosOf(Duration.ofMillis(millis)));
        }
    }

    /**
     * Takes note of a change.
     *
     * @param before the row before it, or null
     * @param after the row after it, or null
     */
    public void applied(@Nullable TaskRow before, @Nullable TaskRow after) {
        if (max == Integer.MAX_VALUE && isForEver) {
            return;
        }
        Ended old = before != null && before.state() instanceof Terminal was ? remove(before, was) : null;
        if (after != null && isKept(after) && after.state() instanceof Terminal terminal) {
            // Where the run is the same, only the task's words have changed.
            long since = old != null && old.run() == terminal.run() ? old.sinceNanos() : elapsedNanos();
            add(after, terminal, since);
        }
    }

    private long elapsedNanos() {
        return clock.nanos() - madeNanos;
    }

    private boolean isKept(TaskRow row) {
        return (max != Integer.MAX_VALUE || !isForEver)
                && !row.terms().keep()
                && row.terms().schedule() == null
                && !row.hasHandler();
    }

    private void add(TaskRow row, Terminal state, long sinceNanos) {
        Ended young = new Ended(row.id(), state.run(), state.lastRun(), row.position(), sinceNanos);
        ended.add(young);
        if (!isForEver) {
            byAge.add(young);
        }
    }

    private @Nullable Ended remove(TaskRow row, Terminal state) {
        Ended same = new Ended(row.id(), state.run(), state.lastRun(), row.position(), 0);
        Ended old = ended.floor(same);
        if (old == null || IN_ORDER.compare(old, same) != 0) {
            return null; // one that is kept
        }
        ended.remove(old);
        byAge.remove(old);
        return old;
    }

    /**
     * A task is held no more: whether it is to be forgotten is not for this history to say.
     *
     * @param row the task
     */
    public void rests(TaskRow row) {
        if (row.state() instanceof Terminal ended) {
            Ended ignored = remove(row, ended);
        }
    }

    /** Takes note of nothing that was. */
    public void clear() {
        ended.clear();
        byAge.clear();
    }

    /**
     * How many tasks it knows of.
     *
     * @return those that may be forgotten
     */
    public int size() {
        return ended.size();
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
     * @return first those that are too many, then those that are too old, the oldest first
     */
    public List<String> tooMany(int most) {
        int excess = Math.min(ended.size() - max, most);
        boolean isAnyTooOld = !byAge.isEmpty() && isTooOld(byAge.first());
        if (excess <= 0 && !isAnyTooOld) {
            return List.of();
        }
        Set<String> ids = new LinkedHashSet<>();
        for (Ended oldest : ended) {
            if (ids.size() >= excess) {
                break;
            }
            ids.add(oldest.id());
        }
        for (Ended oldest : byAge) {
            if (ids.size() >= most || !isTooOld(oldest)) {
                break;
            }
            ids.add(oldest.id());
        }
        return List.copyOf(ids);
    }

    private boolean isTooOld(Ended task) {
        return elapsedNanos() - task.sinceNanos() > maxAgeNanos;
    }
}
