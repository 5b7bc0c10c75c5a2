package dev.taskcast.lifecycle;

import dev.taskcast.lifecycle.Decision.Amended;
import dev.taskcast.lifecycle.Decision.Made;
import dev.taskcast.lifecycle.Decision.Moved;
import dev.taskcast.lifecycle.Decision.Noted;
import dev.taskcast.lifecycle.Decision.Reason;
import dev.taskcast.lifecycle.Decision.Refused;
import dev.taskcast.lifecycle.Decision.Removed;
import dev.taskcast.lifecycle.Decision.Started;
import dev.taskcast.task.TaskIdentity;
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
    /** What became of a run whose node ended before it. The words are those of the model library. */
    public static final String INTERRUPTED = "Interrupted by server restart";

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
                            new Pending(
                                    register.identity(),
                                    new Waiting(0, register.terms().queued())),
                            register.terms().keep(),
                            register.terms().restart(),
                            register.payload());
                case Command.Attach attach -> new Refused(Reason.UNKNOWN);
                case Command.OfRun late -> new Refused(Reason.FENCED);
                case Command.Start start -> new Refused(Reason.UNKNOWN);
                case Command.Enqueue enqueue -> new Refused(Reason.UNKNOWN);
                case Command.Cancel cancel -> new Refused(Reason.UNKNOWN);
                case Command.Unregister unregister -> new Refused(Reason.UNKNOWN);
                case Command.Evict evict -> new Refused(Reason.UNKNOWN);
            };
        }
        return switch (command) {
            case Command.Register register -> new Refused(Reason.EXISTS);
            case Command.Unregister unregister -> new Removed(row.state().identity());
            case Command.Evict evict -> evict(row, evict);
            case Command.Attach attach -> attach(row, attach);
            case Command.Start start -> start(row.state(), start, now);
            case Command.Enqueue enqueue -> enqueue(row.state());
            case Command.Cancel cancel -> cancel(row.state(), now);
            case Command.OfRun ofRun when ofRun.fence() != row.fence() -> new Refused(Reason.FENCED);
            case Command.HandlerEnded ended ->
                row.state() instanceof Stopped stopped && stopped.stopping() != null
                        ? new Amended(stopped.withoutStopping())
                        : new Refused(Reason.FENCED);
            case Command.OfRun ofRun ->
                row.state() instanceof Running running && !running.placement().moving()
                        ? ofRun(row, running, ofRun, now)
                        : new Refused(Reason.FENCED);
        };
    }

    private static Decision ofRun(TaskRow row, Running running, Command.OfRun command, long now) {
        return switch (command) {
            case Command.Report report -> new Moved(running.with(report.progress()));
            case Command.Note note -> new Noted(note.name(), note.value());
            case Command.Interrupt interrupt -> new Moved(interrupted(row, running, interrupt, now));
            case Command.HandBack handBack ->
                new Moved(new Pending(running.identity(), new Waiting(running.run() - 1, true)));
            case Command.Complete done ->
                new Moved(new Completed(running.identity(), ending(running, now), done.result(), done.artifacts()));
            case Command.Fail failed ->
                new Moved(
                        new TaskState.Failed(running.identity(), ending(running, now), failed.error()),
                        failed.stackTrace());
            case Command.TimeOut timeOut ->
                new Moved(new TimedOut(running.identity(), ending(running, now), requested(notBefore(running, now))));
            case Command.HandlerEnded ended -> new Refused(Reason.FENCED);
        };
    }

    /** The node that had the run has ended before the run: another run goes on from here, or the task has failed. */
    private static TaskState interrupted(TaskRow row, Running running, Command.Interrupt interrupt, long now) {
        if (!row.restart()) {
            return new TaskState.Failed(running.identity(), ending(running, now), INTERRUPTED);
        }
        TaskProgress last = interrupt.last() == null ? running.progress() : interrupt.last();
        return new Running(
                running.identity(), new Placement(running.run(), running.startedAt(), null, true), last.with(null));
    }

    private static Decision start(TaskState state, Command.Start start, long now) {
        return switch (state) {
            case Running running when running.placement().moving() -> started(running, start, now, running.progress());
            case Running running -> new Refused(Reason.RUNNING);
            case Pending pending -> started(pending, start, now, TaskProgress.STARTING);
            case Terminal ended -> started(ended, start, now, TaskProgress.STARTING);
        };
    }

    private static Started started(TaskState before, Command.Start start, long now, TaskProgress progress) {
        Placement placement = new Placement(before.run() + 1, now, start.node(), false);
        return new Started(new Running(before.identity(), placement, progress));
    }

    private static Decision enqueue(TaskState state) {
        return switch (state) {
            case Running running -> new Refused(Reason.RUNNING);
            case Pending pending when pending.waiting().queued() -> new Refused(Reason.QUEUED);
            case Pending pending -> new Moved(new Pending(pending.identity(), new Waiting(pending.run(), true)));
            case Terminal ended -> new Moved(new Pending(ended.identity(), new Waiting(ended.run(), true)));
        };
    }

    private static Decision cancel(TaskState state, long now) {
        return switch (state) {
            case Running running ->
                new Moved(new Canceled(
                        running.identity(),
                        ending(running, now),
                        running.placement().moving() ? null : requested(notBefore(running, now))));
            case Pending pending
            when pending.waiting().queued() ->
                new Moved(new Canceled(pending.identity(), new Ending(pending.run(), 0, now), null));
            case Pending pending -> new Refused(Reason.NOT_RUNNING);
            case Terminal ended -> new Refused(Reason.NOT_RUNNING);
        };
    }

    /** The words are the code's; owner and tags stay as they are: who may see the task does not change. */
    private static Decision attach(TaskRow row, Command.Attach attach) {
        if (row.payload() != null) {
            return new Refused(Reason.EXISTS);
        }
        TaskIdentity old = row.state().identity();
        TaskIdentity wanted = attach.identity();
        TaskIdentity merged = new TaskIdentity(
                old.id(), wanted.type(), wanted.title(), wanted.description(), old.owner(), old.tags());
        Command.Terms terms = attach.terms();
        if (merged.equals(old) && terms.keep() == row.keep() && terms.restart() == row.restart()) {
            return new Refused(Reason.SAME);
        }
        return new Decision.Attached(row.state().as(merged), terms.keep(), terms.restart());
    }

    private static Decision evict(TaskRow row, Command.Evict evict) {
        if (row.keep() || row.position() != evict.position() || !(row.state() instanceof Terminal)) {
            return new Refused(Reason.KEPT);
        }
        return new Removed(row.state().identity());
    }

    private static Ending ending(Running running, long now) {
        return new Ending(running.placement().run(), running.placement().startedAt(), notBefore(running, now));
    }

    /** The clock may have been set back since the run began: no run ends before that. */
    private static long notBefore(Running running, long now) {
        return Math.max(now, running.placement().startedAt());
    }

    private static Stopping requested(long now) {
        return new Stopping(Phase.REQUESTED, now);
    }
}
