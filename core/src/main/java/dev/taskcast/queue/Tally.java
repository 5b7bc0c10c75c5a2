package dev.taskcast.queue;

import java.util.List;
import java.util.function.ObjIntConsumer;

/**
 * How many wait in a queue, by what holds up their type and their key. Why they wait follows from that and from what the queue and the
 * manager say, so nobody is looked at where one of these opens or closes; where a type or a key does, its lanes move.
 */
final class Tally {
    private final int[] counts = new int[Hold.COUNT * Hold.COUNT * 2];
    private int ready; // all of these
    private int delayed;
    private int retried;

    private static int index(Hold type, Hold key, boolean takesSlot) {
        return 2 * (type.index() * Hold.COUNT + key.index()) + (takesSlot ? 1 : 0);
    }

    void count(Hold type, Hold key, boolean takesSlot, int change) {
        counts[index(type, key, takesSlot)] += change;
        ready += change;
    }

    /** So many wait for a time, more or fewer. */
    void countDelayed(boolean isRetry, int change) {
        if (isRetry) {
            retried += change;
        } else {
            delayed += change;
        }
    }

    /** How many wait for a time that was given with their submit. */
    int delayed() {
        return delayed;
    }

    /** How many wait for a time after a failure. */
    int retried() {
        return retried;
    }

    /** Tells of all whose time has come. */
    void forEach(Hold queue, Hold manager, boolean hasSlot, ObjIntConsumer<Why> action) {
        if (ready == 0) {
            return;
        }
        for (Hold type : Hold.values()) {
            for (Hold key : Hold.values()) {
                for (boolean takesSlot : new boolean[] {false, true}) {
                    int count = counts[index(type, key, takesSlot)];
                    if (count != 0) {
                        List<Hold> all = List.of(key, type, queue, manager);
                        int by = Hold.by(all, takesSlot && !hasSlot);
                        action.accept(by < 0 ? Why.SLOT : all.get(by).why(), count);
                    }
                }
            }
        }
    }
}
