package dev.taskcast.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.host.HostSettings;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.testkit.http.HostContract;
import dev.taskcast.testkit.http.RawClient;
import dev.taskcast.testkit.http.Watcher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the servlet must do in each container. */
abstract class ServletContract extends HostContract {
    private final List<Deployed> containers = new ArrayList<>();

    /** Starts a container. */
    abstract Deployed deploy(TaskcastServlet servlet, Mapping mapping);

    @Override
    protected final Hosted host(TaskEndpoint endpoint, HostSettings settings) {
        TaskcastServlet servlet =
                TaskcastServlet.builder(endpoint).settings(settings).build();
        Deployed container = deploy(servlet, Mapping.TASKS);
        return new Hosted(container.port(), container.undeploy(), servlet::isIdle, container.stop());
    }

    /** 501 and 505 are the container's, and say what HTTP it does not know. */
    @Override
    public String failure() {
        return "HTTP/1\\.1 5(?!01|05)[0-9]{2}";
    }

    private Deployed deployed(TaskcastServlet servlet, Mapping mapping) {
        Deployed container = deploy(servlet, mapping);
        containers.add(container);
        return container;
    }

    private TaskEndpoint endpoint() {
        return TaskEndpoint.builder(tasks()).build();
    }

    @AfterEach
    final void stopContainers() {
        containers.forEach(Deployed::close);
    }

    @Test
    void itStandsWhereItIsMapped() throws IOException {
        tasks().register("t", ctx -> {});
        int port = deployed(new TaskcastServlet(endpoint()), Mapping.of("/app", "/live/now/*"))
                .port();
        assertThat(RawClient.ask(port, "GET", "/app/live/now/t").status()).isEqualTo(200);
        assertThat(RawClient.ask(port, "GET", "/app/live/now").status()).isEqualTo(200);
        assertThat(RawClient.ask(port, "GET", "/app/live/now?limit=1").status()).isEqualTo(200);
        assertThat(RawClient.ask(port, "POST", "/app/live/now/t/start").status())
                .isEqualTo(202);
        RawClient.ask(port, "GET", "/app/live/now/tasks").isProblem(404, "unknown_task");
        assertThat(RawClient.ask(port, "GET", "/app/tasks/t").status()).isEqualTo(404);
        try (Watcher watcher = new Watcher(new RawClient(port), RawClient.text("GET", "/app/live/now/events"))) {
            watcher.await("\"type\":\"ready\"");
        }
    }

    @Test
    void mappedToAllItStandsAtTheEndpointsPath() throws IOException {
        tasks().register("t", ctx -> {});
        for (String mapping : List.of("/*", "/")) {
            int port = deployed(new TaskcastServlet(endpoint()), Mapping.of("/app", mapping))
                    .port();
            assertThat(RawClient.ask(port, "GET", "/app/tasks/t").status()).isEqualTo(200);
            RawClient.ask(port, "GET", "/app/tasksandmore").isProblem(404, "not_found");
            RawClient.ask(port, "GET", "/app/t").isProblem(404, "not_found");
        }
    }

    @Test
    void whatIsSubmittedIsFoundWhereTheAnswerSays() throws IOException {
        TypeOptions<String> options =
                TypeOptions.<String>builder().submittable().build();
        TaskType<String, Void> ignored =
                tasks().type("type", String.class, Void.class, (ctx, payload) -> null, options);
        int port = deployed(new TaskcastServlet(endpoint()), Mapping.of("/app", "/live/*"))
                .port();
        String body = "{\"type\":\"type\",\"payload\":\"x\"}";
        try (RawClient client = new RawClient(port)) {
            client.request("POST", "/app/live", "Content-Type: application/json", "Content-Length: " + body.length())
                    .send(body);
            String location = String.valueOf(client.answer().header("Location"));
            assertThat(location).contains("/app/live/");
            String path = location.substring(location.indexOf("/app/"));
            assertThat(RawClient.ask(port, "GET", path).status()).isEqualTo(200);
        }
    }

    @Test
    void withoutAsyncSupportedItRefuses() throws IOException {
        int port = deployed(new TaskcastServlet(endpoint()), new Mapping("", "/tasks/*", false))
                .port();
        assertThat(RawClient.ask(port, "GET", "/tasks").status()).isEqualTo(500);
    }
}
