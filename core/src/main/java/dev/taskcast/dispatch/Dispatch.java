package dev.taskcast.dispatch;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.UniqueKey;
import dev.taskcast.task.Schedule;
import dev.taskcast.thread.ShortLock;
import dev.taskcast.time.StoreClock;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which task begins next. All that it knows is folded from the changes of rows in their order, those of other nodes and of the batch in
 * the making included; so every limit is exact at the moment of the decision, on every node, without a lock or a counter. A decision
 * from what is no longer so is not kept by the store, and is {@linkplain #dropped taken back} here.
 *
 * <p>As long as nothing waits and nothing is limited it knows nothing, and costs a read.
 *
 * <p>The committer calls it; questions of viewers, see {@link Standings}, come on any thread. Thread-safe.
 */
public final class Dispatch {
    private final Command.Start start;
    private final StoreClock clock;
    private final ShortLock lock = new ShortLock();
    private final Fold fold; // guarded by the lock
    private final Standings standings;
    private final DispatchLimits limits;

    /** Nothing waits and nothing is limited: whatever is to start may start. */
    private volatile boolean isOpen;

    /** Nothing waits, be it for its turn or for a time. */
    private volatile boolean isIdle;

    /** There is a rate: a start is to say when it is. */
    private volatile boolean isPaced;

    /**
     * All tasks, and their code.
     *
     * @param rows to begin anew from
     * @param schedules the schedule of a task, where its code is here, and is what was declared last; else null
     */
    public record Tasks(Supplier<? extends Collection<TaskRow>> rows, Function<TaskRow, @Nullable Schedule> schedules) {
        /**
         * Of tasks without schedules.
         *
         * @param rows to begin anew from
         * @return these
         */
        public static Tasks of(Supplier<? extends Collection<TaskRow>> rows) {
            return new Tasks(rows, row -> null);
        }
    }

    /**
     * What is to be decided over a task because of its schedule.
     *
     * @param id of the task
     * @param command that it ticks, or that a run is to end for the next one
     */
    public record Ticking(String id, Command command) {}

    /**
     * Nothing waits.
     *
     * @param node the name that runs are started under; null where there is one node only
     * @param clock what due times are by
     * @param slots of this node
     * @param tasks all tasks, and their code
     */
    public Dispatch(@Nullable String node, StoreClock clock, NodeSlots slots, Tasks tasks) {
        start = new Command.Start(node);
        this.clock = clock;
        fold = new Fold(start, clock, slots, tasks);
        standings = new Standings(lock, fold.line, fold.lanes, clock);
        limits = new DispatchLimits(lock, fold, this::look);
        look();
    }

    /**
     * Where tasks stand that wait.
     *
     * @return as it is at each moment
     */
    public Standings standings() {
        return standings;
    }

    /**
     * What limits there are, and how far rates are used up.
     *
     * @return as it is at each moment
     */
    public DispatchLimits limits() {
        return limits;
    }

    /** Mostly nothing has changed, and a write that all threads are to see would be waited for. */
    private void look() {
        if (isIdle != fold.isIdle()) {
            isIdle = fold.isIdle();
        }
        if (isOpen != fold.isOpen()) {
            isOpen = fold.isOpen();
        }
        if (isPaced != fold.limits.hasRates()) {
            isPaced = fold.limits.hasRates();
        }
    }

    /**
     * A handler goes on that its task no longer tells of: it counts until it has {@linkplain #returned returned}.
     *
     * @param orphan which one
     */
    public void orphaned(Orphan orphan) {
        lock.run(() -> fold.holders.add(orphan));
    }

    /**
     * It has returned, or its node is gone.
     *
     * @param orphan which one
     */
    public void returned(Orphan orphan) {
        lock.run(() -> fold.holders.remove(orphan));
    }

    /**
     * A handler that its task no longer tells of.
     *
     * @param fence of its run
     * @return null where there is none
     */
    public @Nullable Orphan orphan(long fence) {
        return lock.get(() -> fold.holders.orphan(fence));
    }

    /**
     * All handlers that their tasks no longer tell of.
     *
     * @return a copy
     */
    public List<Orphan> orphans() {
        return lock.get(() -> fold.holders.orphans());
    }

    /**
     * The name that runs are started under.
     *
     * @return this node's; null where there is one only
     */
    public @Nullable String node() {
        return start.node();
    }

    /** A batch begins: what the one before has started is kept. */
    public void begin() {
        if (isOpen) {
            return;
        }
        lock.run(fold::begin);
    }

    /**
     * Takes note of a change, of whoever has made it.
     *
     * @param before the task before it; null where there was none
     * @param after the task after it; null where it is gone
     */
    public void applied(@Nullable TaskRow before, @Nullable TaskRow after) {
        applied(before, after, 0);
    }

    /**
     * Takes note of a change, of whoever has made it.
     *
     * @param before the task before it; null where there was none
     * @param after the task after it; null where it is gone
     * @param at when it was started, on the store's clock; 0 where that was not said, or it was not
     */
    public void applied(@Nullable TaskRow before, @Nullable TaskRow after, long at) {
        moveKeys(before, after);
        Orphan orphan = Orphan.of(before, after);
        if (isOpen && orphan == null && !isCounted(before) && !isCounted(after)) {
            return;
        }
        lock.run(() -> {
            fold.applied(before, after, orphan, at);
            look();
        });
    }

    /** Whether it is known although nothing is limited. */
    private static boolean isCounted(@Nullable TaskRow row) {
        return Ticks.isScheduled(row) || Lanes.isInLine(row);
    }

    /**
     * A task that has ended is held no more. Nothing waits for it, and its unique key is free.
     *
     * @param row the task
     */
    public void rests(TaskRow row) {
        moveKeys(row, null);
    }

    /**
     * Takes back a change of a batch that was not kept. The newest first.
     *
     * @param before the task before it; null where there was none
     * @param after the task after it; null where it is gone
     */
    public void dropped(@Nullable TaskRow before, @Nullable TaskRow after) {
        moveKeys(after, before);
        Orphan orphan = Orphan.of(before, after);
        if (isOpen && orphan == null && !isCounted(before) && !isCounted(after)) {
            return;
        }
        lock.run(() -> {
            fold.dropped(before, after, orphan);
            look();
        });
    }

    private void moveKeys(@Nullable TaskRow from, @Nullable TaskRow to) {
        if (Uniques.isKeyed(from) || Uniques.isKeyed(to)) {
            lock.run(() -> fold.uniques.move(from, to));
        }
    }

    /**
     * What is to be decided where somebody wants a task to start: that it starts, where nothing is in its way, else that it waits.
     *
     * @param row the task as it will be; null where there is none
     * @param wanted the wish, which need not say when and after what
     * @return a start; or the wish, with that
     */
    public Command decide(@Nullable TaskRow row, Command.Enqueue wanted) {
        if (isOpen || row == null) {
            return start;
        }
        return lock.get(() -> fold.decide(row));
    }

    /**
     * What is to be decided for a submit: that its task is made, unless its unique key is taken.
     *
     * @param register the submit
     * @param key what it is to have
     * @return over which task, and what
     */
    public Target decide(Command.Register register, UniqueKey key) {
        return lock.get(() -> fold.uniques.decide(register, key, clock.millis()));
    }

    /**
     * Whether a start may be decided without the committer's lock.
     *
     * @return true as long as nothing waits and nothing is limited
     */
    public boolean isOpen() {
        return isOpen;
    }

    /**
     * Whether nothing waits, be it for its turn or for a time.
     *
     * @return true as long as {@link #next} and {@link #nextTick} have nothing to give
     */
    public boolean isIdle() {
        return isIdle;
    }

    /**
     * What is decided for each task that begins now.
     *
     * @return always the same, but for the time where there are rates
     */
    public Command.Start start() {
        return isPaced ? lock.get(fold::start) : start;
    }

    /**
     * The task that begins next. It is in the line until its start is {@linkplain #applied applied}.
     *
     * @return its id, or null where none may begin now
     */
    public @Nullable String next() {
        if (isIdle) {
            return null;
        }
        return lock.get(fold::next);
    }

    /**
     * The next task over which something is to be decided because of its schedule. Gives the same until it changes, or is
     * {@linkplain #unfit(String) found unfit}.
     *
     * @return null where there is none now
     */
    public @Nullable Ticking nextTick() {
        if (isIdle) {
            return null;
        }
        return lock.get(fold::nextTick);
    }

    /**
     * What {@link #nextTick} gave could not be decided: the task is in nobody's way until it changes.
     *
     * @param id of the task
     */
    public void unfit(String id) {
        lock.run(() -> fold.ticks.unfit(id));
    }

    /** The task that {@link #next} gave last could not be started: it is in nobody's way from now on. */
    public void unfit() {
        lock.run(() -> {
            fold.unfit();
            look();
        });
    }

    /**
     * A type's code is here from now on, or no longer.
     *
     * @param type the type
     * @param here whether it is
     */
    public void available(String type, boolean here) {
        lock.run(() -> fold.line.available(type, here));
    }

    /**
     * Whether a type's code is here.
     *
     * @param type the type
     * @return what {@link #available} has said last
     */
    public boolean isAvailable(String type) {
        return lock.get(() -> fold.line.isAvailable(type));
    }

    /** Forgets all tasks; they are {@link #applied} once more. */
    public void clear() {
        lock.run(() -> {
            fold.clear();
            look();
        });
    }

    /** This node {@linkplain NodeSlots#isTaking takes} something again, or nothing any more. */
    public void takingChanged() {
        lock.run(this::look);
    }

    /** Nothing begins any more. */
    public void stop() {
        lock.run(() -> {
            fold.stop();
            look();
        });
    }

    /**
     * How many submitted tasks wait.
     *
     * @return whether they may begin or not
     */
    public int waiting() {
        return lock.get(() -> fold.line.size());
    }

    /**
     * When a task may become due although nothing else happens.
     *
     * @return on the store's clock; {@code Long.MAX_VALUE} for never
     */
    public long nextDue() {
        if (isIdle) {
            return Long.MAX_VALUE;
        }
        return lock.get(fold::nextDue);
    }
}
