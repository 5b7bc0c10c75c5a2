package dev.taskcast.forecast;

/**
 * Keeps the end that people are shown from jumping about: it stays where it is until it is off by too much, and moves at most
 * once in a few seconds, but for when it is quite wrong. Not thread-safe. Times are seconds on one clock.
 */
public final class SteadyEnd {
    private static final double TOLERANCE = 0.08;
    private static final double WRONG = 0.25;
    private static final double TOLERANCE_SECONDS = 0.5;
    private static final double QUIET_SECONDS = 3;

    private double end = Double.NaN;
    private double movedAt;

    /** None yet. */
    public SteadyEnd() {}

    /**
     * The time left as it is to be shown.
     *
     * @param now the time
     * @param left the newest forecast
     * @return seconds left, until an end that is the same as the last time if it can be
     */
    public double left(double now, double left) {
        double fresh = now + left;
        double off = Math.abs(fresh - end);
        boolean isOff = off > Math.max(TOLERANCE_SECONDS, TOLERANCE * left) && now - movedAt >= QUIET_SECONDS;
        boolean isWrong = off > Math.max(1, WRONG * left);
        if (Double.isNaN(end) || isOff || isWrong || end <= now) {
            end = fresh;
            movedAt = now;
        }
        return Math.max(0, end - now);
    }
}
