package dev.taskcast.log;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.Standing;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Terminal;
import dev.taskcast.thread.ShortLock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the {@link EventLog} shows of tasks between their transitions: how far a run is, whether its node is heard of, and where a task
 * stands that waits. None of it has a position; each is at a tick, see {@link Amendments}.
 *
 * <p>Thread-safe: under the log's lock.
 */
public final class AmendedTasks {
    private final ShortLock lock;
    private final ShownTasks tasks;
    private final LongSupplier head;
    private final LongFunction<@Nullable TaskProgress> newestProgress;
    private final Unheard unheard = new Unheard();
    private final Map<Long, TaskProgress> last = new HashMap<>(); // of runs elsewhere whose ends come next

    AmendedTasks(
            ShortLock lock, ShownTasks tasks, LongSupplier head, LongFunction<@Nullable TaskProgress> newestProgress) {
        this.lock = lock;
        this.tasks = tasks;
        this.head = head;
        this.newestProgress = newestProgress;
    }

    /**
     * Shows a run's progress. The caller then calls {@link EventLog#hint()}.
     *
     * @param started the row that the run was started with
     * @param progress its newest progress
     * @return false where the run has ended
     */
    public boolean progress(TaskRow started, TaskProgress progress) {
        lock.lock();
        try {
            TaskRow row = tasks.members.get(started.created());
            if (row == null || row.fence() != started.fence() || !(row.state() instanceof Running running)) {
                return false;
            }
            tasks.amended(row.with(running.with(progress)));
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Shows the progress of a run on another node. The caller then calls {@link EventLog#hint()}.
     *
     * @param created the position of the event that made the task
     * @param fence which run
     * @param node where it is said to go on
     * @param progress its newest progress
     * @return false where the task's newest run is another one, is not on that node, or has ended
     */
    public boolean progress(long created, long fence, String node, TaskProgress progress) {
        lock.lock();
        try {
            TaskRow row = tasks.members.get(created);
            if (row == null
                    || row.fence() != fence
                    || !(row.state() instanceof Running running)
                    || running.placement().moving()
                    || !node.equals(running.placement().node())) {
                return false;
            }
            tasks.amended(row.with(running.with(progress)));
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The tasks that were amended, and not moved on since.
     *
     * @param rows as they are shown now
     * @param tick up to which that is all
     */
    public record Amended(List<TaskRow> rows, long tick) {}

    /**
     * Reads what was amended, and nothing of transitions.
     *
     * @param tick after which
     * @param max about how many at the most
     * @return what is there; with the same tick where there is nothing
     */
    public Amended after(long tick, int max) {
        if (tick >= tasks.amendments.tick()) {
            return new Amended(List.of(), tick);
        }
        lock.lock();
        try {
            List<Event> events = new ArrayList<>();
            long upTo = tasks.amendments.read(new Cursor(head.getAsLong(), tick), max, events, Long.MAX_VALUE);
            List<TaskRow> rows = new ArrayList<>();
            for (Event event : events) {
                TaskRow row = tasks.members.get(event.created());
                if (row != null) {
                    rows.add(row);
                }
            }
            return new Amended(rows, upTo);
        } finally {
            lock.unlock();
        }
    }

    /**
     * From now on runs on these nodes, and on no others, are shown as lost. What is shown already is for {@link #remark}.
     *
     * @param sinceByNode since when each has not been heard of, in epoch milliseconds
     */
    public void unheard(Map<String, Long> sinceByNode) {
        lock.lock();
        try {
            unheard.set(sinceByNode);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A state with what is known of the run's node.
     *
     * @param state any
     * @return as it is to be shown
     */
    public TaskState marked(TaskState state) {
        return unheard.mark(state);
    }

    /**
     * Shows a task anew where it says something else of its run's node than is known. The caller then calls {@link EventLog#hint()}.
     *
     * @param created the position of the event that made the task
     * @return whether there is something new to read
     */
    @SuppressWarnings("ReferenceEquality") // the very same row has nothing new to say
    public boolean remark(long created) {
        lock.lock();
        try {
            TaskRow row = tasks.members.get(created);
            TaskRow marked = row == null ? null : unheard.mark(row);
            if (marked == null || marked == row) {
                return false;
            }
            tasks.amended(marked);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Shows where a task stands that waits. The caller then calls {@link EventLog#hint()}.
     *
     * @param created the position of the event that made the task
     * @param since the position from which it waits
     * @param standing where
     * @return whether there is something new to read
     */
    boolean standing(long created, long since, Standing standing) {
        lock.lock();
        try {
            TaskRow row = tasks.members.get(created);
            if (row == null
                    || row.position() != since
                    || !(row.state() instanceof Pending pending)
                    || standing.equals(pending.standing())) {
                return false;
            }
            tasks.amended(row.with(pending.with(standing)));
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * How far a run on another node was whose end is appended next.
     *
     * @param fence which run
     * @param progress its last one
     */
    public void last(long fence, TaskProgress progress) {
        lock.lockWithin(); // the committer's
        try {
            last.put(fence, progress);
        } finally {
            lock.unlock();
        }
    }

    /** Of runs whose ends were told of by {@link #last} all have been appended that will be. */
    public void lastEnded() {
        lock.lockWithin(); // the committer's
        try {
            last.clear();
        } finally {
            lock.unlock();
        }
    }

    /** A row as it is to be shown where it was not shown before: with how far its run is, and what is known of its node. */
    TaskRow asItIs(TaskRow row) {
        TaskRow marked = unheard.mark(row);
        TaskProgress newest = marked.state() instanceof Running ? newestProgress.apply(marked.fence()) : null;
        return newest != null && marked.state() instanceof Running running ? marked.with(running.with(newest)) : marked;
    }

    /** A row with what is known of its run's node. */
    TaskRow marked(TaskRow row) {
        return unheard.mark(row);
    }

    /** The row of a run that goes on, as far as it is shown to be. Under the lock. */
    TaskRow asFarAsShown(TaskRow row) {
        TaskRow shown = tasks.members.get(row.created());
        return shown != null
                        && shown.fence() == row.fence()
                        && shown.state() instanceof Running before
                        && row.state() instanceof Running running
                ? row.with(running.with(before.progress()))
                : row;
    }

    /**
     * The last progress of a run that ends now, for readers who have not had it. Under the lock.
     *
     * @param from the row of the run
     * @param after its task's next state
     * @return null where there is none, or where this is no end
     */
    @Nullable
    Event lastProgress(TaskRow from, TaskState after) {
        return from.state() instanceof Running running && after instanceof Terminal
                ? tasks.amendments.last(from, running, lastOf(from.fence()))
                : null;
    }

    private @Nullable TaskProgress lastOf(long fence) {
        TaskProgress told = last.isEmpty() ? null : last.remove(fence);
        return told == null ? newestProgress.apply(fence) : told;
    }
}
