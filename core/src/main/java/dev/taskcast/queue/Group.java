package dev.taskcast.queue;

import org.jspecify.annotations.Nullable;

/**
 * Lanes of a half that are opened and closed together. There is one for the keyed lanes of each type: that may be many lanes,
 * and when the type has no room they are all out of the way by one move. And there is one for all lanes without a key: there
 * may be many types with a lane each, whose tags are the same and change together.
 */
final class Group extends Choice {
    final Half half;
    private final @Nullable TypeState type; // null for lanes without a key
    private final int[] counts = new int[Hold.COUNT]; // of those that wait, by what holds up their key
    private int lanes;

    Group(Half half, @Nullable TypeState type) {
        this.half = half;
        this.type = type;
    }

    /** Whether somebody of the lane may start as far as that is not known of all of the group. */
    boolean admits(WaitingLane lane) {
        return type == null ? lane.type.isOpen() : lane.key.isOpen();
    }

    @Override
    void changed() {
        half.see(this, !isEmpty() && (type == null || type.isOpen()));
    }

    /** More of it wait, or fewer. */
    void count(Hold key, int change) {
        counts[key.index()] += change;
    }

    @Override
    void typeHolds(Hold before, Hold now) {
        Tally tally = half.band.queue.tally();
        for (Hold key : Hold.values()) {
            int count = counts[key.index()];
            tally.count(before, key, half.takesSlot, -count);
            tally.count(now, key, half.takesSlot, count);
        }
    }

    /** A lane has somebody who waits. */
    void enters(WaitingLane lane) {
        if (lanes++ == 0 && type != null) {
            type.add(this);
        }
        if (type == null) {
            lane.type.add(lane);
        } else {
            half.band.enters(lane);
        }
    }

    /** A lane has nobody who waits any more. */
    void left(WaitingLane lane) {
        if (--lanes == 0 && type != null) {
            type.remove(this);
            half.drop(type);
        }
        if (type == null) {
            lane.type.remove(lane);
        } else {
            half.band.left(lane);
        }
    }
}
