package dev.taskcast.queue;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Those of a queue who wait with the same priority, and how many they are. */
final class Band {
    private static final long LEVEL_MILLIS = 60_000;

    final QueueState queue;
    private final long headStartMillis;
    private final Ready ready;
    private @Nullable Half slotted;
    private @Nullable Half slotless;
    private final Waiters unkeyed = new Waiters(); // of all types
    private final Lengths lengths = new Lengths(); // of its keys; who has none counts as one key
    private @Nullable WaitingLane keyed; // the first of its lanes with a key
    private int size;

    Band(QueueState queue, int priority, Ready ready) {
        this.queue = queue;
        headStartMillis = priority * LEVEL_MILLIS;
        this.ready = ready;
    }

    /** Who has the smallest comes first, so that all grow older alike. */
    long score(long readyAt) {
        return readyAt - headStartMillis;
    }

    Half half(boolean takesSlot) {
        Half found = takesSlot ? slotted : slotless;
        if (found == null) {
            found = new Half(this, takesSlot, ready);
            if (takesSlot) {
                slotted = found;
            } else {
                slotless = found;
            }
        }
        return found;
    }

    void forEach(Consumer<Half> action) {
        if (slotted != null) {
            action.accept(slotted);
        }
        if (slotless != null) {
            action.accept(slotless);
        }
    }

    int size() {
        return size;
    }

    /** The oldest of whom no type and no key is in the way. */
    @Nullable
    WaitingLane oldest() {
        WaitingLane first = slotted == null ? null : slotted.oldest();
        WaitingLane other = slotless == null ? null : slotless.oldest();
        return WaitingLane.isOlder(other, first) ? other : first;
    }

    /** The one whose turn it is of whom no type and no key is in the way. */
    @Nullable
    WaitingLane inTurn(boolean hasSlot) {
        WaitingLane first = slotted == null || !hasSlot ? null : slotted.inTurn();
        WaitingLane other = slotless == null ? null : slotless.inTurn();
        return WaitingLane.isTurnBefore(other, first) ? other : first;
    }

    /** A lane with a key has somebody who waits. */
    void enters(WaitingLane lane) {
        lane.nextOfBand = keyed;
        if (keyed != null) {
            keyed.previousOfBand = lane;
        }
        keyed = lane;
    }

    /** A lane with a key has nobody who waits any more. */
    void left(WaitingLane lane) {
        WaitingLane before = lane.previousOfBand;
        if (before == null) {
            keyed = lane.nextOfBand;
        } else {
            before.nextOfBand = lane.nextOfBand;
        }
        if (lane.nextOfBand != null) {
            lane.nextOfBand.previousOfBand = before;
        }
        lane.nextOfBand = null;
        lane.previousOfBand = null;
    }

    void added(WaitingLane lane, Waiter waiter) {
        size++;
        if (lane.lane.key() == null) {
            unkeyed.add(waiter);
        }
        int length = length(lane);
        lengths.change(length - 1, length);
    }

    void removed(WaitingLane lane, Waiter waiter) {
        size--;
        if (lane.lane.key() == null) {
            unkeyed.remove(waiter);
        }
        int length = length(lane);
        lengths.change(length + 1, length);
    }

    private int length(WaitingLane lane) {
        return lane.lane.key() == null ? unkeyed.size() : lane.key.waitingIn(this);
    }

    /** Its place, 1 is the first, where each key gets one turn after the other. */
    long place(Waiter waiter, KeyState key) {
        int before = key.name == null ? unkeyed.rank(waiter) : key.before(waiter, this);
        return lengths.sum(before + 1); // its own key counts with those that are before it and itself
    }

    /** Adds those whose {@linkplain #place place} is not above one. Looks at those alone, and a few more. */
    void addFirst(long most, List<Waiter> to) {
        int turns = lengths.turns(most);
        if (turns == 0) {
            return;
        }
        unkeyed.forFirst(turns, to::add);
        for (WaitingLane lane = keyed; lane != null; lane = lane.nextOfBand) {
            KeyState key = lane.key;
            lane.waiters.forFirst(turns, waiter -> {
                if (key.before(waiter, this) < turns) {
                    to.add(waiter);
                }
            });
        }
    }
}
