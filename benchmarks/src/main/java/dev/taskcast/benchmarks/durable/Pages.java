package dev.taskcast.benchmarks.durable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.taskcast.benchmarks.process.Numbers;
import dev.taskcast.store.Opening;
import dev.taskcast.store.TaskFinder;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.task.PagePlace;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskSort;
import dev.taskcast.task.TaskStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What a page of 50 costs, of a table with many tasks that have ended: the first one, and one in the middle; and how long the columns of rows
 * of an older version take. Options: {@code --tasks=1000000},
 * {@code --asks=200} for each, {@code --stores=postgresql,sqlite}.
 */
final class Pages {
    private static final int LIMIT = 50;

    private final JdbcTaskStore store;
    private final int tasks;
    private final int asks;
    private final Random random = new Random(1);

    private Pages(JdbcTaskStore store, int tasks, int asks) {
        this.store = store;
        this.tasks = tasks;
        this.asks = asks;
    }

    public static void main(String[] args) throws Exception {
        int tasks = 1_000_000;
        int asks = 200;
        List<String> stores = List.of("postgresql", "sqlite");
        for (String arg : args) {
            String[] words = arg.split("=", 2);
            switch (words[0]) {
                case "--tasks" -> tasks = Integer.parseInt(words[1]);
                case "--asks" -> asks = Integer.parseInt(words[1]);
                case "--stores" -> stores = List.of(words[1].split(",", -1));
                default -> throw new IllegalArgumentException("option must be known, got: " + arg);
            }
        }
        if (stores.contains("postgresql")) {
            ofPostgres(tasks, asks);
        }
        if (stores.contains("sqlite")) {
            ofSqlite(tasks, asks);
        }
    }

    private static void ofPostgres(int tasks, int asks) throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            Place.Database database = server.create();
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(database.jdbcUrl());
            try (HikariDataSource source = new HikariDataSource(config)) {
                System.out.println("# " + server.description());
                measure(() -> JdbcTaskStore.of(source), database.jdbcUrl(), tasks, asks);
            }
        }
    }

    private static void ofSqlite(int tasks, int asks) throws Exception {
        Path folder = Files.createTempDirectory("pages");
        System.out.println("# SQLite");
        measure(() -> JdbcTaskStore.embedded(folder), "jdbc:sqlite:" + folder.resolve("taskcast.db"), tasks, asks);
        for (String file : List.of("taskcast.db", "taskcast.db-wal", "taskcast.db-shm")) {
            Files.deleteIfExists(folder.resolve(file));
        }
    }

    private static void measure(Supplier<JdbcTaskStore> stores, String jdbcUrl, int tasks, int asks) throws Exception {
        try (JdbcTaskStore store = stores.get()) {
            open(store);
            long begin = System.nanoTime();
            EndedRows.fill(jdbcUrl, tasks);
            System.out.printf(Locale.ROOT, "# %,d tasks, filled in %.0f s%n", tasks, (System.nanoTime() - begin) / 1e9);
            long[] size = EndedRows.size(jdbcUrl);
            System.out.printf("# bytes each: %d, and %d of indexes%n", size[0] / tasks, size[1] / tasks);
            new Pages(store, tasks, asks).ask();
        }
        EndedRows.forgetColumns(jdbcUrl);
        double first = open(stores);
        System.out.printf(Locale.ROOT, "# columns brought up in %.1f s%n", first - open(stores));
    }

    private static double open(Supplier<JdbcTaskStore> stores) {
        try (JdbcTaskStore store = stores.get()) {
            long begin = System.nanoTime();
            open(store);
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    private static void open(JdbcTaskStore store) {
        store.open(new Opening("pages", EndedRows.FIRST, 1_000, Duration.ofSeconds(30)));
    }

    private void ask() {
        System.out.println("| what | first page, p50 / p95 ms | in the middle, p50 / p95 ms | count, p95 ms |");
        System.out.println("| --- | --- | --- | --- |");
        for (TaskSort sort : TaskSort.values()) {
            row(sort.wireName(), sort, query -> query);
        }
        questions().forEach((name, filter) -> row(name + ", -ended", TaskSort.ENDED_DESC, filter));
        row("owner, -created", TaskSort.CREATED_DESC, this::ofSomeOwner);
        row("status, -duration", TaskSort.DURATION_DESC, query -> query.statuses(TaskStatus.ERROR));
        row("status, -started", TaskSort.STARTED_DESC, query -> query.statuses(TaskStatus.ERROR));
    }

    private Map<String, UnaryOperator<TaskQuery.Builder>> questions() {
        Map<String, UnaryOperator<TaskQuery.Builder>> all = new LinkedHashMap<>();
        all.put("status", query -> query.statuses(TaskStatus.ERROR));
        all.put("type", query -> query.types("type-" + random.nextInt(20)));
        all.put("type and status", query -> query.types("type-0").statuses(TaskStatus.ERROR));
        all.put("owner", this::ofSomeOwner);
        all.put("owner and status", query -> ofSomeOwner(query).statuses(TaskStatus.COMPLETED));
        all.put("an hour", query -> {
            Instant since = Instant.ofEpochMilli(EndedRows.startedAt(random.nextInt(tasks)));
            return query.since(since).until(since.plusSeconds(3_600));
        });
        all.put("kind of error", query -> query.errorKinds("java.io.IOException"));
        all.put("tag", query -> query.tags("tag-" + random.nextInt(50)));
        all.put("a tag that none has", query -> query.tags("none"));
        all.put("a text that none has", query -> query.text("none"));
        return all;
    }

    private TaskQuery.Builder ofSomeOwner(TaskQuery.Builder query) {
        return query.owners("owner-" + random.nextInt(1_000));
    }

    private void row(String name, TaskSort sort, UnaryOperator<TaskQuery.Builder> filter) {
        List<Double> first = new ArrayList<>();
        List<Double> middle = new ArrayList<>();
        List<Double> counts = new ArrayList<>();
        boolean isPartial = false;
        for (int i = -asks / 4; i < asks; i++) {
            TaskQuery query =
                    filter.apply(TaskQuery.builder().sort(sort).limit(LIMIT)).build();
            long t0 = System.nanoTime();
            TaskFinder.Found page = store.finder().orElseThrow().find(query);
            long t1 = System.nanoTime();
            store.finder().orElseThrow().find(query.from(middle(sort), LIMIT));
            long t2 = System.nanoTime();
            store.finder().orElseThrow().count(query, TaskQuery.COUNT);
            long t3 = System.nanoTime();
            isPartial |= page.isPartial();
            if (i >= 0) {
                first.add((t1 - t0) / 1e6);
                middle.add((t2 - t1) / 1e6);
                counts.add((t3 - t2) / 1e6);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "| %s%s | %.1f / %.1f | %.1f / %.1f | %.1f |%n",
                name,
                isPartial ? " (partial)" : "",
                Numbers.median(first),
                Numbers.percentile(first, 0.95),
                Numbers.median(middle),
                Numbers.percentile(middle, 0.95),
                Numbers.percentile(counts, 0.95));
    }

    private PagePlace middle(TaskSort sort) {
        long task = tasks / 2L + random.nextInt(tasks / 10);
        long created = EndedRows.created(task);
        return switch (sort.by()) {
            case CREATED -> new PagePlace(created, created);
            case STARTED -> new PagePlace(EndedRows.startedAt(task), created);
            case ENDED -> new PagePlace(EndedRows.startedAt(task) + EndedRows.LONGEST_MILLIS / 2, created);
            case DURATION -> new PagePlace(EndedRows.LONGEST_MILLIS / 2 + random.nextInt(1_000), created);
        };
    }
}
