package dev.taskcast.benchmarks.durable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.taskcast.benchmarks.process.Child;
import dev.taskcast.benchmarks.process.Numbers;
import dev.taskcast.store.Opening;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a history costs a node that has a small heap: how long it takes to start, what it holds then, and how fast it runs more tasks. Each
 * row is another number of tasks that have ended. Options: {@code --tasks=0,10000,1000000}, {@code --runs=100000}, {@code --starts=3},
 * {@code --heap=256m}, {@code --store=postgresql} or {@code sqlite}.
 */
final class LargeHistory {
    private static final int MEGABYTE = 1 << 20;

    private final int runs;
    private final int starts;
    private final String heap;

    private LargeHistory(int runs, int starts, String heap) {
        this.runs = runs;
        this.starts = starts;
        this.heap = heap;
    }

    public static void main(String[] args) throws Exception {
        List<Integer> tasks = List.of(0, 10_000, 1_000_000);
        int runs = 100_000;
        int starts = 3;
        String heap = "256m";
        String store = "postgresql";
        for (String arg : args) {
            String[] words = arg.split("=", 2);
            switch (words[0]) {
                case "--tasks" ->
                    tasks = List.of(words[1].split(",", -1)).stream()
                            .map(Integer::valueOf)
                            .toList();
                case "--runs" -> runs = Integer.parseInt(words[1]);
                case "--starts" -> starts = Integer.parseInt(words[1]);
                case "--heap" -> heap = words[1];
                case "--store" -> store = words[1];
                default -> throw new IllegalArgumentException("option must be known, got: " + arg);
            }
        }
        LargeHistory history = new LargeHistory(runs, starts, heap);
        System.out.println("# " + store + ", -Xmx" + heap);
        System.out.println("| ended tasks | bytes each | starts in ms (each) | heap after it, MB | " + runs
                + " more, tasks/s | heap after them, MB |");
        System.out.println("| --- | --- | --- | --- | --- | --- |");
        for (int each : tasks) {
            if (store.equals("sqlite")) {
                history.ofSqlite(each);
            } else {
                history.ofPostgres(each);
            }
        }
    }

    private void ofPostgres(int tasks) throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            Place.Database database = server.create();
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(database.jdbcUrl());
            try (HikariDataSource source = new HikariDataSource(config)) {
                fill(() -> JdbcTaskStore.of(source), database.jdbcUrl(), tasks);
            }
            measure(database, database.jdbcUrl(), tasks);
        }
    }

    private void ofSqlite(int tasks) throws Exception {
        Path folder = Files.createTempDirectory("history");
        String jdbcUrl = "jdbc:sqlite:" + folder.resolve("taskcast.db");
        fill(() -> JdbcTaskStore.embedded(folder), jdbcUrl, tasks);
        measure(new Place.Directory(folder), jdbcUrl, tasks);
        for (String file : List.of("taskcast.db", "taskcast.db-wal", "taskcast.db-shm")) {
            Files.deleteIfExists(folder.resolve(file));
        }
    }

    /** As if these tasks had ended long ago: the journal begins above them. */
    private static void fill(Supplier<JdbcTaskStore> stores, String jdbcUrl, int tasks) throws SQLException {
        open(stores, EndedRows.FIRST);
        if (tasks > 0) {
            EndedRows.fill(jdbcUrl, tasks);
            open(stores, EndedRows.created(tasks) + 1_000);
            try (Connection connection = DriverManager.getConnection(jdbcUrl);
                    Statement statement = connection.createStatement()) {
                statement.execute("DELETE FROM taskcast_events WHERE block < (SELECT max(block) FROM taskcast_events)");
            }
        }
    }

    private static void open(Supplier<JdbcTaskStore> stores, long least) {
        try (JdbcTaskStore store = stores.get()) {
            store.open(new Opening("fill", least, 0, 0, Duration.ofMinutes(5)));
            store.nodes().leave(Set.of("fill")); // so that the next one begins a life of the store
        }
    }

    private void measure(Place place, String jdbcUrl, int tasks) throws Exception {
        long[] size = EndedRows.size(jdbcUrl);
        List<Double> started = new ArrayList<>();
        List<Double> heaps = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            Map<String, Double> figures = node(place, 0);
            started.add(figures.get("start"));
            heaps.add(figures.get("heap"));
        }
        Map<String, Double> figures = runs == 0 ? Map.of() : node(place, runs);
        System.out.printf(
                Locale.ROOT,
                "| %,d | %d | %.0f %s | %.1f | %,.0f | %.1f |%n",
                tasks,
                tasks == 0 ? 0 : (size[0] + size[1]) / tasks,
                Numbers.median(started),
                started.stream().map(Math::round).toList(),
                Numbers.median(heaps) / MEGABYTE,
                figures.getOrDefault("rate", 0.0),
                figures.getOrDefault("heapAfter", 0.0) / MEGABYTE);
    }

    private Map<String, Double> node(Place place, int more) throws Exception {
        return Child.java(
                        List.of("-Xmx" + heap, "-XX:+UseSerialGC"),
                        HistoryNode.class,
                        List.of(place.word(), String.valueOf(more)))
                .figures();
    }
}
