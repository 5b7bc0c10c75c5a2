package dev.taskcast.store.jdbc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.store.jdbc.TestPostgres;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Failed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A process that is killed at any moment loses nothing that it has acknowledged, and no viewer misses or repeats anything. */
class CrashTest {
    /** As long as one task after the other ends it is a backlog, however long; a task that never ends is left alone with its like. */
    private static final Duration WITHOUT_AN_END = Duration.ofSeconds(30);

    private static final int SHOWN = 20;

    @TempDir
    private Path folder;

    private final Map<String, String> acknowledged = new HashMap<>(); // id -> type

    @Test
    void onTheEmbeddedStore() throws Exception {
        killAgainAndAgain(folder.toString(), 10);
        assertKept(JdbcTaskStore.embedded(folder));
    }

    @Test
    void onPostgres() throws Exception {
        PGSimpleDataSource source = (PGSimpleDataSource) TestPostgres.newDatabase();
        killAgainAndAgain(Processes.url(source), 10);
        assertKept(JdbcTaskStore.of(source));
    }

    @Test
    @Tag("long")
    void onTheEmbeddedStoreForLong() throws Exception {
        killAgainAndAgain(folder.toString(), 300);
        assertKept(JdbcTaskStore.embedded(folder));
    }

    @Test
    @Tag("long")
    void onPostgresForLong() throws Exception {
        PGSimpleDataSource source = (PGSimpleDataSource) TestPostgres.newDatabase();
        killAgainAndAgain(Processes.url(source), 200);
        assertKept(JdbcTaskStore.of(source));
    }

    private void killAgainAndAgain(String store, int times) throws Exception {
        long seed = Long.getLong("taskcast.seed", System.nanoTime());
        Random random = new Random(seed);
        int port = freePort();
        try (Tail tail = new Tail(port)) {
            waitUntilItIsWatched(store, port, tail);
            for (int i = 0;
                    i < times || acknowledged.size() <= times;
                    i++) { // a slow machine acknowledges little between two kills
                workAndDie(store, port, random);
            }
            drain(store, port, tail);
            assertThat(tail.faults()).as("seed %s", seed).isEmpty();
        }
        assertThat(acknowledged).as("seed %s", seed).hasSizeGreaterThan(times);
    }

    /** Who has a position goes on from it, however late. Who comes for the first time is told of no more than the newest that have ended. */
    private void waitUntilItIsWatched(String store, int port, Tail tail) throws Exception {
        Process process = start(store, port, "drain"); // submits nothing
        assertThat(process.inputReader().readLine()).startsWith("READY");
        await().atMost(WITHOUT_AN_END).until(tail::hasPosition);
        kill(process);
        process.waitFor();
    }

    /** Killed while it opens, while it works, or while it closes. */
    private void workAndDie(String store, int port, Random random) throws Exception {
        Process process = start(store, port, "work");
        int kind = random.nextInt(6);
        if (kind == 0) {
            Thread.sleep(random.nextInt(700)); // while it starts, or a moment later
            kill(process);
            read(process);
            return;
        }
        BufferedReader lines = process.inputReader();
        String ready = lines.readLine();
        assertThat(ready).startsWith("READY");
        Thread.sleep(random.nextInt(400));
        if (kind == 1) {
            OutputStream orders = process.getOutputStream();
            orders.write("close\n".getBytes(StandardCharsets.UTF_8));
            orders.flush();
            Thread.sleep(random.nextInt(60));
        }
        kill(process);
        read(process);
    }

    /** By its handle: the process's own method closes its streams, and what it has said would be gone. */
    private static void kill(Process process) {
        process.toHandle().destroyForcibly();
    }

    private void drain(String store, int port, Tail tail) throws Exception {
        Process process = start(store, port, "drain");
        assertThat(process.inputReader().readLine()).startsWith("READY");
        awaitEnds(tail);
        OutputStream orders = process.getOutputStream();
        orders.write("close\n".getBytes(StandardCharsets.UTF_8));
        orders.flush();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private void awaitEnds(Tail tail) {
        int left = left(tail).size();
        while (left > 0) {
            int before = left;
            try {
                await().atMost(WITHOUT_AN_END).until(() -> left(tail).size() < before);
            } catch (ConditionTimeoutException e) {
                throw new AssertionError(whatIsLeft(tail), e);
            }
            left = left(tail).size();
        }
    }

    private List<String> left(Tail tail) {
        return acknowledged.keySet().stream()
                .filter(id -> !isEnded(tail.newest().get(id)))
                .toList();
    }

    private String whatIsLeft(Tail tail) {
        List<String> left = left(tail);
        String some = left.stream()
                .limit(SHOWN)
                .map(id ->
                        id + " (" + acknowledged.get(id) + ", " + tail.newest().getOrDefault(id, "never seen") + ")")
                .collect(Collectors.joining(", "));
        return left.size() + " of " + acknowledged.size()
                + " acknowledged tasks are left, and none of them has ended for " + WITHOUT_AN_END.toSeconds() + " s: "
                + some + (left.size() > SHOWN ? ", ..." : "") + "; the viewer's faults: " + tail.faults();
    }

    private static boolean isEnded(@Nullable String status) {
        return "completed".equals(status) || "error".equals(status);
    }

    /** What it has said up to its end. */
    private void read(Process process) throws IOException, InterruptedException {
        for (String line : process.inputReader().lines().toList()) {
            String[] words = line.split(" ", -1);
            if (words.length == 3 && words[0].equals("ACK")) {
                acknowledged.put(words[2], words[1]);
            }
        }
        process.waitFor();
    }

    private void assertKept(JdbcTaskStore store) {
        try (TaskManager tasks = TaskManager.builder().store(store).slots(0).build()) {
            acknowledged.forEach((id, type) -> {
                TaskState state = tasks.getState(id).orElseThrow(() -> new AssertionError(id + " is lost"));
                if (type.equals("stepwise")) {
                    assertEndedAsIfNothingHadBeen(state);
                } else if (state instanceof Failed failed) {
                    assertThat(failed.error()).isEqualTo("Interrupted by server restart");
                    assertThat(failed.run()).isEqualTo(1);
                } else {
                    assertThat(state).isInstanceOfSatisfying(Completed.class, completed -> {
                        assertThat(completed.run()).isEqualTo(1);
                        assertThat(String.valueOf(Objects.requireNonNull(completed.result())
                                        .value()))
                                .startsWith("payload ");
                    });
                }
            });
        }
    }

    /** But for one that was lost three times before it came to a further checkpoint, which is that task's end. */
    private static void assertEndedAsIfNothingHadBeen(TaskState state) {
        if (state instanceof Failed failed) {
            assertThat(failed.error()).isEqualTo("Interrupted by server restart, as were the 2 runs before it");
            assertThat(Objects.requireNonNull(failed.course()).lost()).isEqualTo(3);
            assertThat(failed.run()).isGreaterThanOrEqualTo(3);
        } else {
            assertThat(state).isInstanceOf(Completed.class);
        }
    }

    private static Process start(String store, int port, String mode) throws IOException {
        return Processes.start(Worker.class, store, String.valueOf(port), mode);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
