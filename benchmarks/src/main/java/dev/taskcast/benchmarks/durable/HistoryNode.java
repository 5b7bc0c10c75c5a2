package dev.taskcast.benchmarks.durable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.taskcast.TaskManager;
import dev.taskcast.benchmarks.process.Child;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskType;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** A node of {@link LargeHistory}: it starts, tells what that took, runs some tasks, and ends. */
final class HistoryNode {
    private static final int AT_ONCE = 1_000;
    private static final int MOST_WAITING = 20_000;
    private static final long NAP_NANOS = 200_000;

    private HistoryNode() {}

    public static void main(String[] words) {
        int runs = Integer.parseInt(words[1]);
        long begin = System.nanoTime();
        try (TaskManager tasks = TaskManager.builder()
                .store(store(Place.parse(words[0])))
                .slots(JobQueue.SLOTS)
                .build()) {
            Child.printFigure("start", (System.nanoTime() - begin) / 1e6);
            Child.printFigure("heap", heap());
            if (runs > 0) {
                Child.printFigure("rate", run(tasks, runs));
                Child.printFigure("heapAfter", heap());
            }
        }
    }

    private static JdbcTaskStore store(Place place) {
        return switch (place) {
            case Place.Directory directory -> JdbcTaskStore.embedded(directory.path());
            case Place.Database database -> {
                HikariConfig config = new HikariConfig();
                config.setJdbcUrl(database.jdbcUrl());
                yield JdbcTaskStore.of(new HikariDataSource(config));
            }
        };
    }

    private static double heap() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static double run(TaskManager tasks, int runs) {
        AtomicInteger ended = new AtomicInteger();
        tasks.subscribe(change -> {
            if (change instanceof TaskChange.Updated updated
                    && updated.state().status().isTerminal()) {
                ended.incrementAndGet();
            }
        });
        TaskType<String, Void> type = tasks.type("job", String.class, Void.class, (ctx, payload) -> null);
        long begin = System.nanoTime();
        for (int made = 0; made < runs; made += AT_ONCE) {
            List<String> payloads = IntStream.range(made, Math.min(runs, made + AT_ONCE))
                    .mapToObj(JobQueue::payload)
                    .toList();
            tasks.submitAll(type, payloads);
            while (made - ended.get() > MOST_WAITING) {
                LockSupport.parkNanos(NAP_NANOS);
            }
        }
        while (ended.get() < runs) {
            LockSupport.parkNanos(NAP_NANOS);
        }
        return runs / ((System.nanoTime() - begin) / 1e9);
    }
}
