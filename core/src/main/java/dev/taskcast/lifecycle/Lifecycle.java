package dev.taskcast.lifecycle;

import dev.taskcast.lifecycle.Decision.Amended;
import dev.taskcast.lifecycle.Decision.Made;
import dev.taskcast.lifecycle.Decision.Moved;
import dev.taskcast.lifecycle.Decision.Reason;
import dev.taskcast.lifecycle.Decision.Refused;
import dev.taskcast.lifecycle.Decision.Removed;
import dev.taskcast.lifecycle.Decision.Started;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Canceled;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Ending;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Stopped;
import dev.taskcast.task.TaskState.Stopping;
import dev.taskcast.task.TaskState.Stopping.Phase;
import dev.taskcast.task.TaskState.Terminal;
import dev.taskcast.task.TaskState.TimedOut;
import dev.taskcast.task.TaskState.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * The state machine: one pure function from (task, command, now) to its next state, or to a refusal. Nothing else decides
 * over a state; stores keep and the log shows what it decided. Its diagram is in {@code docs/lifecycle.md}.
 */
public final class Lifecycle {
    private Lifecycle() {}

    /**
     * Decides.
     *
     * @param row the task as it is, or null where there is none
     * @param command what is wanted
     * @param now wall time in epoch milliseconds
     * @return what happens
     */
    public static Decision decide(@Nullable TaskRow row, Command command, long now) {
        if (row == null) {
            return switch (command) {
                case Command.Register register ->
                    new Made(
                            new Pending(register.identity(), Waiting.FOR_FIRST_START),
                            register.keep(),
                            register.payload());
                case Command.OfRun late -> new Refused(Reason.FENCED);
                case Command.Start start -> new Refused(Reason.UNKNOWN);
                case Command.Cancel cancel -> new Refused(Reason.UNKNOWN);
                case Command.Unregister unregister -> new Refused(Reason.UNKNOWN);
                case Command.Evict evict -> new Refused(Reason.UNKNOWN);
            };
        }
        return switch (command) {
            case Command.Register register -> new Refused(Reason.EXISTS);
            case Command.Unregister unregister -> new Removed(row.state().identity());
            case Command.Evict evict -> evict(row, evict);
            case Command.Start start -> start(row.state(), now);
            case Command.Cancel cancel ->
                row.state() instanceof Running running
                        ? new Moved(new Canceled(running.identity(), ending(running, now), requested(now)))
                        : new Refused(Reason.NOT_RUNNING);
            case Command.OfRun ofRun when ofRun.fence() != row.fence() -> new Refused(Reason.FENCED);
            case Command.HandlerEnded ended ->
                row.state() instanceof Stopped stopped && stopped.stopping() != null
                        ? new Amended(stopped.withoutStopping())
                        : new Refused(Reason.FENCED);
            case Command.OfRun ofRun ->
                row.state() instanceof Running running ? ofRun(running, ofRun, now) : new Refused(Reason.FENCED);
        };
    }

    private static Decision ofRun(Running running, Command.OfRun command, long now) {
        return switch (command) {
            case Command.Report report -> new Moved(running.with(report.progress()));
            case Command.Complete done ->
                new Moved(new Completed(running.identity(), ending(running, now), done.result(), done.artifacts()));
            case Command.Fail failed ->
                new Moved(new TaskState.Failed(running.identity(), ending(running, now), failed.error()));
            case Command.TimeOut timeOut ->
                new Moved(new TimedOut(running.identity(), ending(running, now), requested(now)));
            case Command.HandlerEnded ended -> new Refused(Reason.FENCED);
        };
    }

    private static Decision start(TaskState state, long now) {
        return switch (state) {
            case Running running -> new Refused(Reason.RUNNING);
            case Pending pending -> started(pending, now);
            case Terminal ended -> started(ended, now);
        };
    }

    private static Started started(TaskState before, long now) {
        Placement placement = new Placement(before.run() + 1, now);
        return new Started(new Running(before.identity(), placement, TaskProgress.STARTING));
    }

    private static Decision evict(TaskRow row, Command.Evict evict) {
        if (row.keep() || row.position() != evict.position() || !(row.state() instanceof Terminal)) {
            return new Refused(Reason.KEPT);
        }
        return new Removed(row.state().identity());
    }

    private static Ending ending(Running running, long now) {
        return new Ending(running.placement().run(), running.placement().startedAt(), now);
    }

    private static Stopping requested(long now) {
        return new Stopping(Phase.REQUESTED, now);
    }
}
