package dev.taskcast.http.gate;

import static dev.taskcast.http.route.Answers.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other sites that an endpoint allows. */
class CorsTest {
    private static final String APP = "https://app.example.com";

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final TaskEndpoint endpoint =
            TaskEndpoint.builder(tasks).allowedOrigins(false, APP).build();

    @BeforeEach
    void register() {
        tasks.register("a", ctx -> {});
    }

    private static SimpleRequest from(String origin, SimpleRequest request) {
        return request.with("Origin", origin).with("Host", "tasks.example.com").with("Sec-Fetch-Site", "cross-site");
    }

    private static SimpleRequest preflight(String origin, String path) {
        return from(origin, SimpleRequest.of("OPTIONS", path)).with("Access-Control-Request-Method", "POST");
    }

    @Test
    void byDefaultThereIsNoHeaderOfIt() {
        TaskEndpoint closed = TaskEndpoint.builder(tasks).build();

        assertThat(closed.answer(from(APP, SimpleRequest.get("/tasks/a"))).headers())
                .doesNotContainKeys("Vary", "Access-Control-Allow-Origin");
        assertThat(answer(closed, preflight(APP, "/tasks/a/start"))).isEqualTo("405 method_not_allowed");
    }

    @Test
    void anAllowedPageReadsWatchesAndActs() {
        for (SimpleRequest request : List.of(
                SimpleRequest.get("/tasks/a"),
                SimpleRequest.get("/tasks/events"),
                SimpleRequest.get("/tasks/nope"),
                SimpleRequest.get("/tasks/a/b"),
                SimpleRequest.post("/tasks/a/cancel"))) {
            Reply reply = endpoint.answer(from(APP, request));
            assertThat(reply.status()).isNotEqualTo(403);
            assertThat(reply.headers())
                    .as("%s", request)
                    .containsEntry("Access-Control-Allow-Origin", APP)
                    .containsEntry("Vary", "Origin")
                    .doesNotContainKey("Access-Control-Allow-Credentials");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com.evil.example",
                "http://app.example.com",
                "https://app.example.com:444",
                "https://sub.app.example.com",
                "null",
                "",
                "*"
            })
    void anotherPageIsNotAllowed(String origin) {
        Reply reply = endpoint.answer(from(origin, SimpleRequest.post("/tasks/a/cancel")));

        assertThat(answer(reply)).isEqualTo("403 cross_site");
        assertThat(reply.headers()).containsEntry("Vary", "Origin").doesNotContainKey("Access-Control-Allow-Origin");
        assertThat(answer(endpoint, preflight(origin, "/tasks/a/start"))).isEqualTo("405 method_not_allowed");
    }

    @Test
    void anAllowedPageReadsWhyItsServerRefuses() {
        Reply.Full reply = endpoint.refuse(from(APP, SimpleRequest.get("/tasks/events")), Problem.TOO_MANY_STREAMS);

        assertThat(answer(reply)).isEqualTo("503 too_many_streams");
        assertThat(reply.headers())
                .containsEntry("Access-Control-Allow-Origin", APP)
                .containsEntry("Vary", "Origin")
                .containsEntry("Retry-After", "2");
        assertThat(endpoint.refuse(from("https://evil.example", SimpleRequest.get("/tasks")), Problem.BUSY)
                        .headers())
                .doesNotContainKey("Access-Control-Allow-Origin");
    }

    @Test
    void whoSaysTwoOriginsIsOfNone() {
        SimpleRequest twice = from(APP + "\n" + APP, SimpleRequest.get("/tasks/a"));

        assertThat(endpoint.answer(twice).headers()).doesNotContainKey("Access-Control-Allow-Origin");
        assertThat(answer(endpoint, preflight(APP + "\n" + APP, "/tasks/a/start")))
                .isEqualTo("405 method_not_allowed");
    }

    @Test
    void aPreflightIsAnsweredBeforeAccessIsAsked() {
        TaskEndpoint closed = TaskEndpoint.builder(tasks)
                .authorize(request -> false)
                .allowedOrigins(true, APP)
                .build();

        Reply reply = closed.answer(preflight(APP, "/tasks/a/start"));

        assertThat(reply.status()).isEqualTo(204);
        assertThat(((Reply.Full) reply).body()).isEmpty();
        assertThat(reply.headers())
                .containsEntry("Access-Control-Allow-Origin", APP)
                .containsEntry("Access-Control-Allow-Credentials", "true")
                .containsEntry("Access-Control-Allow-Methods", "POST")
                .containsEntry("Access-Control-Allow-Headers", "Authorization, Content-Type, Last-Event-ID");
        assertThat(answer(closed, from(APP, SimpleRequest.post("/tasks/a/start"))))
                .isEqualTo("403 forbidden");
        assertThat(answer(closed, preflight(APP, "/tasks/a/b"))).isEqualTo("404 not_found");
    }

    @Test
    void optionsWithoutAskingForAMethodIsNoPreflight() {
        assertThat(answer(endpoint, from(APP, SimpleRequest.of("OPTIONS", "/tasks/a"))))
                .isEqualTo("405 method_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "null", "app.example.com", "https://app.example.com/", "ftp://a", "https://", "https://a b"
            })
    void whatIsNoOriginIsRefused(String origin) {
        assertThatThrownBy(() -> TaskEndpoint.builder(tasks).allowedOrigins(false, origin))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got: " + origin);
    }
}
