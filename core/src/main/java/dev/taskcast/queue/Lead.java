package dev.taskcast.queue;

/**
 * How many runs are likely to end between two looks at the slots, where all slots are busy and runs end one after the other all the time:
 * so many may be started ahead. Told from two windows of time in a row, of which the slower one counts.
 */
final class Lead {
    private static final long WINDOW_NANOS = 20_000_000;
    private static final long STALE_NANOS = 5 * WINDOW_NANOS;

    private long begunNanos;
    private int ended;
    private int looks;
    private boolean isBusy;
    private int runs; // of the newest window that is over
    private int runsBefore; // of the one before it

    /**
     * Slots were looked at.
     *
     * @param nowNanos on the monotonic clock
     * @param endedSince how many runs have ended since the look before
     * @param allBusy whether all slots were in use until these ended
     */
    void look(long nowNanos, int endedSince, boolean allBusy) {
        ended += endedSince;
        looks++;
        isBusy &= allBusy;
        long took = nowNanos - begunNanos;
        if (took < WINDOW_NANOS) {
            return;
        }
        runsBefore = runs;
        long gap = Math.min(WINDOW_NANOS, took / looks);
        runs = isBusy && took < STALE_NANOS ? (int) (ended * gap / took) : 0;
        begunNanos = nowNanos;
        ended = 0;
        looks = 0;
        isBusy = true;
    }

    /** At least 0. */
    int runs() {
        return Math.min(runs, runsBefore);
    }
}
