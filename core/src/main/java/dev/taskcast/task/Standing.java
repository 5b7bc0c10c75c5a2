package dev.taskcast.task;

import org.jspecify.annotations.Nullable;

/**
 * Where a task stands that waits for its turn, as one node sees it at one moment. Immutable.
 *
 * @param why what it waits for
 * @param limit what has no room, where it waits for a limit or a rate, or because that is paused; else null
 * @param position how many begin before it, and itself: 1 for the next one; 0 where it is not in line yet
 * @param startsAt about when it will begin, in epoch milliseconds; 0 where nobody can say
 */
public record Standing(Why why, @Nullable LimitKind limit, int position, long startsAt) {

    /** What a task waits for. */
    public enum Why {
        /** For one of the node's slots. */
        SLOT("slot"),
        /** For room in a limit. */
        LIMIT("limit"),
        /** Because as many have begun as may in that time. */
        RATE("rate"),
        /** For the time that was given with its submit. */
        DELAY("delay"),
        /** For its next attempt. */
        RETRY("retry"),
        /** For the handler of the run before, which has not returned yet. */
        STOPPING("stopping"),
        /** Because its queue, type or key is paused, or the whole manager. */
        PAUSED("paused"),
        /** For a node that has its code. */
        UNKNOWN_TYPE("unknown_type");

        private final String wireName;

        Why(String wireName) {
            this.wireName = wireName;
        }

        /**
         * The reason as it is written on the wire.
         *
         * @return the name in lower case
         */
        public String wireName() {
            return wireName;
        }
    }

    /** What a limit is of. */
    public enum LimitKind {
        /** All tasks. */
        MANAGER("manager"),
        /** A queue. */
        QUEUE("queue"),
        /** A type. */
        TYPE("type"),
        /** A key of a queue. */
        KEY("key");

        private final String wireName;

        LimitKind(String wireName) {
            this.wireName = wireName;
        }

        /**
         * The kind as it is written on the wire.
         *
         * @return the name in lower case
         */
        public String wireName() {
            return wireName;
        }
    }
}
