package dev.taskcast.benchmarks.engine;

import dev.taskcast.benchmarks.process.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures each row beside its limit, in turn, and prints the medians. Arguments: {@code [REPETITIONS]}, 5 by default. Run it with
 * {@code -XX:+UseSerialGC -Xms3g -Xmx3g -XX:+AlwaysPreTouch}, so that what is used is what lives, and nobody waits for memory that the
 * system has yet to give.
 */
final class EngineCosts {
    private static final String EXECUTOR = "start: executor and map, tasks/s";
    private static final String START = "start: taskcast, tasks/s";
    private static final String LIMITED = "start: taskcast, maxConcurrent(64), tasks/s";
    private static final String FIELD = "progress: volatile write, ns";
    private static final String PROGRESS = "progress: taskcast, ns";

    private final Sizes sizes;
    private final Starts starts;
    private final Map<String, List<Double>> samples = new LinkedHashMap<>();

    /**
     * How much of each.
     *
     * @param tasks that are started
     * @param rounds how often each is
     * @param jobs of JobRunr, which sorts those that wait whenever it takes some
     * @param registered tasks that are only there
     * @param ended tasks of a store, a multiple of 1,000
     * @param progress how JMH measures
     */
    record Sizes(int tasks, int rounds, int jobs, int registered, int ended, ProgressCalls.Plan progress) {
        static final Sizes FULL = new Sizes(10_000, 20, 5_000, 1_000_000, 200_000, ProgressCalls.Plan.FULL);
    }

    EngineCosts(Sizes sizes) {
        this.sizes = sizes;
        starts = new Starts(sizes.tasks(), sizes.rounds());
    }

    public static void main(String[] args) throws Exception {
        int repetitions = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        System.out.print(new EngineCosts(Sizes.FULL).run(repetitions));
    }

    /** The table. */
    String run(int repetitions) throws Exception {
        starts.warmUp();
        for (int i = 0; i < repetitions; i++) {
            add(EXECUTOR, starts.ofExecutor());
            add(START, starts.ofTaskcast());
            add(LIMITED, starts.ofTaskcastWithLimit());
            add("start: jobrunr in memory, jobs/s", starts.ofJobRunr(sizes.jobs()));
            add(FIELD, ProgressCalls.ofVolatileField(sizes.progress()));
            add(PROGRESS, ProgressCalls.ofTaskcast(sizes.progress()));
            add("memory: registered task without its id, bytes", RegisteredTasks.bytesEach(sizes.registered()));
            add(
                    "memory: ended task of a store, 200 B payload, 500 B result, bytes",
                    EndedTasks.bytesEach(sizes.ended()));
        }
        return table();
    }

    private void add(String row, double value) {
        System.out.printf(Locale.ROOT, "# %s: %,.1f%n", row, value);
        samples.computeIfAbsent(row, key -> new ArrayList<>()).add(value);
    }

    private String table() {
        var text = new StringBuilder("| row | median | from – to | of the limit |\n| --- | --- | --- | --- |\n");
        samples.forEach((row, values) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %,.1f | %,.1f – %,.1f | %s |%n",
                row,
                Numbers.median(values),
                Numbers.percentile(values, 0),
                Numbers.percentile(values, 1),
                ratio(row, values))));
        return text.toString();
    }

    private String ratio(String row, List<Double> values) {
        List<Double> limit = samples.getOrDefault(
                switch (row) {
                    case START -> EXECUTOR;
                    case LIMITED -> START;
                    case PROGRESS -> FIELD;
                    default -> "";
                },
                List.of());
        return limit.isEmpty() ? "" : String.format(Locale.ROOT, "%.2f", Numbers.ratio(values, limit));
    }
}
