package dev.taskcast.queue;

import org.jspecify.annotations.Nullable;

/**
 * What of a task decides when it may run. Tasks that have the same wait in one lane, and share this object where they can.
 *
 * @param queue the name of its queue; "" is the default queue
 * @param key whose turn it is within the queue; null where it has none
 * @param type the name of its type
 * @param priority 0 to 9, higher sooner; 4 is normal
 * @param weight how many turns its key gets where another gets one; at least 1
 * @param takesSlot whether it takes one of the node's own slots
 */
public record Lane(String queue, @Nullable String key, String type, int priority, int weight, boolean takesSlot) {
    /** How many priorities there are. */
    static final int PRIORITIES = 10;

    /**
     * Checks it.
     *
     * @throws IllegalArgumentException where priority or weight are out of range
     */
    public Lane {
        if (priority < 0 || priority >= PRIORITIES) {
            throw new IllegalArgumentException("priority must be from 0 to 9, got: " + priority);
        }
        if (weight < 1) {
            throw new IllegalArgumentException("weight must be at least 1, got: " + weight);
        }
    }
}
