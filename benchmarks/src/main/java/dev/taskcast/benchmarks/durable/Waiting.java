package dev.taskcast.benchmarks.durable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.taskcast.TaskManager;
import dev.taskcast.benchmarks.process.Child;
import dev.taskcast.store.TaskStore;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Very many tasks that wait, in a small heap: they are submitted by one process, and run by another one that is started after it. Options:
 * {@code --tasks=1000000}, {@code --bytes=500} of each payload, {@code --heap=640m}, {@code --stores=postgresql,sqlite}.
 */
final class Waiting {
    private static final int AT_ONCE = 1_000;

    private Waiting() {}

    public static void main(String[] args) throws Exception {
        String tasks = "1000000";
        String bytes = "500";
        String heap = "640m";
        List<String> stores = List.of("postgresql", "sqlite");
        for (String arg : args) {
            String[] words = arg.split("=", 2);
            switch (words[0]) {
                case "--tasks" -> tasks = words[1];
                case "--bytes" -> bytes = words[1];
                case "--heap" -> heap = words[1];
                case "--stores" -> stores = List.of(words[1].split(",", -1));
                default -> throw new IllegalArgumentException("option must be known, got: " + arg);
            }
        }
        if (stores.contains("postgresql")) {
            try (PostgresServer server = PostgresServer.start()) {
                System.out.println("# " + server.description());
                measure(server.create().jdbcUrl(), tasks, bytes, heap);
            }
        }
        if (stores.contains("sqlite")) {
            Path folder = Files.createTempDirectory("waiting");
            System.out.println("# SQLite");
            measure(folder.toString(), tasks, bytes, heap);
            for (String file : List.of("taskcast.db", "taskcast.db-wal", "taskcast.db-shm")) {
                Files.deleteIfExists(folder.resolve(file));
            }
        }
    }

    private static void measure(String place, String tasks, String bytes, String heap) throws Exception {
        for (String step : List.of("submit", "run")) {
            Map<String, Double> figures = Child.java(
                            List.of("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED"),
                            Step.class,
                            List.of(place, step, tasks, bytes))
                    .figures();
            figures.forEach((name, value) -> System.out.printf("%s, %s: %,.0f%n", step, name, value));
        }
    }

    /** A process: submits, or runs what was submitted. */
    static final class Step {
        private final TaskManager tasks;
        private final TaskType<String, Void> type;
        private final int many;
        private final String filler;
        private final CountDownLatch done;

        private Step(TaskManager tasks, int many, int bytes) {
            this.tasks = tasks;
            this.many = many;
            filler = "x".repeat(bytes - 10);
            done = new CountDownLatch(many);
            type = tasks.type("t", String.class, Void.class, (ctx, payload) -> {
                if (payload.length() != bytes - 2) {
                    throw new IllegalStateException("A payload must be as it was submitted, got: " + payload);
                }
                done.countDown();
                return null;
            });
        }

        public static void main(String[] words) throws Exception {
            int many = Integer.parseInt(words[2]);
            int bytes = Integer.parseInt(words[3]);
            boolean isRun = words[1].equals("run");
            long before = used();
            long begun = System.nanoTime();
            try (HikariDataSource source = source(words[0]);
                    TaskManager tasks = TaskManager.builder()
                            .store(store(words[0], source))
                            .slots(isRun ? 100 : 0)
                            .build()) {
                Child.printFigure("msToOpen", (System.nanoTime() - begun) / 1e6);
                Step step = new Step(tasks, many, bytes);
                if (isRun) {
                    step.run();
                } else {
                    step.submit();
                    Thread.sleep(5_000); // the tables follow
                    Child.printFigure("heapBytesEach", (used() - before) / (double) many);
                }
            }
        }

        private static HikariDataSource source(String place) {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(place.startsWith("jdbc:") ? place : "jdbc:sqlite::memory:");
            config.setInitializationFailTimeout(-1);
            config.setMinimumIdle(0);
            return new HikariDataSource(config);
        }

        private static TaskStore store(String place, HikariDataSource source) {
            return place.startsWith("jdbc:") ? JdbcTaskStore.of(source) : JdbcTaskStore.embedded(Path.of(place));
        }

        private void submit() {
            long begun = System.nanoTime();
            for (int from = 0; from < many; from += AT_ONCE) {
                List<String> payloads = new ArrayList<>();
                for (int i = from; i < from + AT_ONCE; i++) {
                    payloads.add(filler + "%08d".formatted(i));
                }
                List<TaskState> ignored = tasks.submitAll(type, payloads);
            }
            Child.printFigure("tasksPerSecond", many / ((System.nanoTime() - begun) / 1e9));
        }

        private void run() throws InterruptedException {
            long begun = System.nanoTime();
            done.await();
            Child.printFigure("tasksPerSecond", many / ((System.nanoTime() - begun) / 1e9));
        }

        private static long used() throws InterruptedException {
            for (int i = 0; i < 4; i++) {
                System.gc();
                Thread.sleep(100);
            }
            return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
    }
}
