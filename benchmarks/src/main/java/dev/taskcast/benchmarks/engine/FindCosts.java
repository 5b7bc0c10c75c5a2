package dev.taskcast.benchmarks.engine;

import dev.taskcast.TaskManager;
import dev.taskcast.benchmarks.process.Numbers;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskSort;
import dev.taskcast.task.TaskStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** What a page of 50 costs where all tasks are in the heap, with the count of all that match. Argument: how many tasks. */
public final class FindCosts {
    private static final int ASKS = 40;
    private static final int LIMIT = 50;
    private static final int AT_ONCE = 64;

    private FindCosts() {}

    public static void main(String[] args) throws InterruptedException {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        System.out.printf(Locale.ROOT, "| %,d in the heap | p50 / p95 ms |%n| --- | --- |%n", count);
        measure(count)
                .forEach((name, millis) -> System.out.printf(
                        Locale.ROOT,
                        "| %s | %.2f / %.2f |%n",
                        name,
                        Numbers.median(millis),
                        Numbers.percentile(millis, 0.95)));
    }

    /** Milliseconds of each ask, by what is asked for. */
    static Map<String, List<Double>> measure(int count) throws InterruptedException {
        Map<String, List<Double>> all = new LinkedHashMap<>();
        try (TaskManager tasks = TaskManager.create()) {
            run(tasks, count);
            for (TaskSort sort :
                    List.of(TaskSort.CREATED, TaskSort.CREATED_DESC, TaskSort.ENDED_DESC, TaskSort.DURATION)) {
                all.put(sort.wireName(), asks(tasks, TaskQuery.builder().sort(sort)));
            }
            all.put(
                    "-ended, an owner",
                    asks(tasks, TaskQuery.builder().sort(TaskSort.ENDED_DESC).owners("owner-7")));
            all.put(
                    "created, a status that none has",
                    asks(tasks, TaskQuery.builder().statuses(TaskStatus.TIMED_OUT)));
            all.put(
                    "-ended, a text that none has",
                    asks(tasks, TaskQuery.builder().sort(TaskSort.ENDED_DESC).text("none")));
        }
        return all;
    }

    private static void run(TaskManager tasks, int count) throws InterruptedException {
        Semaphore room = new Semaphore(AT_ONCE);
        for (int i = 0; i < count; i++) {
            String id = "task-" + i;
            tasks.register(
                    id,
                    ctx -> room.release(),
                    TaskOptions.builder().owner("owner-" + i % 1_000).build());
            room.acquire();
            tasks.start(id);
        }
        room.acquire(AT_ONCE);
    }

    private static List<Double> asks(TaskManager tasks, TaskQuery.Builder query) {
        TaskQuery page = query.limit(LIMIT).build();
        List<Double> millis = new ArrayList<>();
        for (int i = -ASKS / 2; i < ASKS; i++) {
            long begin = System.nanoTime();
            tasks.find(page);
            if (i >= 0) {
                millis.add((System.nanoTime() - begin) / 1e6);
            }
        }
        return millis;
    }
}
