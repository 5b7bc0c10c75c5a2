package dev.taskcast.progress;

import dev.taskcast.forecast.Curves;
import dev.taskcast.log.EventLog;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.thread.Loop;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Carries the newest progress of each run into the log: the first value at once, then at most one an interval, and the
 * last of an interval at its end. (The last before a run's end is the log's own affair: it hangs on the transition.)
 *
 * <p>A cell is either with its handler, or here: in {@code incoming} until the next pass, then in {@code cooling}, in the
 * order of its due time, for as long as it changes at least once an interval. All intervals are equal, so a plain queue
 * is in that order.
 */
public final class Publisher implements AutoCloseable {
    /**
     * What else is done on a publisher's thread.
     *
     * @param onLines before the readers are told of new lines; must not fail
     * @param onPass after each pass, which is at least once a second
     * @param watch is told how the passes go
     */
    public record Hooks(Runnable onLines, Runnable onPass, Loop.Watch watch) {}

    private record Completed(ProgressCell cell, long nanos) {}

    private final EventLog log;
    private final TaskClock clock;
    private final TaskClock.Timers timers;
    private final long intervalNanos;
    private final Loop loop;
    private final Queue<ProgressCell> incoming = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean linesDirty = new AtomicBoolean();

    private final Runnable onLines;
    private final Runnable onPass;
    private final Curves curves;
    private final Queue<Completed> completed = new ConcurrentLinkedQueue<>();

    // Of the loop's thread.
    private final Queue<ProgressCell> cooling = new ArrayDeque<>();
    private long linesDueNanos;
    private boolean timerSet;
    private long timerNanos;

    /**
     * Not started yet.
     *
     * @param log where the progress goes
     * @param clock for the intervals
     * @param timers on that clock
     * @param interval between two changes of a task's progress
     * @param hooks what else is done on its thread
     * @param curves how earlier runs went; learns from those that complete
     */
    public Publisher(
            EventLog log, TaskClock clock, TaskClock.Timers timers, Duration interval, Hooks hooks, Curves curves) {
        this.log = log;
        this.curves = curves;
        onLines = hooks.onLines();
        onPass = hooks.onPass();
        loop = new Loop(ThreadMaker.here(), hooks.watch(), "taskcast-publisher", this::pass);
        this.clock = clock;
        this.timers = timers;
        intervalNanos = interval.toNanos();
        linesDueNanos = clock.nanos();
    }

    /** Starts its thread. */
    public void start() {
        loop.start();
    }

    void accept(ProgressCell cell) {
        incoming.add(cell);
        loop.wake();
    }

    /**
     * A run has completed: later ones are measured by it. Any thread.
     *
     * @param cell its progress
     * @param nanos when
     */
    public void completed(ProgressCell cell, long nanos) {
        if (cell.isTelling(nanos)) {
            completed.add(new Completed(cell, nanos));
            loop.wake();
        }
    }

    /** Some run has logged a line: tells the readers, at most once an interval. */
    public void lines() {
        if (!linesDirty.get() && linesDirty.compareAndSet(false, true)) {
            loop.wake();
        }
    }

    private void pass() {
        try {
            show();
        } finally {
            onPass.run();
        }
    }

    private void show() {
        long now = clock.nanos();
        boolean shown = showLines(now);
        learn();
        for (ProgressCell cell = incoming.peek(); cell != null; cell = incoming.peek()) {
            shown |= take(incoming, now, true);
        }
        for (ProgressCell cell = cooling.peek(); cell != null && cell.dueNanos() - now <= 0; cell = cooling.peek()) {
            shown |= take(cooling, now, cell.isDirty());
        }
        if (shown) {
            log.hint();
        }
        setTimer(now);
    }

    private void learn() {
        for (Completed each = completed.poll(); each != null; each = completed.poll()) {
            each.cell.teach(curves, each.nanos);
        }
    }

    /** A cell is taken out once it has been dealt with: where there is no memory for that, it is dealt with again in the next pass. */
    private boolean take(Queue<ProgressCell> from, long now, boolean isDirty) {
        ProgressCell cell = from.element();
        boolean isAgain = false;
        try {
            return isDirty ? publish(cell, now) : release(cell, now);
        } catch (VirtualMachineError e) {
            isAgain = true;
            throw e;
        } finally {
            if (!isAgain) {
                from.remove();
            }
        }
    }

    private boolean publish(ProgressCell cell, long now) {
        TaskProgress newest = cell.value();
        if (newest == null
                || !log.amended().progress(cell.started(), cell.show(newest, now, now + intervalNanos, curves))) {
            return false; // the run has ended: the cell stays taken, so that it never comes back here
        }
        cooling.add(cell);
        return true;
    }

    private boolean release(ProgressCell cell, long now) {
        cell.release();
        return cell.isDirty() && cell.take() && publish(cell, now);
    }

    private boolean showLines(long now) {
        boolean due = linesDirty.get() && linesDueNanos - now <= 0;
        if (due) {
            linesDirty.set(false);
            linesDueNanos = now + intervalNanos;
            onLines.run(); // counts up, which needs no memory
        }
        return due;
    }

    private void setTimer(long now) {
        ProgressCell next = cooling.peek();
        boolean lines = linesDirty.get();
        if ((next == null && !lines) || (timerSet && timerNanos - now > 0)) {
            return;
        }
        long dueNanos = now
                + Math.min(
                        next == null ? Long.MAX_VALUE : next.dueNanos() - now,
                        lines ? linesDueNanos - now : Long.MAX_VALUE);
        timers.after(Duration.ofNanos(Math.max(0, dueNanos - now)), loop::wake);
        timerSet = true; // now that it is
        timerNanos = dueNanos;
    }

    /** Ends its thread; what it was told of runs that have completed is learnt. Idempotent. */
    @Override
    public void close() {
        loop.close();
        learn();
    }
}
