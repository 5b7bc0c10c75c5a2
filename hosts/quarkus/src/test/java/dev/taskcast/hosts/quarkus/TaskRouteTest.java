package dev.taskcast.hosts.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.testkit.http.RawClient;
import dev.taskcast.testkit.http.Watcher;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** On Quarkus. One application for all tests. */
@QuarkusTest
final class TaskRouteTest {
    @Inject
    TaskManager tasks;

    @Inject
    TaskEndpoint endpoint;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Test
    void changesArriveWhileTheTaskRuns() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        tasks.register("live", ctx -> {
            ctx.progress("Half", 1, 2);
            end.await();
            ctx.result(42);
        });
        try (Watcher watcher = Watcher.ready(port)) {
            assertThat(RawClient.ask(port, "POST", "/tasks/live/start").status())
                    .isEqualTo(202);
            watcher.await("\"taskId\":\"live\"", "\"current\":1");
            end.countDown();
            watcher.await("\"taskId\":\"live\"", "\"result\":42");
        }
    }

    @Test
    void aCancelFromOutsideReachesTheHandlerAndTheViewer() throws IOException {
        tasks.register("endless", ctx -> new CountDownLatch(1).await());
        try (Watcher watcher = Watcher.ready(port)) {
            assertThat(RawClient.ask(port, "POST", "/tasks/endless/start").status())
                    .isEqualTo(202);
            watcher.await("\"taskId\":\"endless\"", "\"status\":\"running\"");
            assertThat(RawClient.ask(port, "POST", "/tasks/endless/cancel").status())
                    .isEqualTo(202);
            watcher.await("\"taskId\":\"endless\"", "\"status\":\"canceled\"");
        }
    }

    @Test
    void whoComesBackGetsWhatTheyMissed() throws IOException {
        tasks.register("missed", ctx -> {});
        String last;
        try (Watcher watcher = Watcher.ready(port)) {
            tasks.start("missed");
            last = watcher.await("\"taskId\":\"missed\"", "\"status\":\"completed\"", "\"run\":1")
                    .id();
        }
        tasks.start("missed");
        try (Watcher again = new Watcher(port, "Last-Event-ID: " + last)) {
            assertThat(again.next().data()).contains("\"taskId\":\"missed\"", "\"status\":\"running\"", "\"run\":2");
        }
    }

    @Test
    void whoIsGoneIsFoundAtOnce() throws IOException {
        try (Watcher watcher = Watcher.ready(port)) {
            assertThat(watcher.head().status()).isEqualTo(200);
            assertThat(endpoint.streams()).isPositive();
        }
        await().until(() -> endpoint.streams() == 0); // with the heartbeats of half a minute, and no change
    }

    @Test
    void whatIsNotTheEndpointsIsTheApplications() throws IOException {
        RawClient.ask(port, "GET", "/tasks/none").isProblem(404, "unknown_task");
        RawClient.ask(port, "POST", "/tasks/none/start").isProblem(404, "unknown_task");
        assertThat(RawClient.ask(port, "HEAD", "/tasks").status()).isEqualTo(200);
        assertThat(RawClient.ask(port, "GET", "/tasks/client/elements.js").status())
                .isEqualTo(200);
        try (RawClient client = new RawClient(port).request("GET", "/nothing")) {
            assertThat(client.head().status()).isEqualTo(404);
        }
    }

    @Test
    void aBodyOverAMebibyteIsRefused() throws IOException {
        int length = (1 << 20) + 1;
        try (RawClient client = new RawClient(port)
                .request("POST", "/tasks", "Content-Type: application/json", "Content-Length: " + length)
                .send("x".repeat(length))) {
            assertThat(client.answer().status()).isEqualTo(413);
        }
    }

    @Test
    void aStreamIsNotCompressed() throws IOException {
        try (Watcher watcher = new Watcher(port, "Accept-Encoding: gzip, br")) {
            assertThat(watcher.head().header("Content-Encoding")).isNull();
            watcher.await("\"type\":\"ready\"");
        }
    }
}
