package dev.taskcast.dispatch;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.Course;
import dev.taskcast.task.Overlap;
import dev.taskcast.task.Schedule;
import dev.taskcast.task.Schedule.Due;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Terminal;
import java.time.Instant;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tasks with schedules, by their next tick, and what is to be decided over them. The next tick is a part of the task's state, and
 * the change that fires one sets the one after it: of two nodes that want to fire the same, the second finds it gone. Guarded by
 * {@link Dispatch}.
 */
final class Ticks {
    /** A task whose next tick is known, or is to be set. */
    private record Entry(long tick, TaskRow row) {}

    private static final Comparator<Entry> IN_ORDER = Comparator.comparingLong(Entry::tick)
            .thenComparingLong(entry -> entry.row().created());

    private final TreeSet<Entry> entries = new TreeSet<>(IN_ORDER);
    private final Function<TaskRow, @Nullable Schedule> schedules;

    /**
     * No tasks.
     *
     * @param schedules the schedule of a task, where its code is here, and is what was declared last
     */
    Ticks(Function<TaskRow, @Nullable Schedule> schedules) {
        this.schedules = schedules;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    void clear() {
        entries.clear();
    }

    static boolean isScheduled(@Nullable TaskRow row) {
        return row != null && row.terms().schedule() != null && row.terms().isKnown();
    }

    void applied(@Nullable TaskRow before, @Nullable TaskRow after) {
        move(before, after);
    }

    /** That was not kept. */
    void dropped(@Nullable TaskRow before, @Nullable TaskRow after) {
        move(after, before);
    }

    private void move(@Nullable TaskRow from, @Nullable TaskRow to) {
        if (from != null && isScheduled(from)) {
            entries.remove(entry(from));
        }
        if (to != null && isScheduled(to)) {
            entries.add(entry(to));
        }
    }

    /** It can't be decided over: it is looked at again when it changes. */
    void unfit(String id) {
        entries.removeIf(entry -> entry.row().id().equals(id));
    }

    private static Entry entry(TaskRow row) {
        return new Entry(tick(row), row);
    }

    private static long tick(TaskRow row) {
        Course course = row.state().course();
        return course == null ? 0 : course.nextAt();
    }

    private static boolean isBusy(TaskRow row) {
        return row.isWaiting() || row.state() instanceof Running;
    }

    /** The next that is to be decided, or null. */
    Dispatch.@Nullable Ticking next(long now) {
        for (Entry entry : entries) {
            if (entry.tick() > now) {
                return null;
            }
            Schedule schedule = schedules.apply(entry.row());
            Command command = schedule == null ? null : decide(entry.row(), schedule, now);
            if (command != null) {
                return new Dispatch.Ticking(entry.row().id(), command);
            }
        }
        return null;
    }

    /** When there may be more to decide, although nothing changes. */
    long nextDue(long now) {
        long earliest = Long.MAX_VALUE;
        for (Entry entry : entries) {
            if (entry.tick() >= earliest) {
                return earliest; // jitter only puts off
            }
            Schedule schedule = schedules.apply(entry.row());
            if (schedule != null && (entry.tick() > now || !isBusy(entry.row()))) {
                long due = dueAt(entry.row(), schedule, entry.tick());
                earliest = Math.min(earliest, Math.max(due, now + 1));
            }
        }
        return earliest;
    }

    private static long dueAt(TaskRow row, Schedule schedule, long tick) {
        return schedule.dueAt(row.id(), Instant.ofEpochMilli(tick)).toEpochMilli();
    }

    private static @Nullable Command decide(TaskRow row, Schedule schedule, long now) {
        long tick = tick(row);
        Instant moment = Instant.ofEpochMilli(now);
        if (tick == 0) {
            return isBusy(row) ? null : new Command.Tick(now, 0, first(row, schedule, moment), false);
        }
        if (dueAt(row, schedule, tick) > now) {
            return null; // put off by its jitter
        }
        if (isBusy(row)) {
            boolean isReplaced = schedule.overlap() == Overlap.REPLACE
                    && row.state() instanceof Running running
                    && !running.placement().moving();
            return isReplaced ? new Command.Cancel() : null;
        }
        if (isOverlapped(row, schedule, tick)) {
            long next = millis(schedule.next(Instant.ofEpochMilli(tick), moment).orElse(null));
            return new Command.Tick(now, tick, next, schedule.overlap() != Overlap.SKIP);
        }
        Due due = schedule.due(row.id(), Instant.ofEpochMilli(tick), moment);
        boolean runs = !due.ticks().isEmpty();
        Instant next = due.ticks().size() > 1 ? due.ticks().get(1) : due.next();
        return new Command.Tick(now, tick, millis(next), runs);
    }

    /** The first tick: after the end of the newest run, or from now on where that is long ago. */
    private static long first(TaskRow row, Schedule schedule, Instant now) {
        Instant anchor = row.state() instanceof Terminal ended ? Instant.ofEpochMilli(ended.lastRun()) : now;
        Instant next = schedule.next(anchor, now).orElse(null);
        return millis(next == null ? schedule.next(now, now).orElse(null) : next);
    }

    /** Whether a tick passed while the newest run went on, or waited for its turn. */
    private static boolean isOverlapped(TaskRow row, Schedule schedule, long tick) {
        return row.state() instanceof Terminal ended
                && ended.startedAt() > 0
                && tick <= ended.lastRun()
                && (tick > ended.startedAt() || schedule.missed().max() <= 1);
    }

    private static long millis(@Nullable Instant instant) {
        return instant == null ? 0 : instant.toEpochMilli();
    }
}
