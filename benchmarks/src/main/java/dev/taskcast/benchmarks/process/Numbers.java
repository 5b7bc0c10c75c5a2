package dev.taskcast.benchmarks.process;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Medians and percentiles. */
public final class Numbers {

    private Numbers() {}

    /** The one in the middle, or the mean of the two in the middle. */
    public static double median(Collection<Double> values) {
        List<Double> sorted = sorted(values);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The least value that so large a part of all does not exceed. */
    public static double percentile(Collection<Double> values, double part) {
        List<Double> sorted = sorted(values);
        return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
    }

    /** The median of the rounds' ratios: what slows the machine for some time slows both of a round. */
    public static double ratio(List<Double> values, List<Double> others) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(values.size(), others.size()); round++) {
            ratios.add(values.get(round) / others.get(round));
        }
        return median(ratios);
    }

    private static List<Double> sorted(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values must not be empty");
        }
        return values.stream().sorted().toList();
    }
}
