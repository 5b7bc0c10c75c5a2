package dev.taskcast.count;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.RestingCount;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Terminal;
import dev.taskcast.task.TaskStats;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.Waiting;
import dev.taskcast.time.TaskClock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How many tasks are in which status, in all and by type, the resting ones included; how many runs ended of late; where runs are. Each
 * change costs the same, however many tasks there are, and nothing is ever counted over all of them.
 *
 * <p>What is held is folded from the rows, and can be made anew from them. What rests is known as a number only: from the store's at the
 * beginning, and from what is let go of, woken and forgotten since.
 *
 * <p>Of more types than {@link TaskStats#MOST} only as many are known by their names. Of one that came when there were too many, some tasks
 * may be counted without its name for as long as they are there; the sums of all types are always right.
 *
 * <p>Changed by the committer, one change at a time; read by any thread, which may find one of two numbers that change together changed.
 */
public final class Counts {
    private final StatusCounts all = new StatusCounts();
    private final StatusCounts unnamed = new StatusCounts();
    private final Map<String, StatusCounts> byType = new ConcurrentHashMap<>();
    private int types; // of them; the map itself would have to add up
    private final Map<String, Long> stoppingByQueue = new ConcurrentHashMap<>(); // who waits for the run before to stop
    private final Map<String, Long> runningByNode = new ConcurrentHashMap<>();
    private final Ends ends;

    /**
     * No tasks.
     *
     * @param clock by which the last minute is measured
     */
    public Counts(TaskClock clock) {
        ends = new Ends(clock);
    }

    /**
     * Takes note of what rests in the store and is not held, in place of what was known of that.
     *
     * @param counts of each type and status at most once
     */
    public void restore(Collection<RestingCount> counts) {
        clear(true);
        counts.forEach(each -> add(each.type(), each.status(), true, each.tasks()));
    }

    /**
     * Takes note of a change.
     *
     * @param before the row before it, or null
     * @param after the row after it, or null
     * @param rested whether the task rested until then, and was not held: it is woken, or forgotten
     */
    public void applied(@Nullable TaskRow before, @Nullable TaskRow after, boolean rested) {
        if (rested) {
            TaskRow was = after == null ? before : after;
            if (was != null) {
                add(was.type(), was.state().status(), true, -1);
            }
            move(null, after);
            return;
        }
        move(before, after);
        if (after != null
                && before != null
                && after.state() instanceof Terminal
                && !(before.state() instanceof Terminal)) {
            ends.add(after.state().status());
        }
    }

    /**
     * Takes note of a task that is held already.
     *
     * @param row the task
     */
    public void held(TaskRow row) {
        move(null, row);
    }

    /**
     * A task that is held rests from now on.
     *
     * @param row the task
     */
    public void rests(TaskRow row) {
        move(row, null);
        add(row.type(), row.state().status(), true, 1);
    }

    private void move(@Nullable TaskRow before, @Nullable TaskRow after) {
        if (before != null && after != null && before.type().equals(after.type())) {
            if (!isAlike(before, after)) {
                move(after.type(), before.state().status(), after.state().status());
                count(before, -1);
                count(after, 1);
            }
            return;
        }
        if (before != null) {
            add(before.type(), before.state().status(), false, -1);
            count(before, -1);
        }
        if (after != null) {
            add(after.type(), after.state().status(), false, 1);
            count(after, 1);
        }
    }

    /** Each change of nearly all tasks is one of these: its type is looked up once. */
    private void move(String type, TaskStatus from, TaskStatus to) {
        StatusCounts found = byType.get(type);
        if (found == null ? types < TaskStats.MOST : found.get(from, false) < 1) {
            add(type, from, false, -1);
            add(type, to, false, 1);
            return;
        }
        all.move(from, to);
        (found == null ? unnamed : found).move(from, to);
    }

    /** Whether nothing that is counted is another: most changes of progress and notes. */
    private static boolean isAlike(TaskRow before, TaskRow after) {
        return before.state().status() == after.state().status()
                && Objects.equals(stoppingQueue(before), stoppingQueue(after))
                && Objects.equals(runningNode(before), runningNode(after));
    }

    private static @Nullable String stoppingQueue(TaskRow row) {
        if (row.state() instanceof Pending pending && pending.waiting() instanceof Waiting.ForHandler) {
            String queue = row.state().identity().turn().queue();
            return queue == null ? "" : queue;
        }
        return null;
    }

    private static @Nullable String runningNode(TaskRow row) {
        return row.state() instanceof Running ? row.handlerNode() : null;
    }

    private void count(TaskRow row, long change) {
        add(stoppingByQueue, stoppingQueue(row), change);
        add(runningByNode, runningNode(row), change);
    }

    private static void add(Map<String, Long> counts, @Nullable String of, long change) {
        if (of != null) {
            counts.merge(of, change, (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    private void add(String type, TaskStatus status, boolean rests, long change) {
        StatusCounts of = of(type, status, rests, change); // first: there may be no memory for it
        all.add(status, rests, change);
        of.add(status, rests, change);
        if (change < 0 && of != unnamed && of.isEmpty()) {
            byType.remove(type);
            types = byType.size();
        }
    }

    private StatusCounts of(String type, TaskStatus status, boolean rests, long change) {
        StatusCounts found = byType.get(type);
        if (change < 0) {
            return found == null || found.get(status, rests) < -change ? unnamed : found;
        }
        if (found == null && types < TaskStats.MOST) {
            found = new StatusCounts();
            byType.put(type, found);
            types = byType.size();
        }
        return found == null ? unnamed : found;
    }

    /** Nothing is held; what rests is the same. */
    public void clear() {
        clear(false);
        stoppingByQueue.clear();
        runningByNode.clear();
    }

    private void clear(boolean resting) {
        all.clear(resting);
        unnamed.clear(resting);
        byType.values().forEach(each -> each.clear(resting));
        byType.values().removeIf(StatusCounts::isEmpty);
        types = byType.size();
    }

    /**
     * All tasks by their status.
     *
     * @return those that are not 0
     */
    public Map<TaskStatus, Long> byStatus() {
        return all.read();
    }

    /**
     * All tasks by their type and status.
     *
     * @return of at most {@link TaskStats#MOST} types
     */
    public Map<String, Map<TaskStatus, Long>> byType() {
        Map<String, Map<TaskStatus, Long>> read = new HashMap<>();
        byType.forEach((type, counts) -> {
            Map<TaskStatus, Long> some = counts.read();
            if (!some.isEmpty()) {
                read.put(type, some);
            }
        });
        return read;
    }

    /**
     * The runs that ended in the last minute, by how.
     *
     * @return as this node has come to know of it
     */
    public Map<TaskStatus, Long> endedLastMinute() {
        return ends.read();
    }

    /**
     * How many tasks wait for the run before to stop.
     *
     * @return by queue; the default one has no name
     */
    public Map<String, Long> stoppingByQueue() {
        return Map.copyOf(stoppingByQueue);
    }

    /**
     * How many runs go on where.
     *
     * @return by the name of the node; nothing where there is one node only
     */
    public Map<String, Long> runningByNode() {
        return Map.copyOf(runningByNode);
    }

    /**
     * How many tasks run.
     *
     * @return on all nodes
     */
    public long running() {
        return byStatus().getOrDefault(TaskStatus.RUNNING, 0L);
    }
}
