package dev.taskcast.queue;

import java.util.HashMap;
import java.util.Map;

/** The lanes of a band that take one of the node's own slots, or those that take none. */
final class Half extends Choice {
    final Band band;
    final boolean takesSlot;
    int readyIndex = -1;
    private final Ready ready;
    private final Group unkeyed = new Group(this, null);
    private final Map<TypeState, Group> keyed = new HashMap<>(4); // by type

    Half(Band band, boolean takesSlot, Ready ready) {
        this.band = band;
        this.takesSlot = takesSlot;
        this.ready = ready;
    }

    Group group(TypeState type, boolean hasKey) {
        return hasKey ? keyed.computeIfAbsent(type, each -> new Group(this, each)) : unkeyed;
    }

    void drop(TypeState type) {
        keyed.remove(type);
    }

    /** The tag of all lanes without a key has moved. */
    void unkeyedMoved() {
        unkeyed.changed();
    }

    @Override
    void typeHolds(Hold before, Hold now) {} // it is of many types

    @Override
    void changed() {
        ready.see(this, !isEmpty() && band.queue.isOpen());
    }
}
