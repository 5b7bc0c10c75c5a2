package dev.taskcast.forecast;

import org.jspecify.annotations.Nullable;

/**
 * The guesses at one moment of a run, always in the same order, so that they can be compared with those of another moment:
 * the mean so far, the mean of the last half, quarter and eighth of the time, the trend over most and over half of it, and
 * what earlier runs were like, at their pace, at that of this run so far, and at its latest pace.
 */
final class Guesses {
    static final int COUNT = 10;
    /** From here on they are of earlier runs. */
    static final int FIRST_AS_BEFORE = 6;

    private static final double LATELY = 0.4;
    private static final double ENOUGH_OF_A_CURVE = 0.015;

    private final double seconds;
    private final double done;
    private final @Nullable Guess[] all = new Guess[COUNT];

    /**
     * Of a run as it is now.
     *
     * @param track how far it was when
     * @param since when what counts began
     * @param now seconds
     * @param on where it is on the curve of earlier runs, or null where there is none
     */
    Guesses(Track track, double since, double now, @Nullable OnCurve on) {
        double passed = now - since;
        seconds = now;
        done = track.at(now);
        all[0] = new Guess.Steady(track.rate(now, passed));
        all[1] = new Guess.Steady(track.rate(now, passed / 2));
        all[2] = new Guess.Steady(track.rate(now, passed / 4));
        all[3] = new Guess.Steady(track.rate(now, Math.min(passed, Math.max(1, passed / 8))));
        all[4] = trend(track, now, passed * 0.8);
        all[5] = trend(track, now, passed / 2);
        if (on != null) {
            addAsBefore(on, track, passed, now);
        }
    }

    /** When they were made. */
    double seconds() {
        return seconds;
    }

    /** How much was done then. */
    double done() {
        return done;
    }

    /** The one at a place, or null where there was none. */
    @Nullable
    Guess get(int index) {
        return all[index];
    }

    private static Guess trend(Track track, double now, double span) {
        double half = span / 2;
        double older = track.rate(now - half, half);
        double newer = track.rate(now, half);
        double more = half > 0 ? (newer - older) / half : 0;
        return new Guess.Trend(newer + more * half / 2, more);
    }

    private void addAsBefore(OnCurve on, Track track, double passed, double now) {
        Curve curve = on.curve();
        double time = on.time();
        all[6] = new Guess.AsBefore(curve, 1, time);
        all[7] = new Guess.AsBefore(curve, Math.clamp(on.total() / curve.total(), 0.1, 10), time);
        if (time - on.began() > ENOUGH_OF_A_CURVE) {
            all[8] = new Guess.AsBefore(curve, passed / ((time - on.began()) * curve.seconds()), time);
        }
        double lately = passed * LATELY;
        double then = curve.timeAt(track.at(now - lately) / on.total(), true);
        if (time - then > ENOUGH_OF_A_CURVE) {
            all[9] = new Guess.AsBefore(curve, lately / ((time - then) * curve.seconds()), time);
        }
    }

    /**
     * Where a run is on the curve of earlier ones.
     *
     * @param curve of those
     * @param began at which part of the time it began: 0 but for one that goes on with what an earlier one has done
     * @param time which part is over
     * @param total how much it has to do
     */
    record OnCurve(Curve curve, double began, double time, double total) {}
}
