package dev.taskcast.forecast;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How long a run will still take. There is no one formula for that: the mean so far is right for a run that goes evenly, and
 * wrong for ever for one that began slowly. So several guesses are made at once, and each counts by how well it has foretold
 * what came since: what it said at earlier moments is kept, and compared with how long the work since then has taken. A
 * moment says little about a guess where all were wrong in the same way, so only what is worse than the best counts.
 *
 * <p>Where earlier runs of the type are known, guesses from their curve take part, and need less proof.
 *
 * <p>Not thread-safe. Times are seconds since the run began.
 */
public final class Forecast {
    /** What it says. */
    public record Left(double seconds, double least, double most) {}

    private static final Left NOTHING = new Left(0, 0, 0);
    private static final double ENOUGH_SECONDS = 1.5;
    private static final int ENOUGH_VALUES = 3;
    private static final int MOMENTS = 24;
    private static final double BEGINNING =
            0.05; // who is further with the first value goes on with an earlier run's work
    private static final double SHARPNESS = 6;
    private static final double FLOOR = 0.05;
    private static final double WORST = 0.7;
    private static final double UNPROVEN = 0.5;
    private static final double NOT_AS_BEFORE = 0.08;
    private static final double STANDSTILL_SECONDS = 3;

    private final Deque<Guesses> moments = new ArrayDeque<>(MOMENTS);
    private Track track = new Track();
    private final boolean isResumed;
    private @Nullable Curve curve;
    private boolean isWhole = true; // one bar, from its beginning on
    private int values;
    private double firstAt;
    private double since;
    private double sinceDone;
    private double now;
    private double done = Double.NaN;
    private double total = Double.NaN;
    private double movedAt;
    private double longestPause;
    private double nextMoment;
    private double nextThought;
    private @Nullable Left thought;

    /**
     * Of a run that begins.
     *
     * @param curve of earlier runs of its type, or null
     * @param isResumed whether it goes on from what an earlier run has left: all that it reports at first may have been done
     *     before
     */
    public Forecast(@Nullable Curve curve, boolean isResumed) {
        this.curve = curve;
        this.isResumed = isResumed;
    }

    /**
     * Takes what is known now.
     *
     * @param seconds since the run began; not less than the last time
     * @param current how much is done; finite
     * @param all how much there is to do; finite, above 0
     */
    public void add(double seconds, double current, double all) {
        now = Math.max(now, seconds);
        if (values == 0) {
            begin(current, all);
        } else if (current < done) {
            beginAnew(current);
        }
        if (isResumed && now - firstAt < ENOUGH_SECONDS) {
            since = now;
            sinceDone = current;
            track = new Track();
            thought = null;
        }
        if (values == 0 || current > done) {
            longestPause = values == 0 ? 0 : Math.max(longestPause, now - movedAt);
            movedAt = now;
        }
        values++;
        done = current;
        total = all;
        track.add(now, current);
    }

    private void begin(double current, double all) {
        firstAt = now;
        since = now;
        sinceDone = current;
        if (!isResumed && isWhole && current / all <= BEGINNING) {
            track.add(0, 0);
            since = 0;
            sinceDone = 0;
        } else {
            isWhole = false;
        }
    }

    /** Another bar begins: what was measured was of the last one, and earlier runs' curves are of no bar. */
    private void beginAnew(double current) {
        values = 0;
        isWhole = false;
        curve = null;
        track = new Track();
        moments.clear();
        nextMoment = 0;
        nextThought = 0;
        thought = null;
        firstAt = now;
        since = now;
        sinceDone = current;
    }

    /**
     * How long it will still take.
     *
     * @return null where there is nothing to say: too little is known, or it does not move
     */
    public @Nullable Left left() {
        if (values > 0 && done >= total) {
            return NOTHING;
        }
        if (values == 0 || standsStill()) {
            return null;
        }
        if (now >= nextThought || thought == null) {
            nextThought = now + Math.max(0.25, (now - since) / 100);
            Left fresh = think();
            thought = fresh == null ? null : at(fresh, now);
        }
        Left known = thought;
        return known == null ? null : at(known, -now);
    }

    /** Kept as moments of the run, so that it gets less as time passes. */
    private static Left at(Left left, double shift) {
        return new Left(
                Math.max(0, left.seconds + shift), Math.max(0, left.least + shift), Math.max(0, left.most + shift));
    }

    private boolean standsStill() {
        double known = 0;
        Curve before = curve;
        if (before != null) {
            double part = done / total;
            known = 1.5 * (before.timeAt(part, true) - before.timeAt(part, false)) * before.seconds();
        }
        return now - movedAt > Math.max(known, Math.max(STANDSTILL_SECONDS, 3 * longestPause));
    }

    private @Nullable Left think() {
        boolean enough = values >= ENOUGH_VALUES && now - since >= ENOUGH_SECONDS && done > sinceDone;
        if (!enough) {
            return expected();
        }
        Guesses fresh = new Guesses(track, since, now, onCurve());
        Left left = weigh(fresh, misses());
        if (now >= nextMoment) {
            if (moments.size() == MOMENTS) {
                moments.removeFirst();
            }
            moments.addLast(fresh);
            nextMoment = now + Math.max(0.2, (now - since) * 0.06);
        }
        return left;
    }

    /** What earlier runs say by themselves, before there is enough to measure. */
    private @Nullable Left expected() {
        Guesses.OnCurve on = onCurve();
        if (on == null) {
            return null;
        }
        double left = (1 - on.time()) * on.curve().seconds();
        return new Left(left, left / 1.5, left * 1.5);
    }

    private Guesses.@Nullable OnCurve onCurve() {
        Curve before = curve;
        if (before == null) {
            return null;
        }
        double first = before.timeAt(done / total, false);
        double last = before.timeAt(done / total, true);
        double time = Math.min(last, first + (now - movedAt) / before.seconds());
        double began = isWhole ? 0 : before.timeAt(sinceDone / total, true);
        return new Guesses.OnCurve(before, began, time, total);
    }

    /** How far each guess was off, at the moments that are kept, beyond the best of each moment. */
    private double[] misses() {
        double[] misses = new double[Guesses.COUNT];
        double[] of = new double[Guesses.COUNT];
        double weights = 0;
        for (Guesses moment : moments) {
            double work = done - moment.done();
            if (work <= 0) {
                continue;
            }
            double best = WORST;
            for (int i = 0; i < of.length; i++) {
                of[i] = miss(moment, moment.get(i));
                best = Math.min(best, of[i]);
            }
            double weight =
                    Math.sqrt(Math.min(1, work / (total - done))); // a moment that looked as far ahead as we do now
            weights += weight;
            for (int i = 0; i < of.length; i++) {
                misses[i] += weight * (of[i] - best);
            }
        }
        for (int i = 0; i < misses.length; i++) {
            misses[i] = weights > 0 ? misses[i] / weights : UNPROVEN;
        }
        return misses;
    }

    private double miss(Guesses moment, @Nullable Guess guess) {
        double foretold = guess == null ? Double.NaN : guess.seconds(moment.done(), done, total);
        double took = now - moment.seconds();
        return foretold > 0 ? Math.min(WORST, Math.abs(Math.log(foretold / took))) : WORST;
    }

    private @Nullable Left weigh(Guesses fresh, double[] misses) {
        double sum = 0;
        double squares = 0;
        double weights = 0;
        for (int i = 0; i < misses.length; i++) {
            Guess guess = fresh.get(i);
            double left = guess == null ? Double.NaN : guess.seconds(done, total, total);
            if (!(left > 0) || left == Double.POSITIVE_INFINITY) {
                continue;
            }
            double doubt = misses[i] + (curve != null && i < Guesses.FIRST_AS_BEFORE ? NOT_AS_BEFORE : 0);
            double weight = Math.pow(FLOOR + doubt, -SHARPNESS);
            double log = Math.log(left);
            weights += weight;
            sum += weight * log;
            squares += weight * log * log;
        }
        if (!(weights > 0)) {
            return null;
        }
        double mean = sum / weights;
        double spread = Math.sqrt(Math.max(0, squares / weights - mean * mean));
        return new Left(Math.exp(mean), Math.exp(mean - spread), Math.exp(mean + spread));
    }

    /**
     * What is to be remembered of a run that completed.
     *
     * @param seconds how long it took
     * @param percent whether it is in percent of steps, and not in a unit
     * @return null where it is not like other runs: it went on with an earlier one's work, or had several bars, or is too
     *     short to say anything
     */
    public @Nullable Curve curve(double seconds, boolean percent) {
        boolean known = isWhole && values >= ENOUGH_VALUES && seconds >= ENOUGH_SECONDS;
        return known ? Curve.of(track, seconds, percent ? Double.NaN : total) : null;
    }
}
