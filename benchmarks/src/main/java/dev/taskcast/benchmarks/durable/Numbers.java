package dev.taskcast.benchmarks.durable;

import java.util.Collection;
import java.util.List;

/** Medians and percentiles. */
final class Numbers {

    private Numbers() {}

    /** The one in the middle, or the mean of the two in the middle. */
    static double median(Collection<Double> values) {
        List<Double> sorted = sorted(values);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The least value that so large a part of all does not exceed. */
    static double percentile(Collection<Double> values, double part) {
        List<Double> sorted = sorted(values);
        return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
    }

    private static List<Double> sorted(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values must not be empty");
        }
        return values.stream().sorted().toList();
    }
}
