package dev.taskcast.log;

/**
 * A reader's place in the log: all transitions up to the position, and all events without a position up to the tick,
 * are behind it.
 *
 * @param position the last transition that was read
 * @param tick the last event without a position that was read
 */
public record Cursor(long position, long tick) {
    /** No tick is above it: a cursor that passes over events without a position. */
    public static final long NO_TICKS = Long.MAX_VALUE;

    /**
     * Whether all that is behind another place is behind this one too.
     *
     * @param other of the same log
     * @return also true for an equal one; of two places neither may reach the other
     */
    public boolean reaches(Cursor other) {
        return position >= other.position && tick >= other.tick;
    }
}
