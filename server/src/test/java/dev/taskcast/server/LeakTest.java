package dev.taskcast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.transport.Transport;
import dev.taskcast.testkit.http.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that come and go leave nothing behind. */
final class LeakTest {
    private static final int ROUNDS = 10;
    private static final int STREAMS = 200;

    /** The JVM opens a file now and then; far below what one round would leave. */
    private static final int TOLERANCE = 40;

    static List<Transport> transports() {
        return Stream.of(Transport.values()).filter(Transport::isAvailable).toList();
    }

    @ParameterizedTest
    @MethodSource("transports")
    @EnabledOnOs(OS.LINUX)
    void streamsThatComeAndGoLeaveNoThreadAndNoFile(Transport transport) throws IOException {
        try (TaskManager tasks = TaskManager.create();
                TaskServer server = TaskServer.builder()
                        .endpoint(TaskEndpoint.builder(tasks).build())
                        .port(0)
                        .transport(transport)
                        .start()) {
            tasks.register("t", ctx -> {});
            round(server.port());
            await().atMost(Duration.ofSeconds(10)).until(LeakTest::openFiles, open -> open < STREAMS);
            long before = openFiles();
            List<String> threads = Stuck.threads();
            for (int i = 1; i < ROUNDS; i++) {
                tasks.start("t");
                round(server.port());
                await().atMost(Duration.ofSeconds(10)).until(LeakTest::openFiles, open -> open <= before + TOLERANCE);
            }
            assertThat(Stuck.threads()).hasSameSizeAs(threads);
        }
        Stuck.awaitNoThreads();
    }

    private static void round(int port) throws IOException {
        List<Watcher> watchers = new ArrayList<>();
        try {
            for (int i = 0; i < STREAMS; i++) {
                watchers.add(new Watcher(port));
            }
            for (Watcher watcher : watchers) {
                watcher.await("\"type\":\"ready\"");
            }
        } finally {
            for (Watcher watcher : watchers) {
                watcher.close();
            }
        }
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }
}
