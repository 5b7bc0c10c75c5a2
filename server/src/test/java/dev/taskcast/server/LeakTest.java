package dev.taskcast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.transport.Transport;
import dev.taskcast.testkit.http.RawClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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

/** Five thousand streams that come and go, a thousand at a time, leave nothing behind. */
final class LeakTest {
    private static final int ROUNDS = 5;
    private static final int STREAMS = 1_000;

    /** The JVM opens a file now and then. */
    private static final int FILES = 40;

    /** A hundred a stream: a stream that is kept takes thousands. */
    private static final long BYTES = 100L * ROUNDS * STREAMS;

    static List<Transport> transports() {
        return Stream.of(Transport.values()).filter(Transport::isAvailable).toList();
    }

    @ParameterizedTest
    @MethodSource("transports")
    @EnabledOnOs(OS.LINUX)
    void streamsThatComeAndGoLeaveNoMemoryNoThreadAndNoFile(Transport transport) throws IOException {
        try (TaskManager tasks = TaskManager.create()) {
            TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
            TaskServer server = TaskServer.builder()
                    .endpoint(endpoint)
                    .port(0)
                    .maxStreams(STREAMS) // so that those of a round find room only if none is counted for ever
                    .transport(transport)
                    .start();
            tasks.register("t", ctx -> {});
            long files = openFiles();
            round(endpoint, server.port()); // loads classes, fills pools
            awaitGone(endpoint, files);
            List<String> threads = threads();
            long heap = heap();
            for (int i = 0; i < ROUNDS; i++) {
                tasks.start("t");
                round(endpoint, server.port());
                awaitGone(endpoint, files);
            }
            assertThat(threads()).isEqualTo(threads);
            assertThat(heap() - heap).as("bytes more than before").isLessThan(BYTES);
        }
        Stuck.awaitNoThreads();
    }

    private static void round(TaskEndpoint endpoint, int port) throws IOException {
        byte[] request = RawClient.text("GET", "/tasks/events").getBytes(StandardCharsets.US_ASCII);
        List<Socket> viewers = new ArrayList<>();
        try {
            for (int i = 0; i < STREAMS; i++) {
                Socket viewer = new Socket(InetAddress.getLoopbackAddress(), port);
                viewers.add(viewer);
                viewer.getOutputStream().write(request);
            }
            for (Socket viewer : viewers) {
                awaitReady(viewer);
            }
            assertThat(endpoint.streams()).isEqualTo(STREAMS);
        } finally {
            for (Socket viewer : viewers) {
                viewer.close();
            }
        }
    }

    private static void awaitReady(Socket viewer) throws IOException {
        viewer.setSoTimeout(10_000);
        InputStream in = viewer.getInputStream();
        byte[] piece = new byte[4_096];
        StringBuilder got = new StringBuilder();
        while (got.indexOf("\"type\":\"ready\"") < 0) {
            int count = in.read(piece);
            assertThat(count).as("bytes of a stream, after %s", got).isPositive();
            got.append(new String(piece, 0, count, StandardCharsets.US_ASCII));
        }
        assertThat(got).startsWith("HTTP/1.1 200 OK");
    }

    private static void awaitGone(TaskEndpoint endpoint, long files) {
        await().atMost(Duration.ofSeconds(10)).until(() -> endpoint.streams() == 0 && openFiles() <= files + FILES);
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    /** Without those that answer requests: they end when there have been none for a while. */
    private static List<String> threads() {
        return Stuck.threads().stream()
                .filter(name -> !name.startsWith("taskcast-request-"))
                .toList();
    }

    /** What is reachable. */
    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) { // what a cleaner or reference handler lets go is gone by the next one
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
