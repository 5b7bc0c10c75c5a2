package dev.taskcast.forecast;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Work of a known shape: which part of it is done after which part of its time. */
public enum Workload {
    STEADY,
    SLOWING_DOWN,
    SPEEDING_UP,
    COLD_START,
    BURSTS,
    NOISE,
    TWO_RATES;

    private static final int PARTS = 4_000;

    /** How fast it goes after a part of its time. */
    private DoubleUnaryOperator speeds(Random random) {
        return switch (this) {
            case STEADY -> time -> 1;
            case SLOWING_DOWN -> time -> 1.6 - 1.2 * time;
            case SPEEDING_UP -> time -> 0.4 + 1.2 * time;
            case COLD_START -> time -> time < 0.25 ? 0.05 : 1;
            case BURSTS -> time -> time * 40 % 1 < 0.35 ? 1 : 0.02;
            case NOISE -> noise(random);
            case TWO_RATES -> twoRates(0.3 + 0.15 * random.nextDouble());
        };
    }

    private static DoubleUnaryOperator twoRates(double change) {
        return time -> time < change ? 3 : 1;
    }

    /** 400 items that each take their own time. */
    private static DoubleUnaryOperator noise(Random random) {
        double[] speeds = new double[400];
        for (int i = 0; i < speeds.length; i++) {
            speeds[i] = Math.exp(random.nextGaussian() * 0.8);
        }
        return time -> speeds[(int) Math.min(speeds.length - 1, time * speeds.length)];
    }

    /** One run of it: the part of the work that is done after a part of the time. */
    public DoubleUnaryOperator run(Random random) {
        DoubleUnaryOperator speeds = speeds(random);
        double[] done = new double[PARTS + 1];
        for (int i = 0; i < PARTS; i++) {
            done[i + 1] = done[i] + speeds.applyAsDouble((i + 0.5) / PARTS);
        }
        double all = done[PARTS];
        return time -> {
            double place = Math.clamp(time, 0.0, 1.0) * PARTS;
            int part = (int) Math.min(PARTS - 1, place);
            return (done[part] + (done[part + 1] - done[part]) * (place - part)) / all;
        };
    }
}
