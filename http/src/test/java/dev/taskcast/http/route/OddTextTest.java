package dev.taskcast.http.route;

import static dev.taskcast.http.route.Answers.answer;
import static dev.taskcast.http.route.Answers.full;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.Recorder;
import dev.taskcast.TaskManager;
import dev.taskcast.codec.StrictJson;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TypeOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that is no valid Unicode, in the one form in which a request can have it: escaped. It is kept as it is, or refused. */
class OddTextTest {
    private static final String JSON = "application/json";

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final Recorder seen = invariants.record(tasks);
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();

    @BeforeEach
    void echo() {
        tasks.type(
                "echo",
                Object.class,
                Object.class,
                (ctx, payload) -> payload,
                TypeOptions.<Object>builder().submittable().build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udfff", "\\ude00\\ud83d", "a\\ud83d", "\\u0000", "\\ufeff", "\\uffff"})
    void isKeptAsItIs(String escaped) throws Exception {
        String odd = (String) Objects.requireNonNull(StrictJson.parse(bytes("\"" + escaped + "\"")));
        String body =
                "{\"type\":\"echo\",\"id\":\"x\",\"payload\":{\"key\":[\"O\"]},\"title\":\"O\",\"description\":\"O\",\"tags\":[\"O\"]}";
        assertThat(answer(endpoint, SimpleRequest.post("/tasks").withBody(JSON, body.replace("O", escaped))))
                .isEqualTo("201 application/json");
        seen.await("x", TaskStatus.COMPLETED);

        Map<String, @Nullable Object> task = Answers.json(full(endpoint, SimpleRequest.get("/tasks/x")));
        assertThat(task)
                .containsEntry("title", odd)
                .containsEntry("description", odd)
                .containsEntry("tags", List.of(odd))
                .containsEntry("result", Map.of("key", List.of(odd)));
        assertThat(Answers.json(full(endpoint, SimpleRequest.get("/tasks")))).containsEntry("tasks", List.of(task));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\ude00\\ud83d", "\\u0000"})
    void isNoIdAndNoType(String escaped) {
        assertThat(answer(endpoint, post("{\"type\":\"echo\",\"id\":\"" + escaped + "\"}")))
                .isEqualTo("400 bad_id");
        assertThat(answer(endpoint, post("{\"type\":\"" + escaped + "\"}"))).isEqualTo("400 unknown_type");
    }

    /** The parser of requests takes no such key. */
    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "a\\ud83d", "\\u0000"})
    void asAKeyItIsKeptOrRefused(String escaped) throws Exception {
        String body = "{\"type\":\"echo\",\"id\":\"x\",\"payload\":{\"" + escaped + "\":1}}";
        String answer = answer(endpoint, post(body));
        assertThat(answer).isIn("201 application/json", "400 bad_body");
        if (answer.startsWith("201")) {
            seen.await("x", TaskStatus.COMPLETED);
            assertThat(Answers.json(full(endpoint, SimpleRequest.get("/tasks/x"))))
                    .containsKey("result");
        }
    }

    private static SimpleRequest post(String body) {
        return SimpleRequest.post("/tasks").withBody(JSON, body);
    }

    @Test
    void aRefusalMayQuoteIt() {
        tasks.type(
                "picky",
                String.class,
                String.class,
                (ctx, payload) -> payload,
                TypeOptions.<String>builder()
                        .submittable()
                        .validate(payload -> {
                            throw new IllegalArgumentException("Not " + payload);
                        })
                        .build());
        Reply.Full refused = full(endpoint, post("{\"type\":\"picky\",\"payload\":\"\\ud800\\u0000\"}"));

        assertThat(answer(refused)).isEqualTo("400 bad_payload");
        assertThat(Answers.json(refused)).containsEntry("detail", "Not \ud800\u0000");
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }
}
