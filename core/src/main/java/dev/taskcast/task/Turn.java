package dev.taskcast.task;

import org.jspecify.annotations.Nullable;

/**
 * What decides when a task's turn is, among others that wait. Immutable; part of what a task is.
 *
 * @param queue the queue that it waits in, or null for the default one
 * @param key whose turn it is within the queue, or null where there is no such thing
 * @param priority 0 to 9; higher ones begin sooner
 * @param weight of the key: with 2 it gets twice as many turns as one with 1; at least 1
 */
public record Turn(@Nullable String queue, @Nullable String key, int priority, int weight) {
    /** The priority where none is given, as in JMS. */
    public static final int NORMAL_PRIORITY = 4;

    /** The highest priority. */
    public static final int MAX_PRIORITY = 9;

    /** The greatest weight. */
    public static final int MAX_WEIGHT = 1_000;

    /** The most characters of a queue's name and of a key. */
    public static final int MAX_NAME = 200;

    /** In the default queue, without a key, of normal priority. */
    public static final Turn DEFAULT = new Turn(null, null, NORMAL_PRIORITY, 1);

    /** Refuses what is out of range. */
    public Turn {
        if (queue != null) {
            requireName("A queue's name", queue);
        }
        if (key != null) {
            requireName("A key", key);
        }
        if (priority < 0 || priority > MAX_PRIORITY) {
            throw new IllegalArgumentException(
                    "A priority must be between 0 and " + MAX_PRIORITY + ", got: " + priority);
        }
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("A weight must be between 1 and " + MAX_WEIGHT + ", got: " + weight);
        }
    }

    /**
     * Checks a name of a queue, or a key.
     *
     * @param what for the message
     * @param name the name
     * @return the name
     * @throws IllegalArgumentException if it is empty, longer than {@link #MAX_NAME} characters, or no text that every store can keep
     */
    public static String requireName(String what, String name) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    what + " must have 1 to " + MAX_NAME + " characters, got: " + name.length());
        }
        boolean isText = name.codePoints()
                .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
        if (!isText) {
            throw new IllegalArgumentException(
                    what + " must have neither a NUL nor half of a surrogate pair, got: one that has");
        }
        return name;
    }

    /**
     * The same in another queue.
     *
     * @param name its name, or null for the default one
     * @return this with it
     */
    public Turn in(@Nullable String name) {
        return new Turn(name, key, priority, weight);
    }
}
