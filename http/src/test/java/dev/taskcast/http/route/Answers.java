package dev.taskcast.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.codec.StrictJson;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Reply;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads an endpoint's replies, problems by the letter of RFC 9457. */
public final class Answers {
    private Answers() {}

    /**
     * A whole reply.
     *
     * @param endpoint answers
     * @param request is answered
     * @return no stream
     */
    public static Reply.Full full(TaskEndpoint endpoint, SimpleRequest request) {
        return (Reply.Full) endpoint.answer(request);
    }

    /**
     * A reply's JSON.
     *
     * @param reply with a body
     * @return an object
     */
    @SuppressWarnings("unchecked")
    public static Map<String, @Nullable Object> json(Reply.Full reply) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(StrictJson.parse(reply.body()));
    }

    /**
     * Status and code of a problem, for example {@code 404 unknown_task}.
     *
     * @param endpoint answers
     * @param request is answered
     * @return whatever is no problem: the status, and the type of its content
     */
    public static String answer(TaskEndpoint endpoint, SimpleRequest request) {
        return answer(endpoint.answer(request));
    }

    /**
     * Status and code of a problem, for example {@code 404 unknown_task}.
     *
     * @param reply any
     * @return whatever is no problem: the status, and the type of its content
     */
    public static String answer(Reply reply) {
        String type = Objects.requireNonNull(reply.headers().get("Content-Type"));
        if (!type.equals("application/problem+json")) {
            assertThat(reply.status()).as("the status of " + type).isBetween(200, 299);
            return reply.status() + " " + type;
        }
        Map<String, @Nullable Object> problem = json((Reply.Full) reply);
        assertThat(problem).containsOnlyKeys("type", "title", "status", "detail", "code");
        assertThat(problem).containsEntry("type", "about:blank");
        assertThat(problem.get("status")).hasToString(Integer.toString(reply.status()));
        assertThat((String) problem.get("title")).isNotBlank();
        assertThat((String) problem.get("detail")).isNotBlank();
        assertThat(reply.headers())
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("X-Content-Type-Options", "nosniff");
        return reply.status() + " " + problem.get("code");
    }
}
