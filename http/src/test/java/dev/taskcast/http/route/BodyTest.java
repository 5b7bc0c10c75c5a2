package dev.taskcast.http.route;

import static dev.taskcast.http.route.Answers.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The body of an action. */
class BodyTest {
    private static final String JSON = "application/json";
    private static final String DONE = "202 application/json";

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();

    @BeforeEach
    void register() {
        tasks.register("a", ctx -> {});
    }

    private static SimpleRequest cancel() {
        return SimpleRequest.post("/tasks/a/cancel");
    }

    private String answerTo(String contentType, String body) {
        String start = answer(endpoint, SimpleRequest.post("/tasks/a/start").withBody(contentType, body));
        assertThat(answer(endpoint, cancel().withBody(contentType, body))).isEqualTo(start);
        return start;
    }

    @Test
    void noneIsNeededAndThenNoContentTypeEither() {
        assertThat(answer(endpoint, cancel())).isEqualTo(DONE);
        assertThat(answer(endpoint, cancel().with("Content-Type", "text/plain")))
                .isEqualTo(DONE);
        assertThat(answer(endpoint, cancel().with("Content-Type", JSON))).isEqualTo(DONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "APPLICATION/JSON",
                "application/json;charset=utf-8",
                "application/json ; charset=UTF-8",
                " application/json"
            })
    void itIsJson(String contentType) {
        assertThat(answerTo(contentType, "{}")).isEqualTo(DONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/json",
                "application/jsonp",
                "application/problem+json",
                "application",
                "text/plain; application/json",
                "application/json, text/plain"
            })
    void anotherContentTypeIsUnsupported(String contentType) {
        assertThat(answerTo(contentType, "{}")).isEqualTo("415 unsupported_media_type");
    }

    @Test
    void aBodyWithoutContentTypeIsUnsupported() {
        assertThat(answer(endpoint, cancel().withBody("{}".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("415 unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", " {} \r\n", "{\"a\":[1,2.5e3,true,null,{\"b\":\"ü\\n\\ud83d\"}]}", "{\"a\":1,\"a\":2}"})
    void anyObjectWillDo(String body) {
        assertThat(answerTo(JSON, body)).isEqualTo(DONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "[]",
                "null",
                "1",
                "\"x\"",
                "true",
                "{",
                "}",
                "{}{}",
                "{},",
                "{} x",
                "{'a':1}",
                "{a:1}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\" 1}",
                "{/**/}",
                "<xml/>",
                "\u0000",
                "{\"a\":tru}"
            })
    void whatIsNoObjectIsBad(String body) {
        assertThat(answerTo(JSON, body)).isEqualTo("400 bad_body");
    }

    @Test
    void brokenUtf8IsBad() {
        byte[] broken = "{\"a\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        broken[6] = (byte) 0xff;

        assertThat(answer(endpoint, cancel().with("Content-Type", JSON).withBody(broken)))
                .isEqualTo("400 bad_body");
    }

    @Test
    void aBodyMadeToHurtIsBadOrOfNoMatter() {
        assertThat(answerTo(JSON, "{\"a\":" + "[".repeat(100_000))).isEqualTo("400 bad_body");
        assertThat(answerTo(JSON, "{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}"))
                .isEqualTo("400 bad_body");
        assertThat(answerTo(JSON, "{\"a\":" + "9".repeat(100_000) + "}")).isIn("400 bad_body", DONE);
        assertThat(answerTo(JSON, "{\"" + "k".repeat(100_000) + "\":1}")).isIn("400 bad_body", DONE);
        assertThat(answerTo(JSON, "{\"a\":\"" + "v".repeat(1_000_000) + "\"}")).isEqualTo(DONE);
    }

    @Test
    void aBodyIsOfNoMatterWhereNothingIsChanged() {
        assertThat(answer(endpoint, SimpleRequest.get("/tasks/a").withBody("text/plain", "x")))
                .isEqualTo("200 application/json");
        assertThat(endpoint.answer(SimpleRequest.get("/tasks/events").withBody("text/plain", "x"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aRefusedBodyChangesNothing() {
        answerTo(JSON, "[]");
        answerTo("text/plain", "{}");

        assertThat(tasks.getState("a")).map(state -> state.run()).contains(0);
    }
}
