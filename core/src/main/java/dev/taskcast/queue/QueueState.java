package dev.taskcast.queue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A queue: its limit, its keys, and its bands. */
final class QueueState extends LimitedGate {
    final String name;
    final Keys keys = new Keys(this);
    private final Ready ready;
    private final @Nullable Band[] bands = new @Nullable Band[Lane.PRIORITIES];
    private @Nullable Limit eachKey;
    private final Tally tally = new Tally();
    private Flow flow = Flow.NONE;
    private long moves;
    private long movedAt;
    private int unkeyed; // how many wait that have no key

    QueueState(String name, Wakes wakes, Ready ready) {
        super(wakes);
        this.name = name;
        this.ready = ready;
    }

    void declareEachKey(@Nullable Limit next, long at) {
        eachKey = next;
        keys.eachLimitChanged(at);
    }

    /** The limit of each key that has none of its own. */
    @Nullable
    Limit eachKey() {
        return eachKey;
    }

    Flow flow() {
        return flow;
    }

    void flow(Flow now) {
        flow = now;
    }

    /** So many have come or gone; {@code at} is how often anybody has, in any queue. */
    void moved(long at, long many) {
        moves = moves == 0 ? at : moves + many; // so that it also rises where the queue was forgotten in between
        movedAt = at;
    }

    boolean isUnkeyedWaiting() {
        return unkeyed > 0;
    }

    Band band(int priority) {
        Band found = bands[priority];
        if (found == null) {
            found = new Band(this, priority, ready);
            bands[priority] = found;
        }
        return found;
    }

    /** Whether it was not there before. */
    boolean add(WaitingLane lane, Waiter waiter, boolean isBack) {
        if (!lane.waiters.add(waiter)) {
            return false;
        }
        lane.group.half.band.added(lane, waiter);
        count(lane, 1);
        if (isBack) {
            keys.comesBack(lane.key);
        }
        unkeyed += lane.lane.key() == null ? 1 : 0;
        if (Waiter.compare(lane.head(), waiter) == 0) {
            lane.changed();
        }
        return true;
    }

    /** Whether it was there. */
    boolean remove(WaitingLane lane, Waiter waiter) {
        boolean isFirst = Waiter.compare(lane.head(), waiter) == 0;
        if (!lane.waiters.remove(waiter)) {
            return false;
        }
        lane.group.half.band.removed(lane, waiter);
        count(lane, -1);
        if (lane.lane.key() == null && --unkeyed == 0) {
            keys.leaves(lane.key);
        }
        if (isFirst) {
            lane.changed();
        }
        return true;
    }

    private void count(WaitingLane lane, int change) {
        tally.count(lane.type.hold(), lane.key.hold(), lane.lane.takesSlot(), change);
        lane.group.count(lane.key.hold(), change);
    }

    /** How many wait. */
    Tally tally() {
        return tally;
    }

    /** How many are in bands that come before one. */
    long before(Band band) {
        WaitingLane oldest = band.oldest();
        long sum = 0;
        for (Band each : bands) {
            if (each != null && each != band && Ready.isSooner(each, each.oldest(), band, oldest)) {
                sum += each.size();
            }
        }
        return sum;
    }

    long moves() {
        return moves;
    }

    long movedAt() {
        return movedAt;
    }

    /** Those whose place is not above one, in no order. */
    List<Waiter> first(int most) {
        List<Waiter> first = new ArrayList<>();
        for (Band band : bands) {
            long before = band == null || band.size() == 0 ? most : before(band);
            if (band != null && before < most) {
                band.addFirst(most - before, first);
            }
        }
        return first;
    }

    void unkeyedMoved() {
        for (Band band : bands) {
            if (band != null) {
                band.forEach(Half::unkeyedMoved);
            }
        }
    }

    @Override
    LimitOf of() {
        return new LimitOf.Queue(name);
    }

    @Override
    void holdsOtherwise(Hold before) {}

    @Override
    void toggled() {
        for (Band band : bands) {
            if (band != null) {
                band.forEach(Half::changed);
            }
        }
    }
}
