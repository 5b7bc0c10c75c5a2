package dev.taskcast.dispatch;

/** How many runs this node may start that take a slot. Thread-safe. */
public interface NodeSlots {
    /** Any number. */
    NodeSlots UNLIMITED = new NodeSlots() {
        @Override
        public int room() {
            return Integer.MAX_VALUE;
        }

        @Override
        public int free() {
            return Integer.MAX_VALUE;
        }

        @Override
        public boolean isUnlimited() {
            return true;
        }
    };

    /**
     * How many may be started now, those ahead of a free slot included.
     *
     * @return at least 0
     */
    int room();

    /**
     * How many slots no handler has, and no run that was started ahead waits for.
     *
     * @return at least 0
     */
    int free();

    /**
     * Whether this node may begin anything at all, be it with a slot or without.
     *
     * @return false for one that was drained
     */
    default boolean isTaking() {
        return true;
    }

    /**
     * Whether any number may be started at any time.
     *
     * @return always the same
     */
    boolean isUnlimited();
}
