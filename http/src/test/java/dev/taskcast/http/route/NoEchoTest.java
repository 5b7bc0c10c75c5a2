package dev.taskcast.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.LogCapture;
import dev.taskcast.TaskManager;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No word of a request comes back in a problem, and none of what went wrong within. */
class NoEchoTest {
    private static final String WORD = "marker-7f3a";

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();

    @Test
    void nothingOfTheRequestIsInAProblem() {
        SimpleRequest[] requests = {
            SimpleRequest.get("/tasks/" + WORD),
            SimpleRequest.get("/tasks/" + WORD + "%00"),
            SimpleRequest.get("/tasks/" + WORD + "/" + WORD),
            SimpleRequest.get("/tasks/a?x=" + WORD).with("X-Header", WORD),
            SimpleRequest.of(WORD, "/tasks/a"),
            SimpleRequest.post("/tasks/a/start").withBody(WORD, "{}"),
            SimpleRequest.post("/tasks/a/start").withBody("application/json", WORD),
            SimpleRequest.post("/tasks/a/start").with("Origin", "http://" + WORD)
        };
        for (SimpleRequest request : requests) {
            Reply.Full reply = Answers.full(endpoint, request);
            assertThat(reply.status()).as("%s", request).isGreaterThanOrEqualTo(400);
            assertThat(new String(reply.body(), StandardCharsets.UTF_8) + reply.headers())
                    .as("%s", request)
                    .doesNotContain(WORD);
        }
    }

    @Test
    void anUnexpectedFailureIsLoggedAndTellsNothing() {
        SimpleRequest broken = SimpleRequest.get("/tasks/a");
        try (LogCapture log = LogCapture.open()) {
            Reply reply = endpoint.answer(new Failing(broken));

            assertThat(Answers.answer(reply)).isEqualTo("500 internal");
            assertThat(new String(((Reply.Full) reply).body(), StandardCharsets.UTF_8))
                    .doesNotContain(WORD, "Exception", "at dev.");
            assertThat(log.records(Level.SEVERE)).hasSize(1);
        }
    }

    /** A request of a server that has an error. */
    private record Failing(SimpleRequest of) implements dev.taskcast.http.exchange.Request {
        @Override
        public String method() {
            throw new IllegalStateException(WORD);
        }

        @Override
        public String path() {
            return of.path();
        }

        @Override
        public String query() {
            return of.query();
        }

        @Override
        public String header(String name) {
            throw new IllegalStateException(WORD);
        }

        @Override
        public Failing detach() {
            return this;
        }

        @Override
        public byte[] body() {
            return of.body();
        }
    }

    @ParameterizedTest
    @EnumSource(Problem.class)
    void everyProblemHasAStableCodeAndItsOwnStatus(Problem problem) {
        Reply.Full reply = problem.reply();

        assertThat(Answers.answer(reply)).isEqualTo(reply.status() + " " + problem.code());
        assertThat(problem.code()).matches("[a-z]+(_[a-z]+)*");
        assertThat(reply.headers().containsKey("Retry-After"))
                .isEqualTo(reply.status() == 503 || reply.status() == 429);
    }

    @Test
    void theCodesAreThoseOfTheFirstVersion() {
        assertThat(Arrays.stream(Problem.values()).map(Problem::code))
                .contains(
                        "bad_request",
                        "bad_id",
                        "bad_body",
                        "forbidden",
                        "cross_site",
                        "unknown_task",
                        "not_found",
                        "method_not_allowed",
                        "body_too_large",
                        "uri_too_long",
                        "unsupported_media_type",
                        "headers_too_large",
                        "internal",
                        "closed");
    }
}
