package dev.taskcast.benchmarks.durable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.taskcast.TaskManager;
import dev.taskcast.store.TaskStore;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskType;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** This project's, on either store. */
final class TaskcastQueue implements JobQueue {

    private static final int CONNECTIONS = 10;

    private final @Nullable HikariDataSource source;
    private final Place place;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private TaskManager tasks;
    private TaskType<String, Void> type;

    TaskcastQueue(Place place) {
        this.place = place;
        source = place instanceof Place.Database database ? source(database) : null;
        tasks = manager(0);
        type = type(job -> {});
    }

    private static HikariDataSource source(Place.Database database) {
        var config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setMaximumPoolSize(CONNECTIONS);
        return new HikariDataSource(config);
    }

    private TaskManager manager(int slots) {
        TaskStore store = switch (place) {
            case Place.Directory directory -> JdbcTaskStore.embedded(directory.path());
            case Place.Database database -> JdbcTaskStore.of(opened());
        };
        return TaskManager.builder().store(store).slots(slots).build();
    }

    private HikariDataSource opened() {
        if (source == null) {
            throw new IllegalStateException("A database must have its source, got: none");
        }
        return source;
    }

    private TaskType<String, Void> type(IntConsumer handler) {
        return tasks.type("job", String.class, Void.class, (ctx, payload) -> {
            begun.incrementAndGet();
            handler.accept(Integer.parseInt(payload.substring(0, payload.indexOf('x'))));
            return null;
        });
    }

    @Override
    public void submit(int job) {
        tasks.submit(type, JobQueue.payload(job));
    }

    @Override
    public void submitAll(int first, int count) {
        List<String> payloads = IntStream.range(first, first + count)
                .mapToObj(JobQueue::payload)
                .toList();
        tasks.submitAll(type, payloads);
    }

    @Override
    public void start(IntConsumer handler) {
        tasks.close();
        tasks = manager(SLOTS);
        tasks.subscribe(change -> {
            if (change instanceof TaskChange.Updated updated
                    && updated.state().status().isTerminal()) {
                ended.incrementAndGet();
            }
        });
        type = type(handler);
    }

    @Override
    public boolean unfinished() {
        return ended.get() < begun.get();
    }

    @Override
    public void close() {
        tasks.close();
        if (source != null) {
            source.close();
        }
    }
}
