package dev.taskcast.http.route;

import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.http.exchange.Reply;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers in JSON. */
final class Replies {
    static final Map<String, String> JSON = Map.of(
            "Content-Type", "application/json", "Cache-Control", "no-store", "X-Content-Type-Options", "nosniff");

    private Replies() {}

    static Reply.Full json(int status, JsonBuffer body) {
        return json(status, body.toByteArray());
    }

    static Reply.Full json(int status, byte[] body) {
        return new Reply.Full(status, JSON, body);
    }

    /** The same answer with more headers. */
    static Reply with(Reply reply, Map<String, String> more) {
        return switch (reply) {
            case Reply.Full full -> with(full, more);
            case Reply.Stream stream -> new Reply.Stream(merged(reply.headers(), more), stream.session());
        };
    }

    /** The same answer with more headers. */
    static Reply.Full with(Reply.Full full, Map<String, String> more) {
        return new Reply.Full(full.status(), merged(full.headers(), more), full.body());
    }

    private static Map<String, String> merged(Map<String, String> headers, Map<String, String> more) {
        if (more.isEmpty()) {
            return headers;
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        more.forEach((name, value) ->
                all.merge(name, value, (old, added) -> name.equals("Vary") ? old + ", " + added : added));
        return all;
    }
}
