package dev.taskcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.transport.Transport;
import dev.taskcast.testkit.http.RawClient;
import dev.taskcast.testkit.http.Watcher;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The deadline of requests, by a short one; {@link SlowRequestTest} waits for the real one. */
final class RequestDeadlineTest {
    private static final Duration DEADLINE = Duration.ofMillis(500);

    private final TaskManager tasks = TaskManager.create();

    static List<Transport> transports() {
        return Stream.of(Transport.values()).filter(Transport::isAvailable).toList();
    }

    @AfterEach
    void close() {
        tasks.close(); // and the server with it
    }

    private int serve(Transport transport) {
        return TaskServer.builder()
                .endpoint(TaskEndpoint.builder(tasks).build())
                .port(0)
                .requestDeadline(DEADLINE)
                .transport(transport)
                .start()
                .port();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aBodyThatDoesNotComeIsToldSo(Transport transport) throws IOException {
        int port = serve(transport);
        long begun = System.nanoTime();
        try (RawClient plain = new RawClient(port).request("POST", "/tasks/t/start", "Content-Length: 2");
                RawClient chunked =
                        new RawClient(port).request("POST", "/tasks/t/start", "Transfer-Encoding: chunked")) {
            for (RawClient client : List.of(plain, chunked)) {
                assertThat(client.answer().isProblem(408, "request_timeout").header("Connection"))
                        .isEqualTo("close");
                assertThat(client.read()).isEqualTo(-1);
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(DEADLINE.minusMillis(20));
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aConnectionThatSaysNothingEnds(Transport transport) throws IOException {
        int port = serve(transport);
        try (RawClient silent = new RawClient(port);
                RawClient idle = new RawClient(port).request("GET", "/tasks");
                RawClient lineBreak = new RawClient(port).send(RawClient.text("GET", "/tasks") + "\r\n")) {
            assertThat(idle.answer().status()).isEqualTo(200);
            assertThat(lineBreak.answer().status()).isEqualTo(200);
            for (RawClient client : List.of(silent, idle, lineBreak)) {
                assertThat(client.read()).isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aHeadThatDoesNotComeIsToldSoOnceAByteHas(Transport transport) throws IOException {
        int port = serve(transport);
        String whole = RawClient.text("GET", "/tasks");
        for (String part :
                List.of("G", "GET /tasks HTTP/1.1\r\n", "GET /tasks HTTP/1.1\r\nX: ", whole + "G", "\r\nG")) {
            try (RawClient client = new RawClient(port).send(part)) {
                if (part.startsWith(whole)) {
                    assertThat(client.answer().status()).isEqualTo(200);
                }
                assertThat(client.answer().isProblem(408, "request_timeout").header("Connection"))
                        .isEqualTo("close");
                assertThat(client.read()).isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aPageReadsThatItsBodyDidNotCome(Transport transport) throws IOException {
        int port = TaskServer.builder()
                .endpoint(TaskEndpoint.builder(tasks)
                        .allowedOrigins(false, "https://app.example")
                        .build())
                .port(0)
                .requestDeadline(DEADLINE)
                .transport(transport)
                .start()
                .port();
        try (RawClient client = new RawClient(port)
                .request("POST", "/tasks/t/start", "Content-Length: 2", "Origin: https://app.example")) {
            assertThat(client.answer().isProblem(408, "request_timeout").header("Access-Control-Allow-Origin"))
                    .isEqualTo("https://app.example");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void eachRequestHasItsOwnDeadlineAndAStreamNone(Transport transport) throws IOException {
        int port = serve(transport);
        long begun = System.nanoTime();
        try (Watcher watcher = Watcher.ready(port);
                RawClient client = new RawClient(port)) {
            while (System.nanoTime() - begun < 3 * DEADLINE.toNanos()) {
                assertThat(client.request("GET", "/tasks").answer().status()).isEqualTo(200);
            }
            tasks.register("t", ctx -> {});
            assertThat(watcher.next().data()).contains("\"taskId\":\"t\"");
        }
    }
}
