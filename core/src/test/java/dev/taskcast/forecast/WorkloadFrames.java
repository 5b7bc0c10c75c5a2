package dev.taskcast.forecast;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Prints what viewers are told of the time left of each workload, a run a line, as JSON: for {@code web/bench/left.js}, which
 * says how right the words are that people read. A frame is a moment, the time left, and, where the forecast is unsure, its
 * range; all in milliseconds. A frame that is a moment alone says nothing of the time left.
 */
final class WorkloadFrames {
    private static final int SEEDS = 3;
    private static final int ITEMS = 400;
    private static final double FRAME_SECONDS = 0.1;
    private static final double UNSURE = 1.5; // as PaceEstimator has it

    private WorkloadFrames() {}

    /** Runs it. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (double seconds : WorkloadsTest.LENGTHS) {
            for (Workload workload : Workload.values()) {
                for (int seed = 0; seed < SEEDS; seed++) {
                    Random random = new Random(31L * seed + workload.name().hashCode());
                    Curve earlier = run(out, workload, seed, 1, seconds * about(random), null);
                    run(out, workload, seed, 2, seconds * about(random), earlier);
                }
            }
        }
        out.flush();
    }

    private static double about(Random random) {
        return Math.exp(random.nextGaussian() * 0.05);
    }

    private static @Nullable Curve run(
            PrintStream out, Workload workload, int seed, int number, double seconds, @Nullable Curve earlier) {
        DoubleUnaryOperator run = workload.run(new Random(seed));
        Forecast forecast = new Forecast(earlier, false);
        SteadyEnd end = new SteadyEnd();
        StringBuilder frames = new StringBuilder();
        double step = Math.max(FRAME_SECONDS, seconds / 20_000);
        double done = -1;
        for (double now = 0; now < seconds; now += step) {
            double items = Math.floor(run.applyAsDouble(now / seconds) * ITEMS);
            if (items != done) {
                done = items;
                forecast.add(now, done, ITEMS);
                frames.append(frames.isEmpty() ? "" : ",").append(frame(now, forecast.left(), end));
            }
        }
        out.printf(
                Locale.ROOT,
                "{\"workload\":\"%s\",\"run\":%d,\"millis\":%.0f,\"frames\":[%s]}%n",
                workload,
                number,
                seconds * 1_000,
                frames);
        return forecast.curve(seconds, false);
    }

    private static String frame(double now, Forecast.@Nullable Left left, SteadyEnd end) {
        if (left == null) {
            return String.format(Locale.ROOT, "[%.0f]", now * 1_000);
        }
        double shown = end.left(now, left.seconds());
        boolean unsure = left.most() > UNSURE * left.least() && left.most() - left.least() > 2;
        return unsure
                ? String.format(
                        Locale.ROOT,
                        "[%.0f,%.0f,%.0f,%.0f]",
                        now * 1_000,
                        shown * 1_000,
                        Math.min(shown, left.least()) * 1_000,
                        Math.max(shown, left.most()) * 1_000)
                : String.format(Locale.ROOT, "[%.0f,%.0f]", now * 1_000, shown * 1_000);
    }
}
