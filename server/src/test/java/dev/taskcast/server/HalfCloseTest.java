package dev.taskcast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.http.Page;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.transport.Transport;
import dev.taskcast.testkit.http.RawClient;
import dev.taskcast.testkit.http.Watcher;
import dev.taskcast.testkit.http.Watcher.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that end their side of a connection and go on reading. */
final class HalfCloseTest {
    private static final int LARGE = 16 << 20;

    private final TaskManager tasks = TaskManager.create();

    static List<Transport> transports() {
        return Stream.of(Transport.values()).filter(Transport::isAvailable).toList();
    }

    @AfterEach
    void close() {
        tasks.close(); // and the server with it
    }

    private int serve(Transport transport, TaskEndpoint.Builder endpoint) {
        return TaskServer.builder()
                .endpoint(endpoint.build())
                .page(new Page("/large", "text/plain", new byte[LARGE], Map.of()))
                .port(0)
                .maxStreams(2) // one that has ended may be counted for a moment longer
                .transport(transport)
                .start()
                .port();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void anAnswerThatTakesLongComesAfterTheEndOfTheRequests(Transport transport) throws IOException {
        CountDownLatch answer = new CountDownLatch(1);
        int port = serve(transport, TaskEndpoint.builder(tasks).authorize(request -> {
            awaitUninterrupted(answer);
            return true;
        }));
        try (RawClient client = new RawClient(port)
                .send(RawClient.text("GET", "/tasks").repeat(2))
                .endOutput()) {
            answer.countDown();
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void anAnswerThatIsLargerThanAnyBufferComesWhole(Transport transport) throws IOException {
        int port = serve(transport, TaskEndpoint.builder(tasks));
        String requests = RawClient.text("GET", "/large") + RawClient.text("GET", "/tasks");
        try (RawClient client = RawClient.withSmallBuffer(port).send(requests).endOutput()) {
            assertThat(client.answer().body()).hasSize(LARGE);
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aBodyThatWillNotComeIsToldSo(Transport transport) throws IOException {
        int port = serve(transport, TaskEndpoint.builder(tasks));
        String length = RawClient.text("POST", "/tasks/t/start", "Content-Length: 2");
        String chunked = RawClient.text("POST", "/tasks/t/start", "Transfer-Encoding: chunked");
        for (String part : List.of(length, length + "{", chunked, chunked + "1\r\n", chunked + "1\r\n{\r\n")) {
            try (RawClient client = new RawClient(port).send(part).endOutput()) {
                client.answer().isProblem(400, "bad_request");
                assertThat(client.read()).isEqualTo(-1);
            }
        }
    }

    /** As if they had gone: most have, and a closed connection looks the same until it is written to. */
    @ParameterizedTest
    @MethodSource("transports")
    void aStreamGivesWhatThereIsAndEndsProperly(Transport transport) throws IOException {
        tasks.register("t", ctx -> {});
        int port = serve(transport, TaskEndpoint.builder(tasks));
        for (int i = 0; i < 3; i++) {
            String request = RawClient.text("GET", "/tasks/events");
            try (Watcher watcher = new Watcher(new RawClient(port).send(request).endOutput(), "")) {
                assertThat(watcher.head().status()).isEqualTo(200);
                assertThat(watcher.next().data()).contains("\"type\":\"init\"", "\"id\":\"t\"");
                assertThat(watcher.next().data()).startsWith("{\"type\":\"ready\",\"now\":");
                assertThat(watcher.untilEnd().getLast().field("retry: ")).isNotEmpty();
            }
        }
        try (Watcher watcher = Watcher.ready(port)) {
            watcher.client().endOutput();
            List<Frame> last = watcher.untilEnd();
            assertThat(last.getLast().field("retry: ")).isNotEmpty();
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> statusOfAStream(port) == 200); // none is counted for ever
    }

    private static int statusOfAStream(int port) throws IOException {
        try (RawClient client = new RawClient(port).request("GET", "/tasks/events")) {
            return client.head().status();
        }
    }
}
