package dev.taskcast.benchmarks.engine;

import dev.taskcast.TaskManager;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.task.TaskType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/** What an ended task of a store keeps on the heap, with a payload of 200 bytes, a result of 500 and an id of its own. */
final class EndedTasks {
    private static final int BATCH = 1_000;
    private static final Map<String, Object> PAYLOAD = Map.of("file", "x".repeat(165), "rows", 12_345, "dry", true);
    private static final Map<String, Object> RESULT =
            Map.of("rows", 12_345, "skipped", List.of(1, 2, 3), "text", "y".repeat(453));

    private EndedTasks() {}

    /** Bytes for each, of a manager that has just opened its store. */
    static double bytesEach(int count) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ended-tasks");
        try {
            end(folder, count);
            long before = RegisteredTasks.used();
            try (TaskManager tasks = manager(folder)) {
                double bytes = (RegisteredTasks.used() - before) / (double) count;
                if (tasks.getAllStates().size() != count) {
                    throw new IllegalStateException("All tasks must be there");
                }
                return bytes;
            }
        } finally {
            delete(folder);
        }
    }

    private static TaskManager manager(Path folder) {
        return TaskManager.builder().store(JdbcTaskStore.embedded(folder)).build();
    }

    @SuppressWarnings("unchecked")
    private static void end(Path folder, int count) throws InterruptedException {
        Class<Map<String, Object>> map = (Class<Map<String, Object>>) (Class<?>) Map.class;
        try (TaskManager tasks = manager(folder)) {
            Semaphore begun = new Semaphore(0);
            TaskType<Map<String, Object>, Map<String, Object>> type = tasks.type("import", map, map, (ctx, payload) -> {
                begun.release();
                return RESULT;
            });
            for (int made = 0; made < count; made += BATCH) {
                tasks.submitAll(type, Collections.nCopies(BATCH, PAYLOAD));
                begun.acquire(BATCH);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
