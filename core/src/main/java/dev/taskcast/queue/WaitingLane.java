package dev.taskcast.queue;

import org.jspecify.annotations.Nullable;

/** A lane in which somebody waits whose time has come. It is in its group while its head may start as far as it is known here. */
final class WaitingLane extends Member {
    final Lane lane;
    final KeyState key;
    final TypeState type;
    final Group group;
    final Waiters waiters = new Waiters();

    @Nullable
    WaitingLane nextInTable;

    @Nullable
    WaitingLane nextOfKey;

    @Nullable
    WaitingLane nextOfBand; // with a key

    @Nullable
    WaitingLane previousOfBand;

    WaitingLane(Lane lane, KeyState key, TypeState type, Group group) {
        this.lane = lane;
        this.key = key;
        this.type = type;
        this.group = group;
    }

    @SuppressWarnings("NullAway") // it is dropped with its last one
    Waiter head() {
        return waiters.first();
    }

    @Override
    WaitingLane oldest() {
        return this;
    }

    @Override
    WaitingLane inTurn() {
        return this;
    }

    @Override
    void changed() {
        group.see(this, waiters.size() > 0 && group.admits(this));
    }

    @Override
    void typeHolds(Hold before, Hold now) {
        Tally tally = group.half.band.queue.tally();
        tally.count(before, key.hold(), lane.takesSlot(), -waiters.size());
        tally.count(now, key.hold(), lane.takesSlot(), waiters.size());
    }

    /** By age alone; null is after all others. */
    static boolean isOlder(@Nullable WaitingLane a, @Nullable WaitingLane b) {
        return a != null && (b == null || a.head().isBefore(b.head()));
    }

    /** By the fairness between keys, then by age; null is after all others. */
    static boolean isTurnBefore(@Nullable WaitingLane a, @Nullable WaitingLane b) {
        if (a == null || b == null || a.key.tag() == b.key.tag()) {
            return isOlder(a, b);
        }
        return a.key.tag() < b.key.tag();
    }
}
