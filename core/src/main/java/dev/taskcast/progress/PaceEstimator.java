package dev.taskcast.progress;

import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskProgress.Pace;
import dev.taskcast.task.TaskStatus;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How fast a run goes, and how long it will still take. The rate is smoothed exponentially with a time constant, so that a
 * burst counts as long as a lull of the same length however often progress is shown; at the beginning, where there is little
 * to smooth, it is corrected for that. Where earlier runs of the type are known, their length is what is expected at first,
 * and gives way to what is measured. Nothing is said until there is enough to say, nor how long a bar over its total will take.
 *
 * <p>A run that goes on where an earlier one ended does only the rest, and has that part of the expected length. What it reports at
 * first may be what was done before, counted up at once: measuring begins after that. Not thread-safe: the publisher's.
 */
final class PaceEstimator {
    private static final double TIME_CONSTANT_SECONDS = 5;
    private static final double ENOUGH_SECONDS = 1.5;
    private static final int ENOUGH_SAMPLES = 3;

    private final double expectedSeconds; // NaN where no earlier run is known
    private final boolean isResumed;
    private boolean hasBegun;
    private long begunNanos; // of the run: when it first said how far it is
    private long restNanos; // when it began to do what was left of it then
    private double restSeconds = Double.NaN; // how long that is expected to take
    private int samples;
    private long firstNanos;
    private long lastNanos;
    private double lastCurrent = Double.NaN;
    private double lastFraction = Double.NaN;
    private double unitsPerSecond;
    private double partsPerSecond;
    private double weight; // of all samples so far, 0 to 1

    PaceEstimator(double expectedSeconds, boolean isResumed) {
        this.expectedSeconds = expectedSeconds;
        this.isResumed = isResumed;
    }

    /** Takes a value that is about to be shown. */
    @Nullable
    Pace next(TaskProgress progress, long nowNanos) {
        double current = progress.current();
        double fraction = progress.fraction().orElse(Double.NaN);
        if (samples > 0 && (current < lastCurrent || Double.isNaN(current) != Double.isNaN(lastCurrent))) {
            samples = 0; // another bar begins: what was measured was of the last one
        }
        if (!hasBegun && !Double.isNaN(fraction)) {
            hasBegun = true;
            begunNanos = nowNanos;
            expectRest(fraction, nowNanos);
        } else if (isCatchingUp(nowNanos)) {
            samples = 0;
            expectRest(fraction, nowNanos);
        }
        if (samples == 0) {
            begin(nowNanos);
        } else {
            sample((nowNanos - lastNanos) / 1e9, current - lastCurrent, fraction - lastFraction);
        }
        samples++;
        lastNanos = nowNanos;
        lastCurrent = current;
        lastFraction = fraction;
        return pace(progress, nowNanos);
    }

    /** Whether all that was reported up to now may have been done before. */
    private boolean isCatchingUp(long nowNanos) {
        return isResumed && hasBegun && (nowNanos - begunNanos) / 1e9 < ENOUGH_SECONDS;
    }

    private void expectRest(double fraction, long nowNanos) {
        restNanos = nowNanos;
        restSeconds = expectedSeconds * (Double.isNaN(fraction) ? 1 : 1 - fraction);
    }

    private void begin(long nowNanos) {
        firstNanos = nowNanos;
        unitsPerSecond = 0;
        partsPerSecond = 0;
        weight = 0;
    }

    private void sample(double seconds, double units, double parts) {
        if (seconds <= 0) {
            return;
        }
        double share = 1 - Math.exp(-seconds / TIME_CONSTANT_SECONDS);
        unitsPerSecond += share * ((Double.isFinite(units) ? units : 0) / seconds - unitsPerSecond);
        partsPerSecond += share * ((Double.isFinite(parts) ? parts : 0) / seconds - partsPerSecond);
        weight += share * (1 - weight);
    }

    private @Nullable Pace pace(TaskProgress progress, long nowNanos) {
        double elapsed = (nowNanos - firstNanos) / 1e9;
        boolean enough = samples >= ENOUGH_SAMPLES && elapsed >= ENOUGH_SECONDS && weight > 0;
        boolean ownUnit = progress.steps().isEmpty() && Double.isFinite(progress.current());
        double rate = enough && ownUnit ? rounded(unitsPerSecond / weight) : Double.NaN;
        double rest = Math.max(0, restSeconds - (nowNanos - restNanos) / 1e9);
        long eta = isOver(progress) ? -1 : eta(progress.fraction(), elapsed, enough, rest);
        return Double.isNaN(rate) && eta < 0 ? null : new Pace(rate, eta);
    }

    /** Whether it, or a step that goes on, has done more than all: nobody knows how much there is to do. */
    private static boolean isOver(TaskProgress progress) {
        return progress.current() > progress.total()
                || progress.steps().stream()
                        .anyMatch(step -> step.status() == TaskStatus.RUNNING && step.current() > step.total());
    }

    private long eta(OptionalDouble fraction, double elapsed, boolean enough, double expected) {
        if (fraction.isEmpty()) {
            return -1;
        }
        double left = 1 - fraction.getAsDouble();
        double measured = enough && partsPerSecond > 0 ? left * weight / partsPerSecond : Double.NaN;
        if (Double.isNaN(measured)) {
            return Double.isNaN(expected) || enough ? -1 : coarse(expected);
        }
        if (Double.isNaN(expected)) {
            return coarse(measured);
        }
        double trust = Math.max(fraction.getAsDouble(), elapsed / (elapsed + TIME_CONSTANT_SECONDS));
        return coarse(trust * measured + (1 - trust) * expected);
    }

    /** To what people would say: seconds at the end, then five, fifteen, minutes. */
    private static long coarse(double seconds) {
        long unit = seconds < 10 ? 1 : seconds < 60 ? 5 : seconds < 300 ? 15 : seconds < 3_600 ? 60 : 300;
        double rounded = Math.ceil(seconds / unit) * unit;
        return rounded < 1e9 ? (long) (rounded * 1_000) : -1;
    }

    private static double rounded(double rate) {
        return Double.isFinite(rate)
                ? new BigDecimal(rate).round(new MathContext(3)).doubleValue()
                : Double.NaN;
    }
}
