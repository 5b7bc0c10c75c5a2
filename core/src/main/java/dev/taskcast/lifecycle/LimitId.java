package dev.taskcast.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * What a limit is of. Immutable.
 *
 * @param kind which kind of thing
 * @param name of the queue or type; empty for the default queue, and for the manager
 * @param key of that queue, or null where it is not of a key
 */
public record LimitId(Kind kind, String name, @Nullable String key) {
    /** All tasks. */
    public static final LimitId MANAGER = new LimitId(Kind.MANAGER, "", null);

    /** What can have limits. */
    public enum Kind {
        /** All tasks. */
        MANAGER,
        /** A queue. */
        QUEUE,
        /** Tasks of a type. */
        TYPE,
        /** Each key of a queue by itself. */
        EACH_KEY,
        /** One key of a queue: in place of what holds for each. */
        KEY
    }

    /**
     * Of a queue.
     *
     * @param name its name; empty for the default one
     * @return the id of its limit
     */
    public static LimitId queue(String name) {
        return new LimitId(Kind.QUEUE, name, null);
    }

    /**
     * Of each key of a queue.
     *
     * @param queue its name; empty for the default one
     * @return the id of that limit
     */
    public static LimitId eachKey(String queue) {
        return new LimitId(Kind.EACH_KEY, queue, null);
    }

    /**
     * Of one key of a queue.
     *
     * @param queue its name; empty for the default one
     * @param key the key
     * @return the id of its limit
     */
    public static LimitId key(String queue, String key) {
        return new LimitId(Kind.KEY, queue, key);
    }

    /**
     * Of a type.
     *
     * @param name its name
     * @return the id of its limit
     */
    public static LimitId type(String name) {
        return new LimitId(Kind.TYPE, name, null);
    }
}
