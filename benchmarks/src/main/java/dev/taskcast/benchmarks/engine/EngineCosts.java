package dev.taskcast.benchmarks.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures each row beside its limit, in turn, and prints the medians. Arguments: {@code [REPETITIONS [TASKS]]}, 5 and
 * 1,000,000 by default. Run it with {@code -XX:+UseSerialGC -Xms3g -Xmx3g -XX:+AlwaysPreTouch}, so that what is used is what lives,
 * and nobody waits for memory that the system has yet to give.
 */
final class EngineCosts {
    private final Map<String, List<Double>> samples = new LinkedHashMap<>();

    private EngineCosts() {}

    public static void main(String[] args) throws Exception {
        int repetitions = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        int tasks = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        EngineCosts costs = new EngineCosts();
        Starts.warmUp();
        ProgressCalls.warmUp();
        for (int i = 0; i < repetitions; i++) {
            costs.add("start: executor and map, tasks/s", Starts.ofExecutor());
            costs.add("start: taskcast, tasks/s", Starts.ofTaskcast());
            costs.add("start: jobrunr in memory, jobs/s", Starts.ofJobRunr());
            costs.add("progress: volatile write, ns", ProgressCalls.ofVolatileField());
            costs.add("progress: taskcast, ns", ProgressCalls.ofTaskcast());
            costs.add("memory: registered task without its id, bytes", RegisteredTasks.bytesEach(tasks));
        }
        costs.print();
    }

    private void add(String row, double value) {
        samples.computeIfAbsent(row, key -> new ArrayList<>()).add(value);
    }

    private void print() {
        System.out.println("| row | median | from – to |");
        System.out.println("| --- | --- | --- |");
        samples.forEach((row, values) -> {
            double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
            Arrays.sort(sorted);
            System.out.printf(
                    "| %s | %.1f | %.1f – %.1f |%n",
                    row, sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
        });
    }
}
