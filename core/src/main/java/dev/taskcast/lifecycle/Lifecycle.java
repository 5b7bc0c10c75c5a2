package dev.taskcast.lifecycle;

import dev.taskcast.lifecycle.Decision.Amended;
import dev.taskcast.lifecycle.Decision.Made;
import dev.taskcast.lifecycle.Decision.Moved;
import dev.taskcast.lifecycle.Decision.Noted;
import dev.taskcast.lifecycle.Decision.Reason;
import dev.taskcast.lifecycle.Decision.Refused;
import dev.taskcast.lifecycle.Decision.Removed;
import dev.taskcast.lifecycle.Decision.Started;
import dev.taskcast.task.Course;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Canceled;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Ending;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Stopped;
import dev.taskcast.task.TaskState.Stopping;
import dev.taskcast.task.TaskState.Stopping.Phase;
import dev.taskcast.task.TaskState.Terminal;
import dev.taskcast.task.TaskState.TimedOut;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.Waiting;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state machine: one pure function from (task, command, now) to its next state, or to a refusal. Nothing else decides
 * over a state; stores keep and the log shows what it decided. Its diagram is in {@code docs/lifecycle.md}.
 */
public final class Lifecycle {
    /** What became of a run whose node ended before it. The words are those of the model library. */
    public static final String INTERRUPTED = Interruption.ERROR;

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
        if (command instanceof Command.SetLimit) {
            throw new IllegalArgumentException("A limit is of no task: it is decided with the limits");
        }
        if (row == null) {
            return switch (command) {
                case Command.Register register ->
                    new Made(
                            new Pending(register.identity(), register.waiting()),
                            register.terms(),
                            register.payload(),
                            register.waiting().since() > 0 ? register.waiting().since() : now);
                case Command.Attach attach -> new Refused(Reason.UNKNOWN);
                case Command.OfRun late -> new Refused(Reason.FENCED);
                case Command.Start start -> new Refused(Reason.UNKNOWN);
                case Command.Enqueue enqueue -> new Refused(Reason.UNKNOWN);
                case Command.Tick tick -> new Refused(Reason.UNKNOWN);
                case Command.Join join -> new Refused(Reason.UNKNOWN);
                case Command.Swap swap -> new Refused(Reason.UNKNOWN);
                case Command.Cancel cancel -> new Refused(Reason.UNKNOWN);
                case Command.Unregister unregister -> new Refused(Reason.UNKNOWN);
                case Command.Forget forget -> new Refused(Reason.UNKNOWN);
                case Command.Evict evict -> new Refused(Reason.UNKNOWN);
                case Command.SetLimit limit -> new Refused(Reason.UNKNOWN);
            };
        }
        return switch (command) {
            case Command.Register register -> new Refused(Reason.EXISTS);
            case Command.Unregister unregister -> new Removed(row.state().identity());
            case Command.Forget forget -> forget(row);
            case Command.Evict evict -> evict(row, evict);
            case Command.Attach attach -> attach(row, attach);
            case Command.Start start -> start(row.state(), start, now);
            case Command.Enqueue enqueue -> enqueue(row.state(), enqueue);
            case Command.Tick tick -> tick(row.state(), tick);
            case Command.Join join -> new Decision.Held(row.state());
            case Command.Swap swap -> swap(row, swap);
            case Command.Cancel cancel -> cancel(row.state(), now);
            case Command.SetLimit limit -> new Refused(Reason.UNKNOWN);
            case Command.OfRun ofRun when ofRun.fence() != row.fence() -> new Refused(Reason.FENCED);
            case Command.HandlerEnded ended -> handlerEnded(row, ended);
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
            case Command.Interrupt interrupt -> new Moved(Interruption.decide(row, running, interrupt, now));
            case Command.HandBack handBack ->
                new Moved(new Pending(
                        running.identity(),
                        new Waiting.ForSlot(running.run() - 1, 0, further(running.progress()), running.course())));
            case Command.Complete done ->
                new Moved(new Completed(
                        running.identity(),
                        ending(running, Course.anew(running.course()), now),
                        done.result(),
                        done.artifacts()));
            case Command.Fail failed -> new Moved(failed(row, running, failed, now), failed.stackTrace());
            case Command.TimeOut timeOut ->
                new Moved(new TimedOut(
                        running.identity(), ending(running, running.course(), now), requested(running, now)));
            case Command.HandlerEnded ended -> new Refused(Reason.FENCED);
        };
    }

    /** It is tried again as long as an attempt is left; then it keeps the number of the last one. */
    private static TaskState failed(TaskRow row, Running running, Command.Fail failed, long now) {
        Waiting again = retry(row, failed.again(), failed.error());
        return again == null
                ? new Failed(running.identity(), ending(running, running.course(), now), failed.error(), failed.kind())
                : new Pending(running.identity(), again);
    }

    /** What a task waits for after an attempt that did not succeed; null where there is no other one. */
    static @Nullable Waiting retry(TaskRow row, Command.@Nullable Again again, String error) {
        Course course = row.state().course();
        int max = row.terms().maxAttempts();
        if (again == null || (again.counts() && Course.attemptOf(course) >= max)) {
            return null;
        }
        return new Waiting.ForTime(
                row.state().run(),
                again.now(),
                again.at(),
                true,
                last(row, again),
                Course.failed(course, again.counts(), max, error));
    }

    private static @Nullable TaskProgress last(TaskRow row, Command.Again again) {
        if (again.last() != null) {
            return further(again.last());
        }
        return row.state() instanceof Running running ? further(running.progress()) : null;
    }

    /** Progress without its pace, which is that of a run; null where there is none. */
    static @Nullable TaskProgress further(TaskProgress progress) {
        return progress.equals(TaskProgress.STARTING) ? null : progress.with(null);
    }

    private static Decision handlerEnded(TaskRow row, Command.HandlerEnded ended) {
        if (row.state() instanceof Pending pending && pending.waiting() instanceof Waiting.ForHandler waiting) {
            return new Moved(new Pending(
                    pending.identity(), new Waiting.ForSlot(waiting.run(), waiting.since(), null, waiting.course())));
        }
        if (!(row.state() instanceof Stopped stopped) || stopped.stopping() == null) {
            return new Refused(Reason.FENCED);
        }
        Waiting again = stopped instanceof TimedOut ? retry(row, ended.again(), TaskStatus.TIMED_OUT.wireName()) : null;
        return again == null
                ? new Amended(stopped.withoutStopping())
                : new Moved(new Pending(stopped.identity(), again));
    }

    private static Decision start(TaskState state, Command.Start start, long now) {
        return switch (state) {
            case Running running
            when running.placement().moving() -> started(running, start, now, running.progress(), running.course());
            case Running running -> new Refused(Reason.RUNNING);
            case Pending pending -> {
                TaskProgress last = pending.waiting().progress();
                yield started(pending, start, now, last == null ? TaskProgress.STARTING : last, pending.course());
            }
            case Terminal ended -> started(ended, start, now, TaskProgress.STARTING, Course.anew(ended.course()));
        };
    }

    private static Started started(
            TaskState before, Command.Start start, long now, TaskProgress progress, @Nullable Course course) {
        Placement placement = new Placement(before.run() + 1, now, start.node(), false, 0, course);
        return new Started(new Running(before.identity(), placement, progress), start.at());
    }

    private static Decision enqueue(TaskState state, Command.Enqueue enqueue) {
        return switch (state) {
            case Running running -> new Refused(Reason.RUNNING);
            case Pending pending -> enqueue(pending, enqueue);
            case Terminal ended -> new Moved(new Pending(ended.identity(), anew(ended, enqueue)));
        };
    }

    private static Waiting anew(Terminal ended, Command.Enqueue enqueue) {
        Stopping stopping = ended instanceof Stopped stopped ? stopped.stopping() : null;
        Course course = Course.anew(ended.course());
        return stopping != null && enqueue.afterHandler()
                ? new Waiting.ForHandler(ended.run(), enqueue.now(), stopping, course)
                : new Waiting.ForSlot(ended.run(), enqueue.now(), null, course);
    }

    /** Each tick is fired once: the change that does so sets another one. A run by schedule never goes beside another one. */
    private static Decision tick(TaskState state, Command.Tick tick) {
        Course course = state.course();
        if ((course == null ? 0 : course.nextAt()) != tick.tick()) {
            return new Refused(Reason.SAME);
        }
        TaskState set = state.with(Course.next(course, tick.nextAt()));
        if (!tick.runs()) {
            return set.equals(state) ? new Refused(Reason.SAME) : new Amended(set);
        }
        Command.Enqueue wish = new Command.Enqueue(tick.now(), true);
        return state instanceof Pending pending && pending.waiting().isQueued()
                ? new Refused(Reason.QUEUED)
                : enqueue(set, wish);
    }

    private static Decision enqueue(Pending pending, Command.Enqueue enqueue) {
        return switch (pending.waiting()) {
            case Waiting.ForStart waiting ->
                new Moved(new Pending(
                        pending.identity(), new Waiting.ForSlot(waiting.run(), enqueue.now(), null, waiting.course())));
            case Waiting.ForTime waiting
            when waiting.until() > enqueue.now() ->
                new Moved(new Pending(
                        pending.identity(),
                        new Waiting.ForSlot(waiting.run(), enqueue.now(), waiting.progress(), waiting.course())));
            case Waiting.ForTime due -> new Refused(Reason.QUEUED);
            case Waiting.ForSlot queued -> new Refused(Reason.QUEUED);
            case Waiting.ForHandler queued -> new Refused(Reason.QUEUED);
        };
    }

    /** What it has waited for before begins anew; but a handler that is to return first has still to. */
    private static Decision swap(TaskRow row, Command.Swap swap) {
        if (!(row.state() instanceof Pending pending) || !pending.waiting().isQueued() || row.payload() == null) {
            return new Refused(row.state() instanceof Running ? Reason.RUNNING : Reason.NOT_RUNNING);
        }
        UniqueKey newest = swap.terms().unique();
        UniqueKey key = newest == null ? null : newest.after(row.terms().unique());
        long until = key == null ? swap.until() : Math.min(swap.until(), key.until());
        Course course = Course.anew(pending.course());
        Waiting again = pending.waiting() instanceof Waiting.ForHandler waiting
                ? waiting.with(course)
                : new Waiting.ForTime(pending.run(), swap.now(), until, false, null, course);
        return new Decision.Swapped(
                new Pending(pending.identity(), again), swap.terms().with(key), swap.payload());
    }

    private static Decision cancel(TaskState state, long now) {
        return switch (state) {
            case Running running ->
                new Moved(new Canceled(
                        running.identity(),
                        ending(running, running.course(), now),
                        running.placement().moving() ? null : requested(running, now)));
            case Pending pending
            when pending.waiting().isQueued() ->
                new Moved(new Canceled(
                        pending.identity(),
                        new Ending(pending.run(), 0, now, pending.course()),
                        pending.waiting() instanceof Waiting.ForHandler stopping ? stopping.stopping() : null));
            case Pending pending -> new Refused(Reason.NOT_RUNNING);
            case Terminal ended -> new Refused(Reason.NOT_RUNNING);
        };
    }

    /** The words and terms are the code's; owner and tags stay as they are: who may see the task does not change. */
    private static Decision attach(TaskRow row, Command.Attach attach) {
        if (row.payload() != null) {
            return new Refused(Reason.EXISTS);
        }
        TaskIdentity old = row.state().identity();
        TaskIdentity wanted = attach.identity();
        TaskIdentity merged = new TaskIdentity(
                old.id(), wanted.type(), wanted.title(), wanted.description(), old.owner(), old.tags(), wanted.turn());
        Terms terms = attach.terms().withOthers(row.terms().others());
        if (merged.equals(old) && terms.equals(row.terms())) {
            return new Refused(Reason.SAME);
        }
        TaskState state = row.state().as(merged);
        boolean isScheduledAsBefore =
                Objects.equals(terms.schedule(), row.terms().schedule());
        return new Decision.Attached(isScheduledAsBefore ? state : state.with(Course.next(state.course(), 0)), terms);
    }

    private static Decision forget(TaskRow row) {
        if (row.payload() == null) {
            return new Refused(Reason.KEPT);
        }
        return isOver(row) ? new Removed(row.state().identity()) : new Refused(Reason.NOT_ENDED);
    }

    /** Not while its handler has not returned: it counts in its limits until then. */
    private static boolean isOver(TaskRow row) {
        return row.state() instanceof Terminal && !row.hasHandler();
    }

    private static Decision evict(TaskRow row, Command.Evict evict) {
        if (row.terms().keep()
                || row.terms().schedule() != null
                || row.position() != evict.position()
                || !isOver(row)) {
            return new Refused(Reason.KEPT);
        }
        return new Removed(row.state().identity());
    }

    static Ending ending(Running running, @Nullable Course course, long now) {
        return new Ending(running.placement().run(), running.placement().startedAt(), notBefore(running, now), course);
    }

    /** The clock may have been set back since the run began: no run ends before that. */
    private static long notBefore(Running running, long now) {
        return Math.max(now, running.placement().startedAt());
    }

    private static Stopping requested(Running running, long now) {
        return new Stopping(
                Phase.REQUESTED, notBefore(running, now), running.placement().node());
    }
}
