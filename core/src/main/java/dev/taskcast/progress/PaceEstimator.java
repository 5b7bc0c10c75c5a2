package dev.taskcast.progress;

import dev.taskcast.forecast.Curve;
import dev.taskcast.forecast.Forecast;
import dev.taskcast.forecast.SteadyEnd;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskProgress.Pace;
import dev.taskcast.task.TaskStatus;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How fast a run goes, and how long it will still take, as viewers are shown it. The rate is smoothed exponentially with a
 * time constant, so that a burst counts as long as a lull of the same length however often progress is shown; at the
 * beginning, where there is little to smooth, it is corrected for that. The time left is the {@link Forecast}'s, until an end
 * that keeps steady. Nothing is said until there is enough to say, nor of a bar over its total. Not thread-safe: the
 * publisher's.
 */
final class PaceEstimator {
    private static final double TIME_CONSTANT_SECONDS = 5;
    static final long ENOUGH_NANOS = 1_500_000_000L;
    private static final double ENOUGH_SECONDS = ENOUGH_NANOS / 1e9;
    private static final int ENOUGH_SAMPLES = 3;
    private static final double MAX_SECONDS = 1e9;
    /** Where the two ends of what is likely are further apart, the range is said as well. */
    private static final double UNSURE = 1.5;

    /** Runs whose totals differ by less than this part took about as long. */
    private static final double ALIKE = 0.1;

    private final @Nullable Curve earlier;
    private final long begunNanos;
    private final boolean isResumed;
    private final Forecast forecast;
    private final SteadyEnd end = new SteadyEnd();
    private boolean hasReported;
    private long reportedNanos; // the first time
    private int samples;
    private long firstNanos;
    private long lastNanos;
    private double lastCurrent = Double.NaN;
    private double unitsPerSecond;
    private double weight; // of all samples so far, 0 to 1
    private boolean hasSteps;

    /**
     * Of a run.
     *
     * @param earlier how earlier runs of its type went, or null
     * @param isResumed whether it goes on from what an earlier run has left: what it reports at first may be what was done
     *     before, counted up at once, and measuring begins after that
     * @param begunNanos when it began
     */
    PaceEstimator(@Nullable Curve earlier, boolean isResumed, long begunNanos) {
        this.earlier = earlier;
        this.begunNanos = begunNanos;
        this.isResumed = isResumed;
        forecast = new Forecast(earlier, isResumed);
    }

    /** Takes a value that is about to be shown. */
    @Nullable
    Pace next(TaskProgress progress, long nowNanos) {
        double current = progress.current();
        if (!hasReported) {
            hasReported = true;
            reportedNanos = nowNanos;
        }
        if (samples > 0 && (current < lastCurrent || Double.isNaN(current) != Double.isNaN(lastCurrent))) {
            samples = 0; // another bar begins: what was measured was of the last one
        }
        if (samples == 0 || isCatchingUp(nowNanos)) {
            begin(nowNanos);
        } else {
            sample((nowNanos - lastNanos) / 1e9, current - lastCurrent);
        }
        samples++;
        lastNanos = nowNanos;
        lastCurrent = current;
        double rate = rate(progress, nowNanos);
        Forecast.Left left = left(progress, (nowNanos - begunNanos) / 1e9);
        if (left != null && !(left.seconds() < MAX_SECONDS)) {
            left = null;
        }
        if (left == null) {
            long usual = usualMillis(progress);
            return Double.isNaN(rate) && usual < 0 ? null : Pace.usually(rate, usual);
        }
        return pace(rate, left, nowNanos / 1e9);
    }

    private boolean isCatchingUp(long nowNanos) {
        return isResumed && (nowNanos - reportedNanos) / 1e9 < ENOUGH_SECONDS;
    }

    private void begin(long nowNanos) {
        samples = 0;
        firstNanos = nowNanos;
        unitsPerSecond = 0;
        weight = 0;
    }

    private void sample(double seconds, double units) {
        if (seconds <= 0) {
            return;
        }
        double share = 1 - Math.exp(-seconds / TIME_CONSTANT_SECONDS);
        unitsPerSecond += share * ((Double.isFinite(units) ? units : 0) / seconds - unitsPerSecond);
        weight += share * (1 - weight);
    }

    private double rate(TaskProgress progress, long nowNanos) {
        double elapsed = (nowNanos - firstNanos) / 1e9;
        boolean enough = samples >= ENOUGH_SAMPLES && elapsed >= ENOUGH_SECONDS && weight > 0;
        boolean ownUnit = progress.steps().isEmpty() && Double.isFinite(progress.current());
        return enough && ownUnit ? rounded(unitsPerSecond / weight) : Double.NaN;
    }

    private Forecast.@Nullable Left left(TaskProgress progress, double seconds) {
        if (progress.fraction().isEmpty()) {
            return null;
        }
        hasSteps = !progress.steps().isEmpty();
        forecast.add(seconds, Math.max(0, progress.current()), progress.total());
        return isOver(progress) ? null : forecast.left();
    }

    /** Whether it, or a step that goes on, has done more than all: nobody knows how much there is to do. */
    private static boolean isOver(TaskProgress progress) {
        return progress.current() > progress.total()
                || progress.steps().stream()
                        .anyMatch(step -> step.status() == TaskStatus.RUNNING && step.current() > step.total());
    }

    /** How long earlier runs took that had as much to do; -1 where there were none. */
    private long usualMillis(TaskProgress progress) {
        Curve known = earlier;
        boolean alike = known != null
                && !isResumed
                && progress.fraction().isPresent()
                && !(Math.abs(progress.total() - known.total()) > ALIKE * known.total());
        return alike ? millis(Objects.requireNonNull(known).seconds()) : -1;
    }

    private Pace pace(double rate, Forecast.Left left, double now) {
        double shown = end.left(now, left.seconds());
        Pace pace = new Pace(rate, millis(shown));
        boolean unsure = left.most() > UNSURE * left.least() && left.most() - left.least() > 2;
        return unsure
                ? pace.between(millis(Math.min(shown, left.least())), millis(Math.max(shown, left.most())))
                : pace;
    }

    private static long millis(double seconds) {
        return Math.round(Math.min(seconds, MAX_SECONDS) * 1_000);
    }

    /** What the next run can be measured by; null where this one says nothing of others. */
    @Nullable
    Curve curve(double seconds) {
        return forecast.curve(seconds, hasSteps);
    }

    private static double rounded(double rate) {
        return Double.isFinite(rate)
                ? new BigDecimal(rate).round(new MathContext(3)).doubleValue()
                : Double.NaN;
    }
}
