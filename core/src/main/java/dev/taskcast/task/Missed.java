package dev.taskcast.task;

/**
 * What becomes of the ticks of a {@link Schedule} that passed while no node could start a run. Ticks that passed while the
 * task ran are not missed: for them there is {@link Overlap}.
 *
 * @param max how many of them are made up for, the latest; from 0 to {@link #MAX}
 */
public record Missed(int max) {
    /** The most that can be made up for. */
    public static final int MAX = 1_000;

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is out of its range
     */
    public Missed {
        if (max < 0 || max > MAX) {
            throw refusal(0, max);
        }
    }

    /**
     * One run for all of them, as soon as there can be one. The default.
     *
     * @return one for all
     */
    public static Missed once() {
        return new Missed(1);
    }

    /**
     * None. A tick counts as missed where it is late by more than {@link Schedule#notLaterThan(java.time.Duration)}, or by
     * more than {@link Schedule#GRACE} where nothing is said.
     *
     * @return none
     */
    public static Missed skip() {
        return new Missed(0);
    }

    /**
     * A run for each of them, one after the other.
     *
     * @param max for at most so many, the latest; from 1 to {@link #MAX}
     * @return all up to that number
     * @throws IllegalArgumentException if the number is out of its range
     */
    public static Missed all(int max) {
        if (max < 1) {
            throw refusal(1, max);
        }
        return new Missed(max);
    }

    private static IllegalArgumentException refusal(int min, int max) {
        return new IllegalArgumentException(
                "How many missed ticks are made up for must be from " + min + " to " + MAX + ", got: " + max);
    }
}
