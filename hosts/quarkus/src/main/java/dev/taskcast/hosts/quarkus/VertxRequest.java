package dev.taskcast.hosts.quarkus;

import dev.taskcast.http.exchange.Request;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request to Vert.x, read whole, so that it stays valid. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares requests
record VertxRequest(String method, String path, String query, MultiMap fields, byte[] body) implements Request {
    private static final int MAX_BODY = 1 << 20;

    static VertxRequest of(HttpServerRequest request, String path, byte[] body) {
        String query = request.query();
        return new VertxRequest(request.method().name(), path, query == null ? "" : query, request.headers(), body);
    }

    boolean isTooLong() {
        return body.length > MAX_BODY;
    }

    @Override
    public @Nullable String header(String name) {
        return fields.get(name);
    }

    @Override
    public List<String> headers(String name) {
        return fields.getAll(name);
    }

    @Override
    public Request detach() {
        return new VertxRequest(method, path, query, fields, new byte[0]);
    }
}
