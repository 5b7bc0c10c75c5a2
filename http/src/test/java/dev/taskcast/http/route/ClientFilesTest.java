package dev.taskcast.http.route;

import static dev.taskcast.http.route.Answers.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files for browsers. */
class ClientFilesTest {
    private static final String SOURCE = "/tasks/client/task-event-source.js";
    private static final int LIMIT = 6_144;

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskEndpoint endpoint =
            TaskEndpoint.builder(invariants.manager()).build();

    private Reply.Full get(String path, Map<String, String> headers) {
        SimpleRequest request = SimpleRequest.get(path);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            request = request.with(header.getKey(), header.getValue());
        }
        return (Reply.Full) endpoint.answer(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SOURCE,
                "/tasks/client/elements.js",
                "/tasks/client/elements/strings.js",
                "/tasks/client/elements/languages/de.js",
                "/tasks/client/extras/answer.js",
                "/tasks/client/extras/sharing.js",
                "/tasks/client/extras/native.js",
                "/tasks/client/extras/polling.js"
            })
    void modulesAreServed(String path) {
        Reply.Full reply = get(path, Map.of());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers())
                .containsEntry("Content-Type", "text/javascript; charset=utf-8")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("Cache-Control", "no-cache")
                .containsKey("ETag")
                .doesNotContainKey("Content-Encoding");
        assertThat(new String(reply.body(), StandardCharsets.UTF_8)).contains("// @ts-check", "export ");
    }

    @Test
    void theEventSourceIsSmall() throws IOException {
        Reply.Full reply = get(SOURCE, Map.of("Accept-Encoding", "br, gzip;q=0.8"));

        assertThat(reply.headers()).containsEntry("Content-Encoding", "gzip").containsEntry("Vary", "Accept-Encoding");
        assertThat(reply.body().length).isLessThanOrEqualTo(LIMIT);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(reply.body()))) {
            assertThat(in.readAllBytes()).isEqualTo(get(SOURCE, Map.of()).body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip;q=0", "gzip; q=0.0", "br", ""})
    void whoDoesNotTakeGzipGetsNone(String encodings) {
        assertThat(get(SOURCE, Map.of("Accept-Encoding", encodings)).headers()).doesNotContainKey("Content-Encoding");
    }

    @Test
    void whatABrowserHasIsNotSentAgain() {
        String tag = get(SOURCE, Map.of()).headers().get("ETag");
        Reply.Full again = get(SOURCE, Map.of("If-None-Match", "\"other\", " + tag));

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers()).containsEntry("ETag", tag);
        assertThat(get(SOURCE, Map.of("If-None-Match", tag, "Accept-Encoding", "gzip"))
                        .status())
                .as("another encoding is another file")
                .isEqualTo(200);
    }

    @Test
    void theyAreForEverybodySinceScriptTagsCanNotSetHeaders() {
        TaskEndpoint closed = TaskEndpoint.builder(invariants.manager())
                .authorize(request -> false)
                .build();

        assertThat(closed.answer(SimpleRequest.get(SOURCE)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tasks/client/",
                "/tasks/client/nope.js",
                "/tasks/client/task-event-source.d.ts",
                "/tasks/client/../Router.class",
                "/tasks/client/%2e%2e/x.js",
                "/tasks/client//task-event-source.js",
                "/tasks/client/extras/",
                "/tasks/client/extras",
                "/tasks/client/elements/languages/",
                "/tasks/client/elements/languages/nope.js",
                "/tasks/client/task-event-source.js/"
            })
    void nothingElseIs(String path) {
        assertThat(answer(endpoint, SimpleRequest.get(path))).isEqualTo("404 not_found");
    }

    @Test
    void theyAreOnlyRead() {
        assertThat(answer(endpoint, SimpleRequest.post(SOURCE))).isEqualTo("405 method_not_allowed");
    }
}
