package dev.taskcast.benchmarks.engine;

import dev.taskcast.TaskManager;
import dev.taskcast.benchmarks.process.Numbers;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * How late tasks begin that were put off: so many, due evenly over a time. Measured by the time of day, which is what they are due by; so
 * nobody is to set the clock meanwhile. Arguments: {@code [TASKS [SECONDS]]}, 100,000 and 100 by default.
 */
final class DueTimes {
    private DueTimes() {}

    public static void main(String[] args) throws Exception {
        int tasks = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 100;
        System.out.print(lateness(tasks, Duration.ofSeconds(seconds)));
    }

    /** A line of text. */
    static String lateness(int tasks, Duration over) throws InterruptedException {
        List<Double> late = Collections.synchronizedList(new ArrayList<>(tasks));
        CountDownLatch running = new CountDownLatch(tasks);
        try (TaskManager manager = TaskManager.create()) {
            TaskType<String, Void> type = manager.type("t", String.class, Void.class, (ctx, due) -> {
                late.add(Duration.between(Instant.parse(due), Instant.now()).toNanos() / 1e6);
                running.countDown();
                return null;
            });
            Instant first = Instant.ofEpochMilli(System.currentTimeMillis()).plus(over.dividedBy(10));
            for (int i = 0; i < tasks; i++) {
                Instant due = first.plusMillis(over.toMillis() * i / tasks);
                manager.submit(
                        type, due.toString(), SubmitOptions.builder().runAt(due).build());
            }
            running.await();
        }
        return String.format(
                Locale.ROOT,
                "%,d tasks due over %d ms: p50 %.1f ms late, p99 %.1f ms, at most %.1f ms, the earliest %.1f ms%n",
                tasks,
                over.toMillis(),
                Numbers.percentile(late, 0.5),
                Numbers.percentile(late, 0.99),
                Numbers.percentile(late, 1),
                Numbers.percentile(late, 0));
    }
}
