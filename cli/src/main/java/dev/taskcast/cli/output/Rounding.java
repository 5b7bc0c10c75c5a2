package dev.taskcast.cli.output;

/** To what the time left is rounded, as in the browser's elements: by an eighth, or half a second, at most. */
final class Rounding {
    static final long MINUTE = 60_000;

    private static final long SECOND = 1_000;
    private static final long HOUR = 60 * MINUTE;

    /** From which time on, to what. */
    private static final long[][] STEPS = {
        {0, SECOND},
        {10 * SECOND, 2 * SECOND},
        {20 * SECOND, 5 * SECOND},
        {MINUTE, 15 * SECOND},
        {2 * MINUTE, 30 * SECOND},
        {5 * MINUTE, MINUTE},
        {10 * MINUTE, 2 * MINUTE},
        {20 * MINUTE, 5 * MINUTE},
        {HOUR, 15 * MINUTE},
        {2 * HOUR, 30 * MINUTE},
        {10 * HOUR, HOUR}
    };

    /** The same for the ends of a range, which is wide. The soonest follows the latest: "15 min to 4 h", not "17 min to 4 h". */
    private static final long[][] COARSE = {
        {0, MINUTE}, {10 * MINUTE, 5 * MINUTE}, {HOUR, 15 * MINUTE}, {2 * HOUR, HOUR}
    };

    private static final long[][] COARSE_LEAST = {
        {0, MINUTE}, {HOUR, 5 * MINUTE}, {2 * HOUR, 15 * MINUTE}, {8 * HOUR, HOUR}
    };

    private Rounding() {}

    record Range(long least, long most) {}

    private static long step(long millis, long[][] steps) {
        long step = SECOND;
        for (long[] each : steps) {
            if (millis >= each[0]) {
                step = each[1];
            }
        }
        return step;
    }

    static long time(long millis) {
        return Math.max(0, nearest(millis, step(millis, STEPS)));
    }

    /** Each end is rounded to the nearest, or outwards where what is likely would not lie between them. */
    static Range range(long least, long likely, long most) {
        long down = Math.max(step(least, COARSE), step(most, COARSE_LEAST));
        long up = step(most, COARSE);
        long from = nearest(least, down);
        long to = nearest(most, up);
        long below = from > likely ? Math.floorDiv(least, down) * down : from;
        return new Range(Math.max(0, below), to < likely ? Math.ceilDiv(most, up) * up : to);
    }

    private static long nearest(long millis, long step) {
        return Math.round(millis / (double) step) * step;
    }
}
