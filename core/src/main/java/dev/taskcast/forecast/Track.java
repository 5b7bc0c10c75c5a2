package dev.taskcast.forecast;

/**
 * How far a run was at which time, in a few dozen points: where there are more, every second one goes, so that what is left
 * is spread over all of its time. Between two points it is taken to have gone evenly.
 */
final class Track {
    private static final int MAX_POINTS = 128;

    private final double[] seconds = new double[MAX_POINTS];
    private final double[] units = new double[MAX_POINTS];
    private int size;
    private double spacing;
    // The newest, which is a point as well but may not stay.
    private double lastSeconds;
    private double lastUnits;

    void add(double atSeconds, double done) {
        lastSeconds = atSeconds;
        lastUnits = done;
        if (size > 0 && atSeconds - seconds[size - 1] < spacing) {
            return;
        }
        if (size == MAX_POINTS) {
            thin();
        }
        seconds[size] = atSeconds;
        units[size] = done;
        size++;
    }

    private void thin() {
        size = MAX_POINTS / 2;
        for (int i = 1; i < size; i++) {
            seconds[i] = seconds[2 * i];
            units[i] = units[2 * i];
        }
        spacing = (seconds[size - 1] - seconds[0]) / (size - 1);
    }

    /** How much was done at a time; what was first or last known where it is before or after. */
    double at(double time) {
        if (size == 0 || time >= lastSeconds) {
            return lastUnits;
        }
        if (time <= seconds[0]) {
            return units[0];
        }
        int low = 0;
        int high = size;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (seconds[middle] <= time) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double nextSeconds = high == size ? lastSeconds : seconds[high];
        double nextUnits = high == size ? lastUnits : units[high];
        double span = nextSeconds - seconds[low];
        return span <= 0 ? nextUnits : units[low] + (nextUnits - units[low]) * (time - seconds[low]) / span;
    }

    /** Units a second over the last part of the time. */
    double rate(double now, double span) {
        return span <= 0 ? 0 : (at(now) - at(now - span)) / span;
    }
}
