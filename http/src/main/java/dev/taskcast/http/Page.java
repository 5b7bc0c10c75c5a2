package dev.taskcast.http;

import dev.taskcast.http.exchange.Reply;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file that a server sends as it is, on {@code GET} and {@code HEAD}.
 *
 * @param path the whole path, for example {@code /app.js}
 * @param contentType for example {@code text/javascript; charset=utf-8}
 * @param body not to be changed
 * @param headers further headers, for example {@code Content-Security-Policy}
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way out, compared by nobody
public record Page(String path, String contentType, byte[] body, Map<String, String> headers) {
    /** Checks the path. */
    public Page {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("A page's path must begin with a slash, got: " + path);
        }
        headers = Map.copyOf(headers);
    }

    /**
     * As an answer.
     *
     * @return the whole file
     */
    public Reply.Full reply() {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", contentType);
        all.putIfAbsent("Cache-Control", "no-cache");
        all.putIfAbsent("X-Content-Type-Options", "nosniff");
        return new Reply.Full(200, all, body);
    }
}
