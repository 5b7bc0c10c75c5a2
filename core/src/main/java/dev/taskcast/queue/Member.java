package dev.taskcast.queue;

import org.jspecify.annotations.Nullable;

/** Somebody among whom is chosen by turn and by age: a lane, or several. Knows its place in both heaps. */
abstract class Member {
    int turnIndex = -1;
    int ageIndex = -1;

    /** The lane whose head is the oldest; null where none may start. */
    abstract @Nullable WaitingLane oldest();

    /** The lane whose turn it is; null where none may start. */
    abstract @Nullable WaitingLane inTurn();

    /** Tells those above that its order has changed, or whether anybody of it may start. */
    abstract void changed();

    /** All of it are of one type, which holds them up otherwise than before. */
    abstract void typeHolds(Hold before, Hold now);
}
