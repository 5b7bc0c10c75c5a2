package dev.taskcast.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.TaskServer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StreamMetersTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Read read = new Read(registry);

    private double counted(String name, String... tags) {
        return registry.get(name).tags(tags).functionCounter().count();
    }

    @Test
    void theyAreWhatAViewerWasSent() throws Exception {
        TaskManager tasks = invariants.manager();
        tasks.register("x", ctx -> {});
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
        new StreamMeters(endpoint).bindTo(registry);
        try (TaskServer server = TaskServer.builder().endpoint(endpoint).port(0).start();
                HttpClient client = HttpClient.newHttpClient()) {
            URI events = URI.create("http://localhost:" + server.port() + "/tasks/events");
            HttpResponse<InputStream> answer =
                    client.send(HttpRequest.newBuilder(events).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                StringBuilder got = new StringBuilder();
                while (got.indexOf("\"type\":\"ready\"") < 0 || !got.toString().endsWith("\n\n")) {
                    int next = body.read();
                    assertThat(next).isNotNegative();
                    got.append((char) next);
                }
                assertThat(read.gauge("taskcast.streams", "path", "/tasks")).isEqualTo(1);
                assertThat(counted("taskcast.streams.frames", "path", "/tasks")).isPositive();
                assertThat(counted("taskcast.streams.sent", "path", "/tasks")).isEqualTo(got.length());
                assertThat(read.gauge("taskcast.streams.lag", "path", "/tasks")).isZero();
                assertThat(registry.get("taskcast.streams.dropped").functionCounters())
                        .extracting(FunctionCounter::count)
                        .containsExactly(0.0, 0.0);
            }
            await().until(() -> read.gauge("taskcast.streams", "path", "/tasks") == 0);
        }
    }
}
