package dev.taskcast.benchmarks.engine;

import dev.taskcast.TaskManager;
import dev.taskcast.benchmarks.process.Numbers;
import dev.taskcast.task.QueueOptions;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many tasks of a key that has many begin between the submit of one task of another key and its start; beside it, the same where both
 * have no key, which is what a queue without fairness does. Arguments: {@code [TASKS [ROUNDS]]}, 100,000 and 5 by default.
 */
final class FairTurns {
    private static final int SMALL = 20;
    private static final int FEW = 5; // of the large key that may end before the next one is submitted

    private FairTurns() {}

    public static void main(String[] args) throws Exception {
        int tasks = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        System.out.print(table(tasks, rounds));
    }

    /** The medians, as text. */
    static String table(int tasks, int rounds) throws InterruptedException {
        List<Double> keyed = new ArrayList<>();
        List<Double> unkeyed = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            keyed.addAll(begunBefore(tasks, true));
            unkeyed.addAll(begunBefore(tasks, false));
        }
        return String.format(
                Locale.ROOT,
                "1 task beside %,d of another key: %.0f of these begin before it (median), at most %.0f;"
                        + " without keys %,.0f, at least %,.0f%n",
                tasks,
                Numbers.median(keyed),
                Numbers.percentile(keyed, 1),
                Numbers.median(unkeyed),
                Numbers.percentile(unkeyed, 0));
    }

    /** Of some tasks that come one after the other while one of the large key runs: how many of that begin before each. */
    private static List<Double> begunBefore(int tasks, boolean isKeyed) throws InterruptedException {
        Semaphore ends = new Semaphore(0); // of the large key
        AtomicInteger begun = new AtomicInteger(); // likewise
        SynchronousQueue<Integer> small = new SynchronousQueue<>();
        List<Double> all = new ArrayList<>();
        try (TaskManager manager = TaskManager.builder()
                .maxPending(tasks + SMALL)
                .queue("q", QueueOptions.builder().maxConcurrent(1).build())
                .build()) {
            TaskType<Boolean, Void> type = manager.type(
                    "t",
                    Boolean.class,
                    Void.class,
                    (ctx, isLarge) -> {
                        if (isLarge) {
                            begun.incrementAndGet();
                            ends.acquire();
                        } else {
                            small.put(begun.get());
                        }
                        return null;
                    },
                    TypeOptions.<Boolean>builder()
                            .tasks(TaskOptions.builder().queue("q").build())
                            .build());
            for (int i = 0; i < tasks; i++) {
                manager.submit(type, true, options("large", isKeyed));
            }
            for (int i = 0; i < (isKeyed ? SMALL : 1); i++) {
                while (!ends.hasQueuedThreads()) {
                    Thread.onSpinWait();
                }
                int before = begun.get();
                manager.submit(type, false, options("small" + i, isKeyed));
                ends.release(isKeyed ? FEW : tasks);
                all.add((double) small.take() - before);
                while (isKeyed && ends.availablePermits() > 0) {
                    Thread.onSpinWait();
                }
            }
            ends.release(tasks);
        }
        return all;
    }

    private static SubmitOptions options(String key, boolean isKeyed) {
        return isKeyed ? SubmitOptions.builder().key(key).build() : SubmitOptions.DEFAULT;
    }
}
