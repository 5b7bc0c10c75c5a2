package dev.taskcast.http.access;

import static dev.taskcast.http.route.Answers.answer;
import static dev.taskcast.http.route.Answers.full;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.LogCapture;
import dev.taskcast.TaskManager;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.exchange.Request;
import dev.taskcast.task.TaskOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is let in, on every route. */
class AccessTest {
    /** Each route, with a task that there is and one that there is not. */
    private static final List<SimpleRequest> ALL = List.of(
            SimpleRequest.get("/tasks/events"),
            SimpleRequest.get("/tasks/events?lastEventId=0"),
            SimpleRequest.get("/tasks"),
            SimpleRequest.post("/tasks").withBody("application/json", "{\"type\":\"secret\"}"),
            SimpleRequest.post("/tasks/tickets"),
            SimpleRequest.get("/tasks/secret/log"),
            SimpleRequest.get("/tasks/secret"),
            SimpleRequest.of("HEAD", "/tasks/secret"),
            SimpleRequest.post("/tasks/secret/start"),
            SimpleRequest.post("/tasks/secret/cancel"),
            SimpleRequest.get("/tasks/nope"),
            SimpleRequest.post("/tasks/nope/start"),
            SimpleRequest.post("/tasks/nope/cancel"),
            SimpleRequest.get("/tasks/%00"),
            SimpleRequest.post("/tasks/secret/start").withBody("text/plain", "x"),
            SimpleRequest.post("/tasks/secret/start").withBody("application/json", "x"),
            SimpleRequest.post("/tasks/secret/start").with("Origin", "null"));

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();

    @BeforeEach
    void register() {
        tasks.register("secret", ctx -> {}, TaskOptions.title("A secret title"));
    }

    private TaskEndpoint.Builder builder() {
        return TaskEndpoint.builder(tasks);
    }

    private void refusesAll(TaskEndpoint endpoint) {
        String body = "";
        for (SimpleRequest request : ALL) {
            assertThat(answer(endpoint, request)).as("%s", request).isEqualTo("403 forbidden");
            Reply.Full reply = full(endpoint, request);
            String text = new String(reply.body(), StandardCharsets.UTF_8);
            assertThat(text + reply.headers()).doesNotContain("secret", "title\":\"A", "nope");
            assertThat(body)
                    .as("all the same, whether there is such a task or not")
                    .isIn("", text);
            body = text;
        }
        assertThat(tasks.getState("secret")).map(state -> state.run()).contains(0);
    }

    @Test
    void everybodyIsLetInByDefault() {
        TaskEndpoint endpoint = builder().build();

        assertThat(answer(endpoint, SimpleRequest.get("/tasks/secret"))).isEqualTo("200 application/json");
        assertThat(endpoint.answer(SimpleRequest.get("/tasks/events")).status()).isEqualTo(200);
    }

    @Test
    void whoIsNotAuthorizedIsRefusedOnEveryRoute() {
        refusesAll(builder().authorize(request -> false).build());
    }

    @Test
    void whoGetsNoViewerIsRefusedOnEveryRoute() {
        refusesAll(builder().access(request -> Optional.empty()).build());
    }

    @Test
    void anAccessThatThrowsRefusesAndIsLogged() {
        try (LogCapture log = LogCapture.open()) {
            refusesAll(builder()
                    .access(request -> {
                        throw new java.io.IOException("database is down, password is hunter2");
                    })
                    .build());
            refusesAll(builder()
                    .authorize(request -> {
                        throw new IllegalStateException("broken");
                    })
                    .build());

            assertThat(log.records(Level.SEVERE)).hasSizeGreaterThanOrEqualTo(2 * ALL.size());
        }
    }

    @Test
    void itSeesTheRequest() {
        List<String> seen = new ArrayList<>();
        TaskEndpoint endpoint = builder()
                .authorize(request -> {
                    seen.add(told(request));
                    return "Bearer good".equals(request.header("authorization"));
                })
                .build();
        SimpleRequest request = SimpleRequest.get("/tasks/secret?token=1");

        assertThat(answer(endpoint, request)).isEqualTo("403 forbidden");
        assertThat(answer(endpoint, request.with("Authorization", "Bearer bad")))
                .isEqualTo("403 forbidden");
        assertThat(answer(endpoint, request.with("Authorization", "Bearer good")))
                .isEqualTo("200 application/json");
        assertThat(seen).containsOnly("GET /tasks/secret token=1").hasSize(3);
    }

    private static String told(Request request) {
        return request.method() + " " + request.path() + " " + request.query();
    }

    @Test
    void itIsAskedOnceARequestAndBeforeAnythingChanges() {
        List<Integer> runs = new ArrayList<>();
        TaskEndpoint endpoint = builder()
                .authorize(request ->
                        runs.add(tasks.getState("secret").orElseThrow().run()))
                .build();

        assertThat(answer(endpoint, SimpleRequest.post("/tasks/secret/start"))).isEqualTo("202 application/json");

        assertThat(runs).containsExactly(0);
    }

    @Test
    void whatIsNoRouteTellsNothingEither() {
        TaskEndpoint endpoint = builder().authorize(request -> false).build();

        assertThat(answer(endpoint, SimpleRequest.get("/tasks/secret/retry"))).isEqualTo("404 not_found");
        assertThat(answer(endpoint, SimpleRequest.post("/tasks/secret"))).isEqualTo("405 method_not_allowed");
        assertThat(answer(endpoint, SimpleRequest.post("/tasks/nope"))).isEqualTo("405 method_not_allowed");
    }

    @Test
    void everyEndpointOfAManagerHasItsOwn() {
        TaskEndpoint open = builder().path("/open").build();
        TaskEndpoint closed =
                builder().path("/closed").authorize(request -> false).build();
        TaskEndpoint root = builder()
                .path("")
                .authorize(request -> request.header("X-Admin") != null)
                .build();

        assertThat(answer(open, SimpleRequest.get("/open/secret"))).isEqualTo("200 application/json");
        assertThat(answer(closed, SimpleRequest.get("/closed/secret"))).isEqualTo("403 forbidden");
        assertThat(answer(root, SimpleRequest.get("/secret"))).isEqualTo("403 forbidden");
        assertThat(answer(root, SimpleRequest.get("/secret").with("x-admin", "1")))
                .isEqualTo("200 application/json");
    }
}
