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
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.Waiting;
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
            case PENDING -> new TaskRow(new Pending(WHO, Waiting.ForStart.FIRST), 10, 10, 0, Terms.DEFAULT, null);
            case RUNNING -> new TaskRow(running(), 10, FENCE, FENCE, Terms.DEFAULT, null);
            case COMPLETED -> ended(new Completed(WHO, ENDING, null, List.of()));
            case ERROR -> ended(new TaskState.Failed(WHO, ENDING, "no"));
            case CANCELED -> ended(new Canceled(WHO, ENDING, STOPPING));
            case TIMED_OUT -> ended(new TimedOut(WHO, ENDING, STOPPING));
        };
    }

    private static final Terms RETRIED = new Terms(false, false, false, 3, null, null, null);
    private static final Command.Again AGAIN = new Command.Again(500, 900, true, null);

    static TaskRow queued() {
        return new TaskRow(new Pending(WHO, new Waiting.ForSlot(0, 0, null, null)), 10, 10, 0, Terms.DEFAULT, null);
    }

    static TaskRow moving() {
        Running moving = new Running(WHO, new Placement(3, 300, null, true), new TaskProgress("half"));
        return new TaskRow(moving, 10, 35, FENCE, Terms.restarting(true), null);
    }

    static TaskRow restarted() {
        return new TaskRow(running(), 10, FENCE, FENCE, Terms.restarting(true), null);
    }

    static Running running() {
        return new Running(WHO, new Placement(3, 300), TaskProgress.STARTING);
    }

    static TaskRow ended(TaskState.Terminal state) {
        return new TaskRow(state, 10, 40, FENCE, Terms.DEFAULT, null);
    }

    /** Canceled, and its handler has returned. */
    static TaskRow stopped() {
        return new TaskRow(new TaskState.Canceled(WHO, ENDING, null), 10, 40, FENCE, Terms.DEFAULT, null);
    }

    /** Timed out, and its handler has returned. */
    static TaskRow stoppedLate() {
        return new TaskRow(new TaskState.TimedOut(WHO, ENDING, null), 10, 40, FENCE, Terms.DEFAULT, null);
    }

    /** Waits for the handler of a run that was canceled. */
    static TaskRow behind() {
        return new TaskRow(
                new Pending(WHO, new Waiting.ForHandler(3, 400, new Stopping(Stopping.Phase.REQUESTED, 350), null)),
                10,
                40,
                FENCE,
                Terms.DEFAULT,
                null);
    }

    /** Waits for a time. */
    static TaskRow delayed() {
        return new TaskRow(
                new Pending(WHO, new Waiting.ForTime(0, 5, 1_000, false, null, null)), 10, 10, 0, Terms.DEFAULT, null);
    }

    /** The same, submitted. */
    static TaskRow submitted() {
        return new TaskRow(delayed().state(), 10, 10, 0, Terms.DEFAULT, Payload.of(7, null));
    }

    /** As another one, but that it was submitted. */
    static TaskRow submitted(TaskRow row) {
        return new TaskRow(row.state(), row.created(), row.position(), row.fence(), row.terms(), Payload.of(7, null));
    }

    /** Runs, and is tried again. */
    static TaskRow tried() {
        return new TaskRow(running(), 10, FENCE, FENCE, RETRIED, null);
    }

    /** Has taken too long, and is tried again. */
    static TaskRow tooSlow() {
        TaskRow slow = in(TaskStatus.TIMED_OUT);
        return new TaskRow(slow.state(), slow.created(), slow.position(), slow.fence(), RETRIED, null);
    }

    static TaskRow kept(TaskRow row) {
        return new TaskRow(row.state(), row.created(), row.position(), row.fence(), Terms.keeping(true), row.payload());
    }

    /** One command of each kind, those of a run with a fence, the eviction for a position. */
    static List<Command> commands(long fence, long position) {
        return List.of(
                new Command.Register(WHO, Terms.DEFAULT, null),
                new Command.Attach(OTHERWISE, Terms.DEFAULT),
                new Command.Start(),
                new Command.Enqueue(0, false),
                new Command.Cancel(),
                new Command.Unregister(),
                new Command.Forget(),
                new Command.Evict(position),
                new Command.Report(fence, new TaskProgress("half")),
                new Command.Complete(fence, null, List.of()),
                new Command.Fail(fence, "boom"),
                new Command.TimeOut(fence),
                new Command.Interrupt(fence, null, 0),
                new Command.HandBack(fence),
                new Command.Note(fence, "checkpoint", Payload.of(7, null)),
                new Command.HandlerEnded(fence),
                new Command.Fail(fence, "boom", null, AGAIN),
                new Command.Interrupt(fence, null, 500),
                new Command.HandlerEnded(fence, AGAIN),
                new Command.Tick(500, 0, 900, true),
                new Command.Join(),
                new Command.Swap(Terms.DEFAULT, Payload.of(8, null), 500, 900));
    }
}
