package dev.taskcast.series;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Terminal;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * What a change counts as. It follows from the rows before and after it alone, times included: so everybody who applies the change comes to
 * the same.
 *
 * @param type the task's type
 * @param kind what has happened
 * @param ended how, where it has ended; else null
 * @param at when, in epoch milliseconds
 * @param millis how long a run that has started waited, or how long one that is over took; {@link #UNKNOWN} where there is nothing to say
 */
public record SeriesEvent(String type, Kind kind, @Nullable TaskStatus ended, long at, long millis) {
    /** No time. */
    public static final long UNKNOWN = -1;

    /** What can happen. */
    public enum Kind {
        /** A run has started. */
        STARTED,
        /** A task has ended. */
        ENDED,
        /** A run has failed, and there is to be another one. */
        RETRIED
    }

    /**
     * Tells what a change counts as.
     *
     * @param before the row before it, or null
     * @param after the row after it, or null
     * @return null for nothing: most changes that neither start nor end a run; a task that is gone
     */
    public static @Nullable SeriesEvent of(@Nullable TaskRow before, @Nullable TaskRow after) {
        if (before == null || after == null) {
            return null;
        }
        TaskState was = before.state();
        return switch (after.state()) {
            case Running running ->
                after.fence() == before.fence() ? null : started(after.type(), was, running.startedAt());
            case Terminal ended -> was instanceof Terminal ? null : ended(after.type(), ended);
            case Pending pending ->
                was instanceof Running running && pending.waiting() instanceof Waiting.ForTime again && again.isRetry()
                        ? over(after.type(), Kind.RETRIED, null, running.startedAt(), again.since())
                        : null;
        };
    }

    private static SeriesEvent started(String type, TaskState before, long at) {
        return new SeriesEvent(type, Kind.STARTED, null, at, waited(before, at));
    }

    /** Since it was its time. A run that goes on after another one, and one that had its turn already, has not waited anew. */
    private static long waited(TaskState before, long at) {
        if (before instanceof Running) {
            return UNKNOWN;
        }
        if (!(before instanceof Pending pending) || pending.waiting() instanceof Waiting.ForStart) {
            return 0;
        }
        long since = pending.waiting() instanceof Waiting.ForTime timed
                ? Math.max(timed.since(), timed.until())
                : pending.waiting().since();
        return since == 0 ? UNKNOWN : Math.max(0, at - since);
    }

    private static SeriesEvent ended(String type, Terminal ended) {
        return over(type, Kind.ENDED, ended.status(), ended.startedAt(), ended.lastRun());
    }

    private static SeriesEvent over(String type, Kind kind, @Nullable TaskStatus how, long startedAt, long at) {
        return new SeriesEvent(type, kind, how, at, startedAt == 0 ? UNKNOWN : Math.max(0, at - startedAt));
    }
}
