package dev.taskcast.dispatch;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.UsedRates;
import dev.taskcast.queue.Lane;
import dev.taskcast.queue.Line;
import dev.taskcast.queue.RateUse;
import dev.taskcast.queue.Undo;
import dev.taskcast.queue.Waiter;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.time.StoreClock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Dispatch} knows: who waits, who is at work, which limits there are, folded from the changes of rows in their order; and what
 * follows from it for the next decision. Guarded by {@link Dispatch}.
 */
final class Fold {
    final Line line = new Line();
    final Lanes lanes = new Lanes();
    final Holders holders;
    final Limits limits = new Limits(line);
    final Ticks ticks;
    final Uniques uniques = new Uniques();

    private final Command.Start start;
    private final StoreClock clock;
    private final NodeSlots slots;
    private final Dispatch.Tasks tasks;
    private final Deque<Undo> started = new ArrayDeque<>(); // by the batch in the making
    private final Deque<List<RateUse>> limited = new ArrayDeque<>(); // likewise: what was used up of rates before
    private boolean stopped;
    private @Nullable Waiter offered;
    private int free; // slots that no handler has, less those that the batch takes

    Fold(Command.Start start, StoreClock clock, NodeSlots slots, Dispatch.Tasks tasks) {
        this.start = start;
        this.clock = clock;
        this.slots = slots;
        this.tasks = tasks;
        ticks = new Ticks(tasks.schedules());
        holders = new Holders(line, lanes, !slots.isUnlimited()); // batches in the making are not in the rows
        takeRoom();
    }

    /** Nothing waits, be it for its turn or for a time. */
    boolean isIdle() {
        return line.size() == 0 && ticks.isEmpty();
    }

    /** Nothing waits and nothing is limited. */
    boolean isOpen() {
        return isIdle() && !holders.isCounting() && slots.isUnlimited() && mayBegin();
    }

    private boolean mayBegin() {
        return !stopped && slots.isTaking();
    }

    /** What was started before is kept. */
    void begin() {
        started.clear();
        limited.clear();
        takeRoom();
    }

    private void takeRoom() {
        line.room(slots.room());
        free = slots.free();
    }

    void applied(@Nullable TaskRow before, @Nullable TaskRow after, @Nullable Orphan orphan, long at) {
        ticks.applied(before, after);
        if (orphan != null) {
            holders.add(orphan); // and its task no longer counts for it
        }
        holders.move(before, after);
        move(before, after);
        if (after != null && isStart(before, after)) {
            clock.read(at); // as with what waits; else the rates that it uses up would hold somebody up for longer here
            started.push(line.started(lanes.of(after), at > 0 ? at : clock.millis()));
            if (after.takesSlot() && isHere(after)) {
                line.tookSlot();
                free--;
            }
        }
    }

    void dropped(@Nullable TaskRow before, @Nullable TaskRow after, @Nullable Orphan orphan) {
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
        move(after, before);
        holders.move(after, before);
        if (orphan != null) {
            holders.remove(orphan);
        }
    }

    /** From one row to another, of which either may be in line. */
    private void move(@Nullable TaskRow from, @Nullable TaskRow to) {
        TaskRow coming = Lanes.isInLine(to) ? to : null;
        Waiter left = from != null && Lanes.isInLine(from) ? lanes.waiter(from) : null;
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

    Command decide(TaskRow row) {
        long now = clock.millis();
        Lane lane = lanes.of(row);
        boolean isUnlimited = line.isUnlimited(lane);
        boolean isStopping = row.hasHandler() && !(row.state() instanceof Running);
        boolean isWaiting = Lanes.isInLine(row) && Lanes.readyAt(row) <= now;
        if (mayBegin()
                && !isWaiting
                && (isUnlimited || !isStopping)
                && row.terms().isKnown()
                && line.isFree(lane, now)
                && isAheadAllowed(lane)) {
            return start();
        }
        return new Command.Enqueue(now, !isUnlimited);
    }

    /** Where there are rates it says when: so all nodes have the same of them used up, and those that come later. */
    Command.Start start() {
        return limits.hasRates() ? new Command.Start(start.node(), clock.millis()) : start;
    }

    /** A run that is started ahead of a free slot holds its limits without a handler at work: only while these are half free. */
    private boolean isAheadAllowed(Lane lane) {
        return !lane.takesSlot() || free > 0 || line.isUnlimited(lane) || line.isHalfFree(lane);
    }

    @Nullable
    String next() {
        Waiter next = mayBegin() ? line.next(clock.millis()) : null;
        offered = next == null || !isAheadAllowed(next.lane()) ? null : next;
        return offered == null ? null : offered.id();
    }

    Dispatch.@Nullable Ticking nextTick() {
        return mayBegin() ? ticks.next(clock.millis()) : null;
    }

    /** What {@link #next} gave last is in nobody's way from now on. */
    void unfit() {
        if (offered != null) {
            line.leaves(offered);
            offered = null;
        }
    }

    long nextDue() {
        long now = clock.millis();
        return mayBegin() ? Math.min(line.nextDue(now), ticks.nextDue(now)) : Long.MAX_VALUE;
    }

    /** From a time on; 0 where nobody has said when. */
    void limit(LimitId of, LimitSetting to, long at) {
        clock.read(at); // as with a start
        limited.push(limits.uses(of));
        limits.set(of, to, at > 0 ? at : clock.millis());
        if (!holders.isCounting() && !limits.isEmpty()) {
            holders.countFrom(tasks.rows().get());
        }
    }

    /** It was not kept. As far used up as its rates were before; whatever was started meanwhile was taken back already. */
    void limitDropped(LimitId of, LimitSetting from) {
        long now = clock.millis();
        limits.set(of, from, now);
        List<RateUse> before = limited.poll();
        if (before != null) {
            limits.use(of, before, now);
        }
    }

    UsedRates usedRates() {
        return limits.used(clock.millis());
    }

    /** In place of what is known of rates; the clock has shown that time already. */
    void used(UsedRates used) {
        clock.read(used.time());
        limits.setAll(used);
    }

    void clear() {
        UsedRates used = usedRates();
        line.clear();
        ticks.clear();
        uniques.clear();
        limits.setAll(used);
        holders.holdOrphans();
        started.clear();
        limited.clear();
    }

    /** Nothing begins any more. */
    void stop() {
        stopped = true;
    }
}
