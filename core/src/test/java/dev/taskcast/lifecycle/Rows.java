package dev.taskcast.lifecycle;

import dev.taskcast.codec.Payload;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Canceled;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Ending;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Stopping;
import dev.taskcast.task.TaskState.TimedOut;
import dev.taskcast.task.TaskState.Waiting;
import dev.taskcast.task.TaskStatus;
import java.util.List;

/** A row in each status: made at 10, its third run started at 30, its newest transition at 30 or 40. */
final class Rows {
    static final TaskIdentity WHO = new TaskIdentity("x", "x", "Title", null, null, List.of("a"));
    static final TaskIdentity OTHERWISE = new TaskIdentity("x", "x", "Other title", null, null, List.of("a"));
    static final long FENCE = 30;
    static final Ending ENDING = new Ending(3, 300, 400);
    static final Stopping STOPPING = new Stopping(Stopping.Phase.REQUESTED, 400);

    private Rows() {}

    static TaskRow in(TaskStatus status) {
        return switch (status) {
            case PENDING -> new TaskRow(new Pending(WHO, Waiting.FOR_FIRST_START), 10, 10, 0, false, null);
            case RUNNING -> new TaskRow(running(), 10, FENCE, FENCE, false, null);
            case COMPLETED -> ended(new Completed(WHO, ENDING, null, List.of()));
            case ERROR -> ended(new TaskState.Failed(WHO, ENDING, "no"));
            case CANCELED -> ended(new Canceled(WHO, ENDING, STOPPING));
            case TIMED_OUT -> ended(new TimedOut(WHO, ENDING, STOPPING));
        };
    }

    static TaskRow queued() {
        return new TaskRow(new Pending(WHO, new Waiting(0, true)), 10, 10, 0, false, null);
    }

    static TaskRow moving() {
        Running moving = new Running(WHO, new Placement(3, 300, null, true), new TaskProgress("half"));
        return new TaskRow(moving, 10, 35, FENCE, false, true, null, null);
    }

    static TaskRow restarted() {
        return new TaskRow(running(), 10, FENCE, FENCE, false, true, null, null);
    }

    static Running running() {
        return new Running(WHO, new Placement(3, 300), TaskProgress.STARTING);
    }

    static TaskRow ended(TaskState.Terminal state) {
        return new TaskRow(state, 10, 40, FENCE, false, null);
    }

    static TaskRow kept(TaskRow row) {
        return new TaskRow(row.state(), row.created(), row.position(), row.fence(), true, row.payload());
    }

    /** One command of each kind, those of a run with a fence, the eviction for a position. */
    static List<Command> commands(long fence, long position) {
        return List.of(
                new Command.Register(WHO, false, null),
                new Command.Attach(OTHERWISE, new Command.Terms(false, false, false)),
                new Command.Start(),
                new Command.Enqueue(),
                new Command.Cancel(),
                new Command.Unregister(),
                new Command.Evict(position),
                new Command.Report(fence, new TaskProgress("half")),
                new Command.Complete(fence, null, List.of()),
                new Command.Fail(fence, "boom"),
                new Command.TimeOut(fence),
                new Command.Interrupt(fence, null),
                new Command.HandBack(fence),
                new Command.Note(fence, "checkpoint", Payload.of(7, null)),
                new Command.HandlerEnded(fence));
    }
}
