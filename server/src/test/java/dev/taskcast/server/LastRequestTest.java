package dev.taskcast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.transport.Transport;
import dev.taskcast.testkit.http.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client sends after its last request, or before it takes the answers to those before. */
final class LastRequestTest {
    private static final int REQUESTS = 2_000; // their answers are more than any socket's buffers take
    private static final int BATCH = 100;

    private final TaskManager tasks = TaskManager.create();
    private final AtomicInteger asked = new AtomicInteger();

    static List<Transport> transports() {
        return Stream.of(Transport.values()).filter(Transport::isAvailable).toList();
    }

    @AfterEach
    void close() {
        tasks.close(); // and the server with it
    }

    private int serve(Transport transport) {
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks)
                .authorize(request -> asked.incrementAndGet() > 0)
                .build();
        return TaskServer.builder()
                .endpoint(endpoint)
                .port(0)
                .transport(transport)
                .start()
                .port();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void whatFollowsItIsNotDone(Transport transport) throws IOException {
        tasks.register("t", ctx -> {});
        int port = serve(transport);
        List<String> lastOnes = List.of(
                RawClient.text("GET", "/tasks/t", "Connection: close"),
                "GET /tasks/t HTTP/1.0\r\n\r\n",
                RawClient.text("GET", "/tasks/t", "Host: two"),
                RawClient.text("GET", "/tasks/t", "Expect: nothing"),
                RawClient.text("POST", "/tasks/t/cancel", "Content-Length: 9999999"));
        for (String last : lastOnes) {
            try (RawClient client = new RawClient(port).send(last + RawClient.text("POST", "/tasks/t/start"))) {
                assertThat(client.answer().header("Connection")).isEqualTo("close");
                assertThat(client.read()).as("the end, after %s", last).isEqualTo(-1);
            }
            RawClient.ask(port, "GET", "/tasks/t"); // a whole exchange later
            assertThat(tasks.getState("t").orElseThrow().run())
                    .as("runs after %s", last)
                    .isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void anExpectationOfAnOldClientIsIgnored(Transport transport) throws IOException {
        tasks.register("t", ctx -> {});
        String head = "POST /tasks/t/cancel HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: 2\r\n";
        try (RawClient client = new RawClient(serve(transport)).send(head + "Expect: 100-continue\r\n\r\n{}")) {
            assertThat(client.answer().status()).isEqualTo(202);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void answersThatNobodyTakesDoNotPileUp(Transport transport) throws IOException {
        tasks.register("large", ctx -> ctx.result("x".repeat(60_000)));
        tasks.start("large");
        int port = serve(transport);
        await().until(() -> tasks.getState("large").orElseThrow().status().isTerminal());
        try (RawClient client = RawClient.withSmallBuffer(port)) {
            int sent = 0;
            while (sent < REQUESTS && asked.get() == sent) {
                client.send(RawClient.text("GET", "/tasks/large").repeat(BATCH));
                sent += BATCH;
                awaitAskedOrStill(sent);
            }
            assertThat(asked.get()).as("answered, though none was read").isLessThan(REQUESTS);
            for (int i = 0; i < sent; i++) {
                assertThat(client.answer().body()).contains("\"id\":\"large\"").hasSizeGreaterThan(60_000);
            }
        }
    }

    /** Until all were asked, or none was for a while. */
    private void awaitAskedOrStill(int all) {
        int[] before = {-1};
        await().pollInterval(Duration.ofMillis(300)).pollDelay(Duration.ZERO).until(() -> {
            int now = asked.get();
            boolean still = now == before[0];
            before[0] = now;
            return now == all || still;
        });
    }
}
