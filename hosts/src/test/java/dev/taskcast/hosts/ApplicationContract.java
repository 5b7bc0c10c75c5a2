package dev.taskcast.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.testkit.http.EndpointContract;
import dev.taskcast.testkit.http.RawClient;
import dev.taskcast.testkit.http.Watcher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The contract of every host, and what an application has of it: its own routes, and viewers that come and go. */
abstract class ApplicationContract extends EndpointContract {
    @Test
    final void theRoutesOfTheApplicationStandBesideTheTasks() throws IOException, InterruptedException {
        tasks().register("t", ctx -> {});
        int port = serve();
        assertThat(get(port, "/hello").body()).isEqualTo("Hello");
        assertThat(get(port, "/nothing").statusCode()).isEqualTo(404);
        assertThat(RawClient.ask(port, "GET", "/tasks/t").status()).isEqualTo(200);
        assertThat(RawClient.ask(port, "GET", "/tasks/client/elements.js").status())
                .isEqualTo(200);
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    final void whoIsGoneIsFoundByTheNextHeartbeats() throws IOException {
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks())
                .heartbeatInterval(Duration.ofMillis(100))
                .build();
        int port = serve(endpoint);
        try (Watcher watcher = Watcher.ready(port)) {
            assertThat(watcher.next().isHeartbeat()).isTrue();
            assertThat(endpoint.streams()).isEqualTo(1);
        }
        await().until(() -> endpoint.streams() == 0);
    }

    @Test
    final void theEndOfTheManagerIsAGoodbye() throws IOException {
        try (Watcher watcher = Watcher.ready(serve())) {
            tasks().close();
            assertThat(watcher.untilEnd().getLast().field("retry: ")).isNotEmpty();
        }
    }

    @Test
    final void theEndOfTheApplicationIsAGoodbye() throws IOException {
        Running application = start(TaskEndpoint.builder(tasks()).build());
        try (Watcher watcher = Watcher.ready(application.port())) {
            application.close().run();
            assertThat(watcher.untilEnd().getLast().field("retry: ")).isNotEmpty();
        }
    }
}
