package dev.taskcast.progress;

import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskProgress.Pace;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How fast a run goes, and how long it will still take. The rate is smoothed exponentially with a time constant, so that a
 * burst counts as long as a lull of the same length however often progress is shown; at the beginning, where there is little
 * to smooth, it is corrected for that. Where earlier runs of the type are known, their length is what is expected at first,
 * and gives way to what is measured. Nothing is said until there is enough to say. Not thread-safe: the publisher's.
 */
final class PaceEstimator {
    private static final double TIME_CONSTANT_SECONDS = 5;
    private static final double ENOUGH_SECONDS = 1.5;
    private static final int ENOUGH_SAMPLES = 3;

    private final double expectedSeconds; // NaN where no earlier run is known
    private int samples;
    private long firstNanos;
    private long lastNanos;
    private double lastCurrent = Double.NaN;
    private double lastFraction = Double.NaN;
    private double unitsPerSecond;
    private double partsPerSecond;
    private double weight; // of all samples so far, 0 to 1

    PaceEstimator(double expectedSeconds) {
        this.expectedSeconds = expectedSeconds;
    }

    /** Takes a value that is about to be shown. */
    @Nullable
    Pace next(TaskProgress progress, long nowNanos) {
        double current = progress.current();
        double fraction = progress.fraction().orElse(Double.NaN);
        if (samples > 0 && (current < lastCurrent || Double.isNaN(current) != Double.isNaN(lastCurrent))) {
            samples = 0; // another bar begins: what was measured was of the last one
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
        return pace(progress, (nowNanos - firstNanos) / 1e9);
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

    private @Nullable Pace pace(TaskProgress progress, double elapsed) {
        boolean enough = samples >= ENOUGH_SAMPLES && elapsed >= ENOUGH_SECONDS && weight > 0;
        boolean ownUnit = progress.steps().isEmpty() && Double.isFinite(progress.current());
        double rate = enough && ownUnit ? rounded(unitsPerSecond / weight) : Double.NaN;
        long eta = eta(progress.fraction(), elapsed, enough);
        return Double.isNaN(rate) && eta < 0 ? null : new Pace(rate, eta);
    }

    private long eta(OptionalDouble fraction, double elapsed, boolean enough) {
        if (fraction.isEmpty()) {
            return -1;
        }
        double left = 1 - fraction.getAsDouble();
        double expected = Math.max(0, expectedSeconds - elapsed);
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
