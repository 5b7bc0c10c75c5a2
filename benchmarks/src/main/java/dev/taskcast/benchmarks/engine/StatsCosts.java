package dev.taskcast.benchmarks.engine;

import dev.taskcast.TaskManager;
import dev.taskcast.benchmarks.process.Numbers;
import dev.taskcast.task.QueueOptions;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the numbers of all tasks cost, of processor, where so many wait. Arguments: how many. */
public final class StatsCosts {
    private static final int ASKS = 2_000;
    private static final int TYPES = 20;
    private static final int QUEUES = 10;
    private static final int KEYS = 1_000;

    private StatsCosts() {}

    public static void main(String[] args) {
        List<String> counts = args.length > 0 ? List.of(args) : List.of("10000", "100000", "1000000");
        System.out.println("| tasks that wait | stats(), p50 / p95 µs |\n| --- | --- |");
        for (String count : counts) {
            List<Double> micros = measure(Integer.parseInt(count));
            System.out.printf(
                    Locale.ROOT,
                    "| %,d | %.1f / %.1f |%n",
                    Integer.parseInt(count),
                    Numbers.median(micros),
                    Numbers.percentile(micros, 0.95));
        }
    }

    /** Microseconds of processor of each ask. */
    static List<Double> measure(int count) {
        var builder = TaskManager.builder().maxPending(count + 1).slots(1);
        for (int i = 0; i < QUEUES; i++) {
            builder.queue(
                    "queue-" + i,
                    QueueOptions.builder()
                            .maxConcurrent(0)
                            .maxConcurrentPerKey(1)
                            .build());
        }
        try (TaskManager tasks = builder.build()) {
            submit(tasks, count);
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            List<Double> micros = new ArrayList<>();
            for (int i = -ASKS; i < ASKS; i++) {
                long begin = threads.getCurrentThreadCpuTime();
                if (tasks.stats().byStatus().isEmpty()) {
                    throw new AssertionError("Wanted tasks that wait, got: none");
                }
                if (i >= 0) {
                    micros.add((threads.getCurrentThreadCpuTime() - begin) / 1e3);
                }
            }
            return micros;
        }
    }

    private static void submit(TaskManager tasks, int count) {
        List<TaskType<Integer, Integer>> types = new ArrayList<>();
        for (int i = 0; i < TYPES; i++) {
            TaskOptions options =
                    TaskOptions.builder().queue("queue-" + i % QUEUES).build();
            types.add(tasks.type(
                    "type-" + i,
                    Integer.class,
                    Integer.class,
                    (ctx, payload) -> payload,
                    TypeOptions.<Integer>builder().tasks(options).build()));
        }
        for (int i = 0; i < count; i++) {
            tasks.submit(
                    types.get(i % TYPES),
                    i,
                    SubmitOptions.builder().key("key-" + i % KEYS).build());
        }
    }
}
