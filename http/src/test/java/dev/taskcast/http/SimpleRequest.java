package dev.taskcast.http;

import dev.taskcast.http.exchange.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request as a server would have read it.
 *
 * @param method as sent
 * @param path percent-encoded
 * @param query percent-encoded
 * @param headers by name, in any case
 * @param body may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record SimpleRequest(String method, String path, String query, Map<String, String> headers, byte[] body)
        implements Request {

    /**
     * Without headers and body.
     *
     * @param method for example {@code GET}
     * @param target a path, and a query after a question mark
     * @return a request
     */
    public static SimpleRequest of(String method, String target) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark + 1);
        return new SimpleRequest(method, path, query, Map.of(), new byte[0]);
    }

    /**
     * Short for {@code of("GET", target)}.
     *
     * @param target a path, and a query after a question mark
     * @return a request
     */
    public static SimpleRequest get(String target) {
        return of("GET", target);
    }

    /**
     * Short for {@code of("POST", target)}.
     *
     * @param target a path, and a query after a question mark
     * @return a request
     */
    public static SimpleRequest post(String target) {
        return of("POST", target);
    }

    /**
     * With one more header.
     *
     * @param name replaces one of the same name
     * @param value its value
     * @return a request
     */
    public SimpleRequest with(String name, String value) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers);
        all.put(name, value);
        return new SimpleRequest(method, path, query, all, body);
    }

    /**
     * With a body.
     *
     * @param contentType its header
     * @param text in UTF-8
     * @return a request
     */
    public SimpleRequest withBody(String contentType, String text) {
        return with("Content-Type", contentType).withBody(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * With a body, and no header for it.
     *
     * @param bytes the body
     * @return a request
     */
    public SimpleRequest withBody(byte[] bytes) {
        return new SimpleRequest(method, path, query, headers, bytes);
    }

    @Override
    public @Nullable String header(String name) {
        return headers(name).isEmpty() ? null : headers(name).getFirst();
    }

    /** A header that comes several times is one value with line breaks between. */
    @Override
    public List<String> headers(String name) {
        String all = headers.get(name);
        return all == null ? List.of() : List.of(all.split("\n", -1));
    }

    @Override
    public SimpleRequest detach() {
        return new SimpleRequest(method, path, query, headers, new byte[0]);
    }
}
