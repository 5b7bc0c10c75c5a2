package dev.taskcast.docs;

import com.sun.net.httpserver.HttpExchange;
import dev.taskcast.http.exchange.Request;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request to the JDK's HTTP server, read whole, so that it stays valid. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares requests
record JdkRequest(String method, URI target, Map<String, List<String>> fields, byte[] body) implements Request {
    private static final int MAX_BODY = 1 << 20;

    static JdkRequest of(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        return new JdkRequest(
                exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getRequestHeaders(), body);
    }

    boolean isTooLong() {
        return body.length > MAX_BODY;
    }

    @Override
    public String path() {
        return target.getRawPath(); // percent-encoded, as it came
    }

    @Override
    public String query() {
        String query = target.getRawQuery();
        return query == null ? "" : query;
    }

    @Override
    public List<String> headers(String name) {
        return fields.getOrDefault(name, List.of());
    }

    @Override
    public @Nullable String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.getFirst();
    }

    @Override
    public Request detach() {
        return new JdkRequest(method, target, fields, new byte[0]);
    }
}
