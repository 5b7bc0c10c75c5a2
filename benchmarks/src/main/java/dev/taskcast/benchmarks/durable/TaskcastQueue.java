package dev.taskcast.benchmarks.durable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.taskcast.TaskManager;
import dev.taskcast.TaskManagerBuilder;
import dev.taskcast.store.TaskStore;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.task.QueueOptions;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** This project's, on either store. */
final class TaskcastQueue implements JobQueue {

    private static final int CONNECTIONS = 10;
    /** Far above what runs at once: what limits cost is measured, and not what they hold back. */
    private static final int LIMIT = 1_000;

    private static final int KEYS = 10_000;
    private static final int LIMIT_OF_KEY = 4;
    private static final int RATE_A_SECOND = 10_000_000;

    private final @Nullable HikariDataSource source;
    private final Place place;
    private final boolean isLimited;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private TaskManager tasks;
    private TaskType<String, Void> type;

    TaskcastQueue(Place place) {
        this(place, false);
    }

    /** A limit of the queue, of the type and of each of 10,000 keys, and two rates; none of them is ever reached. */
    static TaskcastQueue withLimits(Place place) {
        return new TaskcastQueue(place, true);
    }

    private TaskcastQueue(Place place, boolean isLimited) {
        this.place = place;
        this.isLimited = isLimited;
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
        TaskManagerBuilder builder = TaskManager.builder().store(store).slots(slots);
        return isLimited ? builder.queue("limited", limits()).build() : builder.build();
    }

    private static QueueOptions limits() {
        Duration second = Duration.ofSeconds(1);
        return QueueOptions.builder()
                .maxConcurrent(LIMIT)
                .maxConcurrentPerKey(LIMIT_OF_KEY)
                .rate(RATE_A_SECOND, second)
                .ratePerKey(RATE_A_SECOND, second)
                .build();
    }

    private HikariDataSource opened() {
        if (source == null) {
            throw new IllegalStateException("A database must have its source, got: none");
        }
        return source;
    }

    private TaskType<String, Void> type(IntConsumer handler) {
        TaskType.Handler<String, Void> counted = (ctx, payload) -> {
            begun.incrementAndGet();
            handler.accept(Integer.parseInt(payload.substring(0, payload.indexOf('x'))));
            return null;
        };
        TaskOptions options = isLimited
                ? TaskOptions.builder().queue("limited").maxConcurrent(LIMIT).build()
                : TaskOptions.DEFAULT;
        return tasks.type(
                "job",
                String.class,
                Void.class,
                counted,
                TypeOptions.<String>builder().tasks(options).build());
    }

    private static SubmitOptions keyed(int job) {
        return SubmitOptions.builder().key("key-" + job % KEYS).build();
    }

    @Override
    public void submit(int job) {
        if (isLimited) {
            tasks.submit(type, JobQueue.payload(job), keyed(job));
        } else {
            tasks.submit(type, JobQueue.payload(job));
        }
    }

    @Override
    public void submitAll(int first, int count) {
        if (isLimited) { // each with a key of its own
            try (ExecutorService callers = Executors.newFixedThreadPool(SLOTS)) {
                IntStream.range(first, first + count).forEach(job -> callers.execute(() -> submit(job)));
            }
            return;
        }
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
