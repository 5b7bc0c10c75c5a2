package dev.taskcast.store.jdbc;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.store.StoreException;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskResult;
import dev.taskcast.task.Waiting;
import dev.taskcast.testkit.store.History;
import dev.taskcast.testkit.store.Stored;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tasks of a store take on the heap, and what happens where there is not enough of it. */
class HeapTest {
    private static final int TASKS = 24_000;
    /** A payload of 200 bytes, a result of 500, an id of 36 characters, and all that is about them. */
    private static final int MOST_BYTES_EACH = 1_400;

    /** What a database takes that is opened for the first time, classes included; about. */
    private static final int DRIVER_BYTES = 2 << 20;

    private static final String ENOUGH = "-Xmx60m";
    private static final String TOO_LITTLE = "-Xmx20m";

    @TempDir
    Path folder;

    @BeforeEach
    void manyEndedTasks() {
        try (JdbcTaskStore store = JdbcTaskStore.embedded(folder)) {
            History history = new History(store.open(Stored.openingAt("node-1", Stored.LEAST)));
            Map<String, Object> payload = Map.of("file", "x".repeat(165), "rows", 12_345, "a", true);
            Map<String, Object> result = Map.of("rows", 12_345, "skipped", List.of(1, 2, 3), "text", "y".repeat(455));
            for (int i = 0; i < TASKS; i++) {
                String id = "01920000-0000-7000-8000-%012d".formatted(i);
                TaskIdentity identity = new TaskIdentity(id, "import", null, null, null, List.of());
                history.submit(
                        id,
                        new Command.Register(
                                identity,
                                Terms.DEFAULT,
                                Payload.of(payload, null),
                                new Waiting.ForSlot(0, 0, null, null)));
                long fence = history.start(id, "node-1").fence();
                history.submit(id, new Command.Complete(fence, TaskResult.of(result), List.of()));
                if (i % 500 == 0) {
                    append(store, history);
                }
            }
            append(store, history);
        }
    }

    @Test
    void aTaskIsThereOnceAndLoadingItTakesLittleOnTop() throws Exception {
        String said = saidBy(ENOUGH, Integer.MAX_VALUE);

        assertThat(said).startsWith("opened, bytes each: ");
        assertThat(Integer.parseInt(said.substring(said.lastIndexOf(' ') + 1))).isBetween(700, MOST_BYTES_EACH);
    }

    @Test
    void aHeapThatIsTooSmallIsSaidSoAndEverythingIsLetGoOf() throws Exception {
        assertThat(saidBy(TOO_LITTLE, Integer.MAX_VALUE))
                .contains(TASKS + " tasks in a heap of ")
                .contains(" MiB")
                .contains("-Xmx")
                .contains("OutOfMemoryError")
                .endsWith("and closed");
    }

    @Test
    void aHeapThatIsTooSmallForAllIsLargeEnoughForTheNewest() throws Exception {
        String said = saidBy(TOO_LITTLE, 1_000);

        assertThat(said).startsWith("opened, bytes each: ");
        assertThat(Integer.parseInt(said.substring(said.lastIndexOf(' ') + 1))).isLessThan(200);
    }

    /** What is beyond the bound is without its payload; a sixteenth of the heap is for those that are not. */
    @Test
    void aTaskThatWaitsIsSmall() throws Exception {
        Path waiting = folder.resolve("waiting");
        Files.createDirectories(waiting);
        try (JdbcTaskStore store = JdbcTaskStore.embedded(waiting)) {
            History history = new History(store.open(Stored.openingAt("node-1", Stored.LEAST)));
            for (int i = 0; i < TASKS; i++) {
                String id = "01920000-0000-7000-8000-%012d".formatted(i);
                history.submit(
                        id,
                        new Command.Register(
                                new TaskIdentity(id, "import", null, null, null, List.of()),
                                Terms.DEFAULT,
                                Payload.of("x".repeat(10_000), null),
                                new Waiting.ForSlot(0, 0, null, null)));
                if (i % 500 == 499) {
                    append(store, history);
                    store.flush();
                }
            }
        }
        String said = saidBy(waiting, ENOUGH, 1_000);

        long held = ((60L << 20) / 16 + DRIVER_BYTES) / TASKS;
        assertThat(said).startsWith("opened, bytes each: ");
        assertThat(Integer.parseInt(said.substring(said.lastIndexOf(' ') + 1)) - held)
                .isBetween(200L, 450L);
    }

    private String saidBy(String heap, int recent) throws Exception {
        return saidBy(folder, heap, recent);
    }

    private String saidBy(Path folder, String heap, int recent) throws Exception {
        Path log = folder.resolve("log");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString(),
                        String.valueOf(recent))
                .redirectError(log.toFile())
                .start();
        try (var lines = child.inputReader()) {
            String said = String.valueOf(lines.readLine());
            assertThat(child.waitFor()).as(() -> read(log)).isZero();
            return said;
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }

    /** Opens the store, and says what comes of it. */
    static final class Child {
        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            TaskManager.create().close(); // so that what it needs is there
            long before = used();
            try (TaskManager tasks = TaskManager.builder()
                    .store(JdbcTaskStore.embedded(folder))
                    .recent(Integer.parseInt(args[1]))
                    .build()) {
                System.out.println("opened, bytes each: " + (used() - before) / TASKS);
                assertThat(tasks.getStoreStatus().isUp()).isTrue();
            } catch (StoreException e) {
                FolderLock.take(folder).close();
                System.out.println(e.getMessage() + " " + e.getCause() + " and closed");
            }
        }

        private static long used() {
            Runtime runtime = Runtime.getRuntime();
            for (int i = 0; i < 4; i++) {
                runtime.gc();
            }
            return runtime.totalMemory() - runtime.freeMemory();
        }
    }
}
