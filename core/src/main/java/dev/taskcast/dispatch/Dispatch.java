package dev.taskcast.dispatch;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.UniqueKey;
import dev.taskcast.queue.Lane;
import dev.taskcast.queue.Line;
import dev.taskcast.queue.Undo;
import dev.taskcast.queue.Waiter;
import dev.taskcast.task.Schedule;
import dev.taskcast.task.Standing;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.Turn;
import dev.taskcast.task.Waiting;
import dev.taskcast.time.StoreClock;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * <p>The committer calls it; questions of viewers come on any thread. Thread-safe.
 */
public final class Dispatch {
    private final Command.Start start;
    private final StoreClock clock;
    private final NodeSlots slots;
    private final Supplier<? extends Collection<TaskRow>> rows;

    // Guarded by this.
    private final Line line = new Line();
    private final Limits limits = new Limits(line);
    private final Ticks ticks;
    private final Uniques uniques = new Uniques();
    private final Deque<Undo> started = new ArrayDeque<>(); // by the batch in the making
    private final Map<Long, Lane> left = new HashMap<>(); // handlers on this node whose tasks were taken away, by fence
    private boolean isCounting; // handlers: not where there have never been limits
    private boolean stopped;
    private @Nullable Waiter offered;
    private int free; // slots that no handler has, less those that the batch takes

    /** Nothing waits and nothing is limited: whatever is to start may start. */
    private volatile boolean isOpen;

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
        isCounting = !slots.isUnlimited(); // batches in the making are not in the rows
        takeRoom();
        look();
    }

    private void takeRoom() {
        line.room(slots.room());
        free = slots.free();
    }

    private void look() {
        isOpen = !isCounting && slots.isUnlimited() && !stopped && line.size() == 0 && ticks.isEmpty();
    }

    /**
     * A handler of this node has returned. Where its task was taken away meanwhile it counted until now.
     *
     * @param fence of its run
     */
    public void returned(long fence) {
        if (isOpen) {
            return;
        }
        synchronized (this) {
            Lane lane = left.remove(fence);
            if (lane != null) {
                line.frees(lane);
            }
        }
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
        synchronized (this) {
            started.clear();
            takeRoom();
        }
    }

    /**
     * Takes note of a change, of whoever has made it.
     *
     * @param before the task before it; null where there was none
     * @param after the task after it; null where it is gone
     */
    public void applied(@Nullable TaskRow before, @Nullable TaskRow after) {
        moveKeys(before, after);
        boolean waited = isInLine(before);
        boolean waits = isInLine(after);
        if (!waited && !waits && isOpen && !Ticks.isScheduled(after)) {
            return;
        }
        synchronized (this) {
            ticks.applied(before, after);
            move(waited ? before : null, before, waits ? after : null, after);
            if (after != null && isStart(before, after)) {
                started.push(line.started(laneOf(after), clock.millis()));
                if (after.takesSlot() && isHere(after)) {
                    line.tookSlot();
                    free--;
                }
            }
            look();
        }
    }

    /**
     * Takes back a change of a batch that was not kept. The newest first.
     *
     * @param before the task before it; null where there was none
     * @param after the task after it; null where it is gone
     */
    public void dropped(@Nullable TaskRow before, @Nullable TaskRow after) {
        moveKeys(after, before);
        boolean waited = isInLine(before);
        boolean waits = isInLine(after);
        if (!waited && !waits && isOpen && !Ticks.isScheduled(before)) {
            return;
        }
        synchronized (this) {
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
            move(waits ? after : null, after, waited ? before : null, before);
            look();
        }
    }

    private void moveKeys(@Nullable TaskRow from, @Nullable TaskRow to) {
        if (Uniques.isKeyed(from) || Uniques.isKeyed(to)) {
            synchronized (this) {
                uniques.move(from, to);
            }
        }
    }

    /** From one row to another; each also by itself where it is in line. */
    private void move(
            @Nullable TaskRow leaving, @Nullable TaskRow from, @Nullable TaskRow coming, @Nullable TaskRow to) {
        Waiter left = leaving == null ? null : waiter(leaving);
        Waiter came = coming == null ? null : waiter(coming);
        boolean isSame = left != null && left.equals(came);
        if (left != null && !isSame) {
            line.leaves(left);
        }
        if (isCounting) {
            count(from, to);
        }
        if (coming != null && came != null && !isSame) {
            clock.read(since(coming)); // it has been that late already, be it on another node or in an earlier life
            line.waits(came);
        }
    }

    private void count(@Nullable TaskRow from, @Nullable TaskRow to) {
        Lane held = from != null && from.hasHandler() ? laneOf(from) : null;
        if (from != null && held != null && to == null && isOnThisNode(from)) {
            left.put(from.fence(), held); // its task was taken away, and it goes on
            return;
        }
        if (to != null && to.hasHandler() && left.remove(to.fence()) != null) {
            return; // that was not kept
        }
        Lane holds = to != null && to.hasHandler() ? laneOf(to) : null;
        if (held != null && !held.equals(holds)) {
            line.frees(held);
        }
        if (holds != null && !holds.equals(held)) {
            line.holds(holds);
        }
    }

    private static boolean isStart(@Nullable TaskRow before, TaskRow after) {
        return after.state() instanceof Running && (before == null || before.fence() != after.fence());
    }

    /** Where a handler is that was told to stop its state does not say. */
    private boolean isOnThisNode(TaskRow row) {
        return start.node() == null || !(row.state() instanceof Running) || isHere(row);
    }

    private boolean isHere(TaskRow row) {
        return row.state() instanceof Running running
                && Objects.equals(running.placement().node(), start.node());
    }

    /** Whether it waits for nothing but its turn, or a time; and nothing of it is unknown. */
    private static boolean isInLine(@Nullable TaskRow row) {
        return row != null
                && row.isWaiting()
                && row.terms().isKnown()
                && !(row.state() instanceof Pending pending && pending.waiting() instanceof Waiting.ForHandler);
    }

    private static Waiter waiter(TaskRow row) {
        return new Waiter(row.id(), row.created(), row.position(), readyAt(row), laneOf(row));
    }

    private static long since(TaskRow row) {
        if (!(row.state() instanceof Pending pending)) {
            return 0;
        }
        return switch (pending.waiting()) {
            case Waiting.ForStart waiting -> 0;
            case Waiting.ForSlot waiting -> waiting.since();
            case Waiting.ForTime waiting -> waiting.since();
            case Waiting.ForHandler waiting -> waiting.since();
        };
    }

    private static long readyAt(TaskRow row) {
        if (!(row.state() instanceof Pending pending)) {
            return 0; // between two runs: it has had its turn
        }
        return switch (pending.waiting()) {
            case Waiting.ForStart waiting -> 0;
            case Waiting.ForSlot waiting -> waiting.since();
            case Waiting.ForTime waiting -> waiting.until();
            case Waiting.ForHandler waiting -> waiting.since();
        };
    }

    private static Lane laneOf(TaskRow row) {
        Turn turn = row.state().identity().turn();
        String queue = turn.queue();
        return new Lane(
                queue == null ? "" : queue, turn.key(), row.type(), turn.priority(), turn.weight(), row.takesSlot());
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
        synchronized (this) {
            long now = clock.millis();
            Lane lane = laneOf(row);
            boolean isUnlimited = line.isUnlimited(lane);
            boolean isStopping = row.hasHandler() && !(row.state() instanceof Running);
            boolean isWaiting = isInLine(row) && readyAt(row) <= now;
            if (!stopped
                    && !isWaiting
                    && (isUnlimited || !isStopping)
                    && row.terms().isKnown()
                    && line.isFree(lane, now)
                    && isAheadAllowed(lane)) {
                return start;
            }
            return new Command.Enqueue(now, !isUnlimited);
        }
    }

    /**
     * What is to be decided for a submit: that its task is made, unless its unique key is taken.
     *
     * @param register the submit
     * @param key what it is to have
     * @return over which task, and what
     */
    public synchronized Target decide(Command.Register register, UniqueKey key) {
        return uniques.decide(register, key, clock.millis());
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
        if (isOpen) {
            return null;
        }
        synchronized (this) {
            Waiter next = stopped ? null : line.next(clock.millis());
            offered = next == null || !isAheadAllowed(next.lane()) ? null : next;
            return offered == null ? null : offered.id();
        }
    }

    /**
     * The next task over which something is to be decided because of its schedule. Gives the same until it changes, or is
     * {@linkplain #unfit(String) found unfit}.
     *
     * @return null where there is none now
     */
    public @Nullable Ticking nextTick() {
        if (isOpen) {
            return null;
        }
        synchronized (this) {
            Ticks.Wanted wanted = stopped ? null : ticks.next(clock.millis());
            return wanted == null ? null : new Ticking(wanted.id(), wanted.command());
        }
    }

    /**
     * What {@link #nextTick} gave could not be decided: the task is in nobody's way until it changes.
     *
     * @param id of the task
     */
    public synchronized void unfit(String id) {
        ticks.unfit(id);
    }

    /** A run that is started ahead of a free slot holds its limits without a handler at work: only while these are half free. */
    private boolean isAheadAllowed(Lane lane) {
        return !lane.takesSlot() || line.isUnlimited(lane) || free > 0 || line.isHalfFree(lane);
    }

    /** The task that {@link #next} gave last could not be started: it is in nobody's way from now on. */
    public synchronized void unfit() {
        if (offered != null) {
            line.leaves(offered);
            offered = null;
        }
        look();
    }

    /**
     * A type's code is here from now on, or no longer.
     *
     * @param type the type
     * @param here whether it is
     */
    public synchronized void available(String type, boolean here) {
        line.available(type, here);
    }

    /**
     * Whether a type's code is here.
     *
     * @param type the type
     * @return what {@link #available} has said last
     */
    public synchronized boolean isAvailable(String type) {
        return line.isAvailable(type);
    }

    /**
     * How a limit is set.
     *
     * @param of what
     * @return {@link LimitSetting#NONE} where it is not
     */
    public synchronized LimitSetting limit(LimitId of) {
        return limits.get(of);
    }

    /**
     * All limits as they are set.
     *
     * @return a copy
     */
    public synchronized Map<LimitId, LimitSetting> limits() {
        return limits.all();
    }

    /**
     * A limit is set, or set back where that was not kept.
     *
     * @param of what
     * @param to how
     */
    public synchronized void limit(LimitId of, LimitSetting to) {
        limits.set(of, to);
        if (!isCounting && !limits.isEmpty()) {
            isCounting = true;
            for (TaskRow row : rows.get()) {
                count(null, row);
            }
        }
        look();
    }

    /** Forgets all tasks; they are {@link #applied} once more. */
    public synchronized void clear() {
        line.clear();
        ticks.clear();
        uniques.clear();
        limits.setAll();
        left.values().forEach(line::holds);
        started.clear();
        look();
    }

    /** Nothing begins any more. */
    public synchronized void stop() {
        stopped = true;
        look();
    }

    /**
     * Where a task stands that waits.
     *
     * @param row the task
     * @return null where it does not wait for its turn
     */
    public synchronized @Nullable Standing standing(TaskRow row) {
        if (row.state() instanceof Pending pending && pending.waiting() instanceof Waiting.ForHandler) {
            return new Standing(Standing.Why.STOPPING, null, 0, 0);
        }
        if (!isInLine(row)) {
            return null;
        }
        boolean isRetry = row.state() instanceof Pending pending
                && pending.waiting() instanceof Waiting.ForTime time
                && time.isRetry();
        return Standings.of(line.standing(waiter(row), clock.millis()), isRetry);
    }

    /**
     * In which queues positions may have changed.
     *
     * @param since what it has given before as {@link Moved#upTo}; 0 for all queues in which anybody waits or has waited
     * @return the queues
     */
    public synchronized Moved movedSince(long since) {
        List<String> queues = line.movedSince(since, clock.millis());
        return new Moved(line.moves(), queues);
    }

    /**
     * Queues in which somebody has come or gone.
     *
     * @param upTo until when
     * @param queues their names; "" is the default one
     */
    public record Moved(long upTo, List<String> queues) {}

    /**
     * How often somebody has come to stand in a queue or has left it. A position in it has changed by no more than that, unless the turn
     * went to another priority.
     *
     * @param queue its name; "" is the default one
     * @return rises for ever
     */
    public synchronized long moves(String queue) {
        return line.moves(queue);
    }

    /**
     * Who stands first in a queue. The cost depends on how many that are, and not on how many wait.
     *
     * @param queue its name; "" is the default one
     * @param most up to which position
     * @return in no order; more than that where some have the same position, and none where nobody's is as low
     */
    public synchronized List<Placed> first(String queue, int most) {
        long now = clock.millis();
        return line.first(queue, most, now).stream()
                .map(waiter ->
                        new Placed(waiter.created(), waiter.since(), Standings.of(line.standing(waiter, now), false)))
                .toList();
    }

    /**
     * Where one stands who waits.
     *
     * @param created the position of the event that made the task
     * @param since the position of the one since which it waits
     * @param standing where it stands
     */
    public record Placed(long created, long since, Standing standing) {}

    /**
     * How many submitted tasks wait.
     *
     * @return whether they may begin or not
     */
    public synchronized int waiting() {
        return line.size();
    }

    /**
     * When a task may become due although nothing else happens.
     *
     * @return on the store's clock; {@code Long.MAX_VALUE} for never
     */
    public long nextDue() {
        if (isOpen) {
            return Long.MAX_VALUE;
        }
        synchronized (this) {
            long now = clock.millis();
            return stopped ? Long.MAX_VALUE : Math.min(line.nextDue(now), ticks.nextDue(now));
        }
    }
}
