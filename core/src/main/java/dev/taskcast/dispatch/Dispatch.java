package dev.taskcast.dispatch;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.UniqueKey;
import dev.taskcast.queue.Lane;
import dev.taskcast.queue.Line;
import dev.taskcast.queue.Undo;
import dev.taskcast.queue.Waiter;
import dev.taskcast.task.Schedule;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Terminal;
import dev.taskcast.thread.ShortLock;
import dev.taskcast.time.StoreClock;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
    private final NodeSlots slots;
    private final Supplier<? extends Collection<TaskRow>> rows;

    private final ShortLock lock = new ShortLock();

    // Guarded by the lock.
    private final Line line = new Line();
    private final Lanes lanes = new Lanes();
    private final Holders holders;
    private final Limits limits = new Limits(line);
    private final Ticks ticks;
    private final Uniques uniques = new Uniques();
    private final Deque<Undo> started = new ArrayDeque<>(); // by the batch in the making
    private boolean stopped;
    private @Nullable Waiter offered;
    private int free; // slots that no handler has, less those that the batch takes

    private final Standings standings;

    /** Nothing waits and nothing is limited: whatever is to start may start. */
    private volatile boolean isOpen;

    /** Nothing waits, be it for its turn or for a time. */
    private volatile boolean isIdle;

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
        this.slots = slots;
        rows = tasks.rows();
        ticks = new Ticks(tasks.schedules());
        holders = new Holders(line, lanes, !slots.isUnlimited()); // batches in the making are not in the rows
        standings = new Standings(lock, line, lanes, clock);
        takeRoom();
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

    private void takeRoom() {
        line.room(slots.room());
        free = slots.free();
    }

    private void look() {
        boolean isEmpty = line.size() == 0 && ticks.isEmpty();
        isIdle = isEmpty;
        isOpen = isEmpty && !holders.isCounting() && slots.isUnlimited() && !stopped;
    }

    /**
     * A handler goes on that its task no longer tells of: it counts until it has {@linkplain #returned returned}.
     *
     * @param orphan which one
     */
    public void orphaned(Orphan orphan) {
        lock.run(() -> holders.add(orphan));
    }

    /**
     * It has returned, or its node is gone.
     *
     * @param orphan which one
     */
    public void returned(Orphan orphan) {
        lock.run(() -> holders.remove(orphan));
    }

    /**
     * A handler that its task no longer tells of.
     *
     * @param fence of its run
     * @return null where there is none
     */
    public @Nullable Orphan orphan(long fence) {
        return lock.get(() -> holders.orphan(fence));
    }

    /**
     * All handlers that their tasks no longer tell of.
     *
     * @return a copy
     */
    public List<Orphan> orphans() {
        return lock.get(() -> holders.orphans());
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
        lock.run(() -> {
            started.clear();
            takeRoom();
        });
    }

    /**
     * Takes note of a change, of whoever has made it.
     *
     * @param before the task before it; null where there was none
     * @param after the task after it; null where it is gone
     */
    public void applied(@Nullable TaskRow before, @Nullable TaskRow after) {
        moveKeys(before, after);
        boolean waited = Lanes.isInLine(before);
        boolean waits = Lanes.isInLine(after);
        Orphan orphan = Orphan.of(before, after);
        if (!waited && !waits && isOpen && !Ticks.isScheduled(after) && orphan == null) {
            return;
        }
        lock.run(() -> {
            ticks.applied(before, after);
            if (orphan != null) {
                orphaned(orphan); // and its task no longer counts for it
            }
            holders.move(before, after);
            move(waited ? before : null, waits ? after : null);
            if (after != null && isStart(before, after)) {
                started.push(line.started(lanes.of(after), clock.millis()));
                if (after.takesSlot() && isHere(after)) {
                    line.tookSlot();
                    free--;
                }
            }
            look();
        });
    }

    /**
     * Takes back a change of a batch that was not kept. The newest first.
     *
     * @param before the task before it; null where there was none
     * @param after the task after it; null where it is gone
     */
    public void dropped(@Nullable TaskRow before, @Nullable TaskRow after) {
        moveKeys(after, before);
        boolean waited = Lanes.isInLine(before);
        boolean waits = Lanes.isInLine(after);
        Orphan orphan = Orphan.of(before, after);
        if (!waited && !waits && isOpen && !Ticks.isScheduled(before) && orphan == null) {
            return;
        }
        lock.run(() -> {
            ticks.dropped(before, after);
            if (after != null && isStart(before, after)) {
                Undo undo = started.poll();
                if (undo != null) {
                    line.undo(undo);
                }
                if (after.takesSlot() && isHere(after)) {
                    line.gaveSlot();
                    free++;
                }
            }
            move(waits ? after : null, waited ? before : null);
            holders.move(after, before);
            if (orphan != null) {
                returned(orphan);
            }
            look();
        });
    }

    private void moveKeys(@Nullable TaskRow from, @Nullable TaskRow to) {
        if (Uniques.isKeyed(from) || Uniques.isKeyed(to)) {
            lock.run(() -> uniques.move(from, to));
        }
    }

    /** From one row in line to another. */
    private void move(@Nullable TaskRow leaving, @Nullable TaskRow coming) {
        Waiter left = leaving == null ? null : lanes.waiter(leaving);
        Waiter came = coming == null ? null : lanes.waiter(coming);
        boolean isSame = left != null && left.equals(came);
        if (left != null && !isSame) {
            line.leaves(left);
        }
        if (coming != null && came != null && !isSame) {
            clock.read(
                    Lanes.since(coming)); // it has been that late already, be it on another node or in an earlier life
            line.waits(came);
        }
    }

    /** One that was running when this began anew was started before: it used up a part of a rate then, and its slot is taken. */
    private static boolean isStart(@Nullable TaskRow before, TaskRow after) {
        return after.state() instanceof Running && before != null && before.fence() != after.fence();
    }

    private boolean isHere(TaskRow row) {
        return row.state() instanceof Running running
                && Objects.equals(running.placement().node(), start.node());
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
        return lock.get(() -> {
            long now = clock.millis();
            Lane lane = lanes.of(row);
            boolean isUnlimited = line.isUnlimited(lane);
            boolean isStopping = row.hasHandler() && !(row.state() instanceof Running);
            boolean isWaiting = Lanes.isInLine(row) && Lanes.readyAt(row) <= now;
            if (!stopped
                    && !isWaiting
                    && (isUnlimited || !isStopping)
                    && row.terms().isKnown()
                    && line.isFree(lane, now)
                    && isAheadAllowed(lane)) {
                return start;
            }
            return new Command.Enqueue(now, !isUnlimited);
        });
    }

    /**
     * What is to be decided for a submit: that its task is made, unless its unique key is taken.
     *
     * @param register the submit
     * @param key what it is to have
     * @return over which task, and what
     */
    public Target decide(Command.Register register, UniqueKey key) {
        return lock.get(() -> uniques.decide(register, key, clock.millis()));
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
     * What is decided for each task that begins.
     *
     * @return always the same
     */
    public Command.Start start() {
        return start;
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
        return lock.get(() -> {
            Waiter next = stopped ? null : line.next(clock.millis());
            offered = next == null || !isAheadAllowed(next.lane()) ? null : next;
            return offered == null ? null : offered.id();
        });
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
        return lock.get(() -> {
            Ticks.Wanted wanted = stopped ? null : ticks.next(clock.millis());
            return wanted == null ? null : new Ticking(wanted.id(), wanted.command());
        });
    }

    /**
     * What {@link #nextTick} gave could not be decided: the task is in nobody's way until it changes.
     *
     * @param id of the task
     */
    public void unfit(String id) {
        lock.run(() -> ticks.unfit(id));
    }

    /** A run that is started ahead of a free slot holds its limits without a handler at work: only while these are half free. */
    private boolean isAheadAllowed(Lane lane) {
        return !lane.takesSlot() || line.isUnlimited(lane) || free > 0 || line.isHalfFree(lane);
    }

    /** The task that {@link #next} gave last could not be started: it is in nobody's way from now on. */
    public void unfit() {
        lock.run(() -> {
            if (offered != null) {
                line.leaves(offered);
                offered = null;
            }
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
        lock.run(() -> line.available(type, here));
    }

    /**
     * Whether a type's code is here.
     *
     * @param type the type
     * @return what {@link #available} has said last
     */
    public boolean isAvailable(String type) {
        return lock.get(() -> line.isAvailable(type));
    }

    /**
     * How a limit is set.
     *
     * @param of what
     * @return {@link LimitSetting#NONE} where it is not
     */
    public LimitSetting limit(LimitId of) {
        return lock.get(() -> limits.get(of));
    }

    /**
     * All limits as they are set.
     *
     * @return a copy
     */
    public Map<LimitId, LimitSetting> limits() {
        return lock.get(() -> limits.all());
    }

    /**
     * A limit is set, or set back where that was not kept.
     *
     * @param of what
     * @param to how
     */
    public void limit(LimitId of, LimitSetting to) {
        lock.run(() -> {
            limits.set(of, to);
            if (!holders.isCounting() && !limits.isEmpty()) {
                holders.countFrom(rows.get());
            }
            look();
        });
    }

    /**
     * What was started before this began uses up rates as if it had been there: as far as the store still tells of it.
     *
     * @param rows tasks as they are, and as they were
     */
    public void startedBefore(Stream<TaskRow> rows) {
        lock.run(() -> {
            long now = clock.millis();
            long since = now - limits.longestPeriodMillis();
            if (since == now) {
                return;
            }
            Map<Long, TaskRow> byFence = new HashMap<>();
            rows.filter(row -> startedAt(row) > since).forEach(row -> byFence.put(row.fence(), row));
            byFence.values().stream()
                    .sorted(Comparator.comparingLong(Dispatch::startedAt))
                    .forEach(row -> line.startedBefore(lanes.of(row), Math.min(startedAt(row), now)));
        });
    }

    private static long startedAt(TaskRow row) {
        return switch (row.state()) {
            case Running running -> running.placement().startedAt();
            case Terminal ended -> ended.startedAt();
            case Pending pending -> 0;
        };
    }

    /** Forgets all tasks; they are {@link #applied} once more. */
    public void clear() {
        lock.run(() -> {
            line.clear();
            ticks.clear();
            uniques.clear();
            limits.setAll();
            holders.holdOrphans();
            started.clear();
            look();
        });
    }

    /** Nothing begins any more. */
    public void stop() {
        lock.run(() -> {
            stopped = true;
            look();
        });
    }

    /**
     * How many submitted tasks wait.
     *
     * @return whether they may begin or not
     */
    public int waiting() {
        return lock.get(() -> line.size());
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
        return lock.get(() -> {
            long now = clock.millis();
            return stopped ? Long.MAX_VALUE : Math.min(line.nextDue(now), ticks.nextDue(now));
        });
    }
}
