package dev.taskcast.webflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.host.HostSettings;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.testkit.http.HostContract;
import dev.taskcast.testkit.http.RawClient;
import dev.taskcast.testkit.http.Watcher;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On Reactor Netty. */
final class NettyTest extends HostContract {
    private static final int MIB = 1 << 20;

    private final List<Deployed> applications = new ArrayList<>();

    @Override
    protected Hosted host(TaskEndpoint endpoint, HostSettings settings) {
        TaskcastWebHandler handler =
                TaskcastWebHandler.builder(endpoint).settings(settings).start();
        Deployed application = Deployed.at("", handler);
        return new Hosted(application.port(), handler::close, handler::isIdle, application::close);
    }

    private Deployed deployed(TaskcastWebHandler.Builder builder, String contextPath) {
        Deployed application = Deployed.at(contextPath, builder.start());
        applications.add(application);
        return application;
    }

    @AfterEach
    void stopApplications() {
        applications.forEach(Deployed::close);
    }

    @Test
    void itStandsAtTheEndpointsPathBelowTheContext() throws IOException {
        tasks().register("t", ctx -> {});
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks()).path("/live/now").build();
        int port = deployed(TaskcastWebHandler.builder(endpoint), "/app").port();
        assertThat(RawClient.ask(port, "GET", "/app/live/now/t").status()).isEqualTo(200);
        assertThat(RawClient.ask(port, "GET", "/app/live/now?limit=1").status()).isEqualTo(200);
        RawClient.ask(port, "GET", "/app/live/now/none").isProblem(404, "unknown_task");
        assertThat(RawClient.ask(port, "GET", "/live/now/t").status()).isEqualTo(404);
        try (Watcher watcher = new Watcher(new RawClient(port), RawClient.text("GET", "/app/live/now/events"))) {
            watcher.await("\"type\":\"ready\"");
        }
    }

    @Test
    void whatIsSubmittedIsFoundWhereTheAnswerSays() throws IOException {
        TypeOptions<String> options =
                TypeOptions.<String>builder().submittable().build();
        TaskType<String, Void> ignored =
                tasks().type("type", String.class, Void.class, (ctx, payload) -> null, options);
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks()).build();
        int port = deployed(TaskcastWebHandler.builder(endpoint), "/app").port();
        String body = "{\"type\":\"type\",\"payload\":\"x\"}";
        try (RawClient client = new RawClient(port)) {
            client.request("POST", "/app/tasks", "Content-Type: application/json", "Content-Length: " + body.length())
                    .send(body);
            String location = String.valueOf(client.answer().header("Location"));
            assertThat(location).startsWith("/app/tasks/");
            assertThat(RawClient.ask(port, "GET", location).status()).isEqualTo(200);
        }
    }

    /** Spring would answer it by itself, and forbid it. */
    @Test
    void aPreflightIsTheEndpoints() throws IOException {
        int port = serve(TaskEndpoint.builder(tasks())
                .allowedOrigins(false, "https://app.example")
                .build());
        try (RawClient client = new RawClient(port)) {
            RawClient.Head allowed = client.request(
                            "OPTIONS",
                            "/tasks/t/start",
                            "Origin: https://app.example",
                            "Access-Control-Request-Method: POST")
                    .head();
            assertThat(allowed.status()).isEqualTo(204);
            assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
        }
    }

    @Test
    void whoIsGoneIsFoundWithoutAWrite() throws IOException {
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks()).build();
        int port = serve(endpoint);
        for (boolean isReset : List.of(false, true)) {
            Watcher watcher = Watcher.ready(port);
            assertThat(endpoint.streams()).isEqualTo(1);
            watcher.client().socket().setSoLinger(isReset, 0);
            watcher.close();
            await().atMost(Duration.ofSeconds(10)).until(() -> endpoint.streams() == 0); // the heartbeat has 30
        }
    }

    /** Of 20 kB. */
    private static TaskOptions large() {
        String[] tags =
                IntStream.range(100, 200).mapToObj(i -> i + "ü".repeat(97)).toArray(String[]::new);
        return TaskOptions.builder().tags(tags).build();
    }

    @Test
    void theConnectionOfAStreamThatTakesNothingEndsAtTheWriteDeadline() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            tasks().register("large-" + i, ctx -> {}, large());
        }
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks()).build();
        int port = deployed(TaskcastWebHandler.builder(endpoint).writeDeadline(Duration.ofMillis(400)), "")
                .port();
        try (RawClient stuck = RawClient.withSmallBuffer(port).request("GET", "/tasks/events")) {
            assertThat(stuck.head().status()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(10)).until(() -> endpoint.streams() == 0);
            assertThat(readToTheEnd(stuck)).isLessThan(20 * MIB);
        }
    }

    /** Fails where there is no end. */
    private static long readToTheEnd(RawClient client) throws IOException {
        long read = 0;
        try {
            InputStream in = client.socket().getInputStream();
            byte[] piece = new byte[MIB];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                read += count;
            }
        } catch (SocketException reset) {
            return read;
        }
        return read;
    }

    @Test
    void whatAViewerMissedWhoTookNothingIsMerged() throws IOException {
        int port = serve();
        try (RawClient slow = RawClient.withSmallBuffer(port).request("GET", "/tasks/events")) {
            assertThat(slow.head().status()).isEqualTo(200);
            for (int i = 0; i < 1_000; i++) { // 20 MB
                tasks().register("t", ctx -> {}, large());
                tasks().unregister("t");
            }
            tasks().register("last", ctx -> {});
            InputStream in = slow.socket().getInputStream();
            StringBuilder end = new StringBuilder();
            byte[] piece = new byte[MIB];
            long read = 0;
            while (end.indexOf("\"taskId\":\"last\"") < 0 && end.indexOf("\"id\":\"last\"") < 0) {
                int count = in.read(piece);
                assertThat(count).as("bytes read, after %d", read).isPositive();
                read += count;
                end.delete(0, Math.max(0, end.length() - 100));
                end.append(new String(piece, 0, count, StandardCharsets.UTF_8));
            }
            assertThat(read).isLessThan(5L * MIB);
        }
    }
}
