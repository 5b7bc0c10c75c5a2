package dev.taskcast.hosts;

import dev.taskcast.http.exchange.Request;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request to Helidon, read whole, so that it stays valid. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares requests
record HelidonRequest(HttpPrologue prologue, Headers fields, byte[] body) implements Request {
    private static final int MAX_BODY = 1 << 20;

    static HelidonRequest of(ServerRequest request) throws IOException {
        byte[] body = {};
        if (request.content().hasEntity()) {
            try (InputStream in = request.content().inputStream()) {
                body = in.readNBytes(MAX_BODY + 1);
            }
        }
        return new HelidonRequest(request.prologue(), request.headers(), body);
    }

    boolean isTooLong() {
        return body.length > MAX_BODY;
    }

    @Override
    public String method() {
        return prologue.method().text();
    }

    @Override
    public String path() {
        return prologue.uriPath().rawPath();
    }

    @Override
    public String query() {
        return prologue.query().rawValue();
    }

    @Override
    public List<String> headers(String name) {
        return fields.all(HeaderNames.create(name), List::of);
    }

    @Override
    public @Nullable String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.getFirst();
    }

    @Override
    public Request detach() {
        return new HelidonRequest(prologue, fields, new byte[0]);
    }
}
