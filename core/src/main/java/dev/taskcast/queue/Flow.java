package dev.taskcast.queue;

/**
 * How many starts there are in a time, the last ones counting most. Immutable.
 *
 * @param first when the first one was
 * @param last when the last one was
 * @param starts how many, each counting less the longer ago it is
 */
record Flow(long first, long last, double starts) {
    static final Flow NONE = new Flow(0, 0, 0);
    private static final double MEMORY_MILLIS = 60_000;

    Flow started(long now) {
        return starts == 0
                ? new Flow(now, now, 1)
                : new Flow(first, Math.max(last, now), starts * faded(now - last) + 1);
    }

    /** How many in a millisecond; 0 where nobody can tell. */
    double perMilli(long now) {
        double known = MEMORY_MILLIS * (1 - faded(now - first)); // of the time that is remembered
        return starts == 0 || known < 1 ? 0 : starts * faded(now - last) / known;
    }

    private static double faded(long millis) {
        return millis <= 0 ? 1 : Math.exp(-millis / MEMORY_MILLIS);
    }
}
