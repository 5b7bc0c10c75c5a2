package dev.taskcast.http.route;

import static dev.taskcast.http.route.Answers.answer;
import static dev.taskcast.http.route.Answers.full;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.task.TaskStatus;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which route answers what to which method. */
class RoutingTest {
    private static final String[] METHODS = {
        "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "PROPFIND", "X"
    };

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
    private final Puppet puppet = Puppet.docile();

    @BeforeEach
    void register() {
        tasks.register("a", puppet);
    }

    private void onlyHas(String path, String allowed) {
        for (String method : METHODS) {
            Reply reply = endpoint.answer(SimpleRequest.of(method, path));
            if (List.of(allowed.split(", ")).contains(method)) {
                assertThat(reply.status()).as("%s %s", method, path).isNotIn(404, 405);
            } else {
                assertThat(answer(reply)).as("%s %s", method, path).isEqualTo("405 method_not_allowed");
                assertThat(reply.headers()).containsEntry("Allow", allowed);
            }
        }
    }

    @Test
    void theStreamHasGetOnly() {
        onlyHas("/tasks/events", "GET");
    }

    @Test
    void aTaskHasGetAndHead() {
        onlyHas("/tasks/a", "GET, HEAD");
    }

    @Test
    void theListIsReadAndSubmittedTo() {
        onlyHas("/tasks", "GET, HEAD, POST");
    }

    @Test
    void aTasksLogHasGetAndHead() {
        onlyHas("/tasks/a/log", "GET, HEAD");
    }

    @Test
    void ticketsAreOnlyMade() {
        onlyHas("/tasks/tickets", "POST");
    }

    @Test
    void numbersOfAllTasksHaveGetAndHead() {
        onlyHas("/tasks/board/api/stats", "GET, HEAD");
        onlyHas("/tasks/board/api/series", "GET, HEAD");
        onlyHas("/tasks/board/api/nodes", "GET, HEAD");
    }

    @Test
    void actionsHavePostOnly() {
        onlyHas("/tasks/a/start", "POST");
        onlyHas("/tasks/a/cancel", "POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tasks/",
                "/tasks//",
                "/tasks//start",
                "/tasks/board",
                "/tasks/board/api",
                "/tasks/board/api/",
                "/tasks/board/api/stat",
                "/tasks/board/api/stats/",
                "/tasks/a/api/stats",
                "/tasks/client",
                "/tasks/a/",
                "/tasks/a/retry",
                "/tasks/a/Start",
                "/tasks/a/start/",
                "/tasks/a/start/now",
                "/tasks/events/",
                "/tasks/a/b/c/d"
            })
    void whatIsNoRouteOrHasNotComeYetIsNotFoundWhateverTheMethod(String path) {
        for (String method : METHODS) {
            assertThat(answer(endpoint, SimpleRequest.of(method, path)))
                    .as("%s %s", method, path)
                    .isEqualTo("404 not_found");
        }
    }

    @Test
    void theStreamIsAnEventStreamThatNobodyCachesOrBuffers() {
        Reply reply = endpoint.answer(SimpleRequest.get("/tasks/events"));

        assertThat(reply).isInstanceOf(Reply.Stream.class);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers())
                .containsAllEntriesOf(Map.of(
                        "Content-Type", "text/event-stream",
                        "Cache-Control", "no-cache, no-transform",
                        "X-Accel-Buffering", "no"))
                .containsOnlyKeys("Content-Type", "Cache-Control", "X-Accel-Buffering", "Taskcast-Viewer");
    }

    @Test
    void aTaskIsItsState() {
        tasks.start("a");
        puppet.awaitRun().ctx().progress("half", 1, 2);

        Reply.Full reply = full(endpoint, SimpleRequest.get("/tasks/a"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("Cache-Control", "no-store");
        assertThat(Answers.json(reply))
                .isEqualTo(ModelClient.truth(tasks).get("a"))
                .containsEntry(
                        "progress",
                        Map.of("message", "half", "current", BigDecimal.ONE, "total", BigDecimal.valueOf(2)));
        assertThat(full(endpoint, SimpleRequest.of("HEAD", "/tasks/a")).body())
                .as("HEAD is answered as GET; the server leaves the body out")
                .isEqualTo(reply.body());
    }

    @Test
    void startSaysWhetherItDid() {
        assertThat(action("/tasks/a/start")).isEqualTo("{\"ok\":true,\"outcome\":\"started\"}");
        puppet.awaitRun();
        assertThat(tasks.getState("a")).map(s -> s.status()).contains(TaskStatus.RUNNING);
        assertThat(action("/tasks/a/start")).isEqualTo("{\"ok\":true,\"outcome\":\"already_running\"}");
    }

    @Test
    void cancelSaysWhetherItDid() {
        assertThat(action("/tasks/a/cancel")).isEqualTo("{\"ok\":true,\"outcome\":\"not_running\"}");
        tasks.start("a");
        puppet.awaitRun();
        assertThat(action("/tasks/a/cancel")).isEqualTo("{\"ok\":true,\"outcome\":\"canceled\"}");
        assertThat(tasks.getState("a")).map(s -> s.status()).contains(TaskStatus.CANCELED);
    }

    private String action(String path) {
        Reply.Full reply = full(endpoint, SimpleRequest.post(path));
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.headers()).containsEntry("Content-Type", "application/json");
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"GET, /tasks/nope", "HEAD, /tasks/nope", "POST, /tasks/nope/start", "POST, /tasks/nope/cancel"})
    void anUnknownTaskIsNotFound(String method, String path) {
        assertThat(answer(endpoint, SimpleRequest.of(method, path))).isEqualTo("404 unknown_task");
    }

    @Test
    void unknownParametersAreIgnoredEverywhere() {
        assertThat(answer(endpoint, SimpleRequest.get("/tasks/a?x=%zz&&=&y"))).isEqualTo("200 application/json");
        assertThat(answer(endpoint, SimpleRequest.post("/tasks/a/cancel?x=1"))).isEqualTo("202 application/json");
    }

    @Test
    void aClosedManagerIsUnavailableOnEveryRoute() {
        tasks.close();

        for (SimpleRequest request : new SimpleRequest[] {
            SimpleRequest.get("/tasks"),
            SimpleRequest.post("/tasks"),
            SimpleRequest.post("/tasks/tickets"),
            SimpleRequest.get("/tasks/events"),
            SimpleRequest.get("/tasks/a"),
            SimpleRequest.get("/tasks/a/log"),
            SimpleRequest.post("/tasks/a/start"),
            SimpleRequest.post("/tasks/a/cancel")
        }) {
            assertThat(answer(endpoint, request)).isEqualTo("503 closed");
            assertThat(endpoint.answer(request).headers()).containsKey("Retry-After");
        }
    }
}
