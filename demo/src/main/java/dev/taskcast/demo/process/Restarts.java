package dev.taskcast.demo.process;

import java.time.Duration;

/**
 * Whether a server that has ended is started again, and when: at once after it was killed, later and later where it
 * keeps ending by itself, and not at all where it was told to end, or could not start in the first place.
 *
 * @param failures ends in a row that nobody asked for, each soon after its start
 * @param hasBeenUp whether any of them has come to listen
 */
record Restarts(int failures, boolean hasBeenUp) {
    /** Nothing has been started yet. */
    static final Restarts NONE = new Restarts(0, false);

    static final int MOST_FAILURES = 6;

    /** A server that lived that long was well. */
    static final Duration WELL = Duration.ofSeconds(10);

    private static final int INTERRUPTED = 130; // Ctrl-C, which a terminal sends to all processes
    private static final int TERMINATED = 143;
    private static final long FIRST_DELAY_MILLIS = 250;

    /** What to do. */
    sealed interface Next {}

    /**
     * End as well.
     *
     * @param status with which
     */
    record End(int status) implements Next {}

    /**
     * Start it again.
     *
     * @param delay after which
     * @param then what is known by then
     */
    record Again(Duration delay, Restarts then) implements Next {}

    /**
     * Decides.
     *
     * @param status of the one that has ended
     * @param wasUp whether it had come to listen
     * @param lived for how long
     */
    Next after(int status, boolean wasUp, Duration lived) {
        boolean everUp = hasBeenUp || wasUp;
        if (status == 0 || status == INTERRUPTED || status == TERMINATED) {
            return new End(0);
        }
        if (!everUp) {
            return new End(status);
        }
        if (status == Supervisor.KILLED_BY_VISITOR) {
            return new Again(Duration.ZERO, new Restarts(0, true));
        }
        boolean soon = !wasUp || lived.compareTo(WELL) < 0;
        int now = soon ? failures + 1 : 0;
        if (now > MOST_FAILURES) {
            return new End(status);
        }
        Duration delay = now == 0 ? Duration.ZERO : Duration.ofMillis(FIRST_DELAY_MILLIS << now);
        return new Again(delay, new Restarts(now, true));
    }
}
