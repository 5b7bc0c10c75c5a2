package dev.taskcast.lifecycle;

import dev.taskcast.task.Course;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a run whose node ended before it. A node that ends in order costs its tasks nothing. One that is lost may have been
 * killed by the very task: that can't be known, so it counts as a failed attempt, and after some in a row without a checkpoint the task
 * is not run any more.
 */
final class Interruption {
    static final String ERROR = "Interrupted by server restart";

    /** How many nodes in a row a task may take with it. Sidekiq has three as well, within 72 hours. */
    static final int MAX_LOST = 3;

    private static final long FIRST_DELAY_MILLIS = 1_000;

    private Interruption() {}

    static TaskState decide(TaskRow row, Running running, Command.Interrupt interrupt, long now) {
        boolean isLost = interrupt.lost() > 0;
        Course course = isLost ? Course.afterLoss(running.course()) : running.course();
        if (isLost && course != null && course.lost() >= MAX_LOST) {
            String error = ERROR + ", as were the " + (MAX_LOST - 1) + " runs before it";
            return new Failed(running.identity(), Lifecycle.ending(running, course, now), error, Failed.INTERRUPTED);
        }
        TaskProgress last = interrupt.last() == null ? running.progress() : interrupt.last();
        if (row.terms().restart()) {
            return new Running(
                    running.identity(),
                    new Placement(running.run(), running.startedAt(), null, true, 0, course),
                    last.with(null));
        }
        Waiting again = again(row, running, interrupt, course, last);
        return again == null
                ? new Failed(running.identity(), Lifecycle.ending(running, course, now), ERROR, Failed.INTERRUPTED)
                : new Pending(running.identity(), again);
    }

    private static @Nullable Waiting again(
            TaskRow row, Running running, Command.Interrupt interrupt, @Nullable Course course, TaskProgress last) {
        if (row.terms().maxAttempts() <= 1) {
            return null;
        }
        if (interrupt.lost() == 0) {
            return new Waiting.ForSlot(running.run(), 0, Lifecycle.further(last), course);
        }
        Command.Again next = new Command.Again(interrupt.lost(), interrupt.lost() + FIRST_DELAY_MILLIS, true, last);
        return Lifecycle.retry(row.with(running.with(course)), next, ERROR);
    }
}
