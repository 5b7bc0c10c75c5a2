package dev.taskcast.server.exchange;

import dev.taskcast.http.exchange.Request;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that was read whole. Stays valid. */
final class NettyRequest implements Request {
    private final String method;
    private final String path;
    private final String query;
    private final HttpHeaders headers;
    private final byte[] body;

    NettyRequest(HttpRequest head, String target, byte[] body) {
        method = head.method().name();
        headers = head.headers();
        this.body = body;
        int mark = target.indexOf('?');
        path = mark < 0 ? target : target.substring(0, mark);
        query = mark < 0 ? "" : target.substring(mark + 1);
    }

    private NettyRequest(NettyRequest from) {
        method = from.method;
        path = from.path;
        query = from.query;
        headers = from.headers;
        body = new byte[0];
    }

    /** The path and query of a request line; null where it has none. */
    static @Nullable String target(String uri) {
        if (uri.startsWith("/")) {
            return uri;
        }
        int scheme = uri.indexOf("://"); // the absolute form, as proxies send it
        if (scheme <= 0) {
            return null;
        }
        int slash = uri.indexOf('/', scheme + 3);
        return slash < 0 ? "/" : uri.substring(slash);
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String query() {
        return query;
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    @Override
    public List<String> headers(String name) {
        return headers.getAll(name);
    }

    @Override
    public Request detach() {
        return body.length == 0 ? this : new NettyRequest(this);
    }

    @Override
    public byte[] body() {
        return body;
    }
}
