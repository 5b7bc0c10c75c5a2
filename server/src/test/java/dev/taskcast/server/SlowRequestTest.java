package dev.taskcast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.taskcast.TaskManager;
import dev.taskcast.http.Page;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.transport.Transport;
import dev.taskcast.testkit.http.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A connection has 30 seconds for a request, and for taking an answer. Each of these lasts that long. */
@Tag("long")
final class SlowRequestTest {
    private final TaskManager tasks = TaskManager.create();
    private final ScheduledExecutorService drops = Executors.newSingleThreadScheduledExecutor();

    static List<Transport> transports() {
        return Stream.of(Transport.values()).filter(Transport::isAvailable).toList();
    }

    @AfterEach
    void close() {
        drops.shutdownNow();
        tasks.close(); // and the server with it
    }

    private int serve(Transport transport) {
        return TaskServer.builder()
                .endpoint(TaskEndpoint.builder(tasks).build())
                .page(new Page("/large", "text/plain", new byte[32 << 20], Map.of()))
                .port(0)
                .transport(transport)
                .start()
                .port();
    }

    private static RawClient patient(int port) throws IOException {
        RawClient client = RawClient.withSmallBuffer(port);
        client.socket().setSoTimeout(60_000);
        return client;
    }

    private static void endsAfterThirtySeconds(RawClient client, long begun) throws IOException {
        try {
            assertThat(client.read()).isEqualTo(-1);
        } catch (SocketException reset) {
            // An end, too.
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(40));
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aHeadThatDribblesIsCutAndABodyThatDoesNotComeIsToldSo(Transport transport) throws IOException {
        int port = serve(transport);
        long begun = System.nanoTime();
        try (RawClient silent = patient(port);
                RawClient dribbling = patient(port);
                RawClient half = patient(port)) {
            half.request("POST", "/tasks/t/start", "Content-Length: 2").send("{");
            dribbling.send("GET /tasks HTTP/1.1\r\nX: ");
            var unused = drops.scheduleAtFixedRate(() -> drop(dribbling), 1, 1, TimeUnit.SECONDS);
            half.answer().isProblem(408, "request_timeout");
            endsAfterThirtySeconds(half, begun);
            endsAfterThirtySeconds(silent, begun);
            dribbling.answer().isProblem(408, "request_timeout");
            endsAfterThirtySeconds(dribbling, begun);
        }
    }

    private static void drop(RawClient client) {
        try {
            client.send("x");
        } catch (IOException cut) {
            throw new UncheckedIOException(cut); // and no more of them
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    @EnabledOnOs(OS.LINUX)
    void anAnswerThatIsNotTakenEndsItsConnection(Transport transport) throws IOException {
        int port = serve(transport);
        long begun = System.nanoTime();
        try (RawClient kept = patient(port).request("GET", "/large");
                RawClient last = patient(port).request("GET", "/large", "Connection: close")) {
            assertThat(kept.head().status()).isEqualTo(200);
            assertThat(last.head().status()).isEqualTo(200);
            long open = openFiles();
            await().atMost(Duration.ofSeconds(60)).until(() -> openFiles() <= open - 2); // the server's ends of both
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(45));
    }

    private static long openFiles() {
        return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                .getOpenFileDescriptorCount();
    }
}
