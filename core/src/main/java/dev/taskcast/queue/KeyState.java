package dev.taskcast.queue;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key of a queue: its limit, and its tag, by which keys take turns. Whoever has no key shares one turn of this kind, whose
 * name is null and which no limit counts.
 */
final class KeyState extends Gate {
    final @Nullable String name;

    @Nullable
    KeyState nextInTable;

    int idleIndex = -1;
    private final QueueState queue;
    private @Nullable Limit own;
    private @Nullable WaitingLane lanes; // where it has a name
    private long tag;
    private long left = -1; // what the clock showed when nobody waited any more

    KeyState(QueueState queue, @Nullable String name) {
        this.queue = queue;
        this.name = name;
    }

    long tag() {
        return tag;
    }

    /** Moves all of its lanes to their new place; in between none is anywhere, as a heap bears one move at a time. */
    void tag(long moved) {
        if (moved == tag) {
            return;
        }
        boolean isMany = lanes != null && lanes.nextOfKey != null;
        for (WaitingLane lane = isMany ? lanes : null; lane != null; lane = lane.nextOfKey) {
            lane.group.see(lane, false);
        }
        tag = moved;
        for (WaitingLane lane = lanes; lane != null; lane = lane.nextOfKey) {
            lane.changed();
        }
        if (name == null) {
            queue.unkeyedMoved();
        }
    }

    long left() {
        return left;
    }

    void left(long clock) {
        left = clock;
    }

    /** What the clock must show so that nothing is different without it. */
    long forgetAt() {
        return Math.max(tag, left + 1);
    }

    void declare(@Nullable Limit next, long at) {
        own = next;
        limitChanged(at);
        queue.keys.tidy(this);
    }

    void add(WaitingLane lane) {
        if (name != null) {
            lane.nextOfKey = lanes;
            lanes = lane;
            lookAgain();
        }
    }

    void remove(WaitingLane lane) {
        if (lanes == lane) {
            lanes = lane.nextOfKey;
        }
        for (WaitingLane each = lanes; each != null; each = each.nextOfKey) {
            if (each.nextOfKey == lane) {
                each.nextOfKey = lane.nextOfKey;
            }
        }
        lane.nextOfKey = null;
        if (lanes == null && name != null) {
            queue.keys.leaves(this);
        }
        lookAgain();
    }

    /** Its rate wakes it where somebody waits. */
    private void lookAgain() {
        if (pace() != null) {
            refresh();
        }
        queue.keys.tidy(this);
    }

    @Override
    void count(int change) {
        super.count(change);
        queue.keys.tidy(this);
    }

    boolean isWaiting() {
        return name == null ? queue.isUnkeyedWaiting() : lanes != null;
    }

    /** Whether nobody of it waits or goes on, and it has no limit of its own. Never so without a name. */
    boolean isIdle() {
        return name != null && lanes == null && holders() == 0 && own == null;
    }

    /** How many of it wait in a band; for a key that has a name. */
    int waitingIn(Band band) {
        int sum = 0;
        for (WaitingLane lane = lanes; lane != null; lane = lane.nextOfKey) {
            sum += lane.group.half.band == band ? lane.waiters.size() : 0;
        }
        return sum;
    }

    /** How many of it wait in a band before a task; for a key that has a name. */
    int before(Waiter waiter, Band band) {
        int sum = 0;
        for (WaitingLane lane = lanes; lane != null; lane = lane.nextOfKey) {
            sum += lane.group.half.band == band ? lane.waiters.rank(waiter) : 0;
        }
        return sum;
    }

    @Override
    boolean isAwaited() {
        return lanes != null;
    }

    @Override
    @Nullable
    Limit limit() {
        return name == null ? null : own != null ? own : queue.eachKey();
    }

    @Override
    LimitOf of() {
        return own == null ? new LimitOf.EachKey(queue.name) : new LimitOf.Key(queue.name, Objects.toString(name));
    }

    @Override
    Wakes wakes() {
        return queue.wakes;
    }

    @Override
    void woken() {
        refresh();
        queue.keys.tidy(this);
    }

    @Override
    void holdsOtherwise(Hold before) {
        for (WaitingLane lane = lanes; lane != null; lane = lane.nextOfKey) {
            int size = lane.waiters.size();
            queue.tally().count(lane.type.hold(), before, lane.lane.takesSlot(), -size);
            queue.tally().count(lane.type.hold(), hold(), lane.lane.takesSlot(), size);
            lane.group.count(before, -size);
            lane.group.count(hold(), size);
        }
    }

    @Override
    void toggled() {
        for (WaitingLane lane = lanes; lane != null; lane = lane.nextOfKey) {
            lane.changed();
        }
    }
}
