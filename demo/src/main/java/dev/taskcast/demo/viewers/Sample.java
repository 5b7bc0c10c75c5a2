package dev.taskcast.demo.viewers;

import java.util.Locale;

/**
 * How it goes.
 *
 * @param connected streams that are open
 * @param measured how much of the time for measuring is over, from 0 to 1
 * @param frames that were measured
 * @param p50Micros what half of them took at most, from the call of {@code progress} to the viewer
 * @param p99Micros what 99 of a hundred took at most
 */
record Sample(int connected, double measured, long frames, long p50Micros, long p99Micros) {

    String line() {
        return String.format(Locale.ROOT, "%d %.3f %d %d %d", connected, measured, frames, p50Micros, p99Micros);
    }

    static Sample parse(String line) {
        String[] fields = line.split(" ", -1);
        return new Sample(
                Integer.parseInt(fields[0]),
                Double.parseDouble(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]));
    }

    /** For people, and for the page, which shows each part by itself. */
    String message() {
        return String.format(
                Locale.ROOT,
                "%d viewers · p50 %s · p99 %s · %d frames",
                connected,
                millis(p50Micros),
                millis(p99Micros),
                frames);
    }

    private String millis(long micros) {
        return frames == 0 ? "–" : String.format(Locale.ROOT, "%.1f ms", micros / 1_000.0);
    }
}
