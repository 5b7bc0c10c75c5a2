package dev.taskcast.servlet;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Request;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request, copied: its container uses what is behind it for the next one. Immutable.
 *
 * <p>Mapped to {@code /x/*}, the servlet's place takes the place of the endpoint's path. Mapped in any other way, the endpoint's path counts
 * from the context on.
 */
final class HeldRequest implements Request {
    private static final byte[] NO_BODY = new byte[0];

    private final String method;
    private final Target target;
    private final List<String> fields; // a name, its value, the next name
    private final byte[] body;
    private final Origin origin;

    /**
     * Where a request leads.
     *
     * @param place what stands in the URL where the endpoint has its path
     * @param path as the endpoint understands it
     * @param query without the question mark
     */
    private record Target(String place, String path, String query) {}

    /**
     * What else its container knows of it.
     *
     * @param isHttp1 whether its connection is for one request at a time
     * @param caller who it is from
     */
    private record Origin(boolean isHttp1, Caller caller) {}

    private HeldRequest(String method, Target target, List<String> fields, byte[] body, Origin origin) {
        this.method = method;
        this.target = target;
        this.fields = fields;
        this.body = body;
        this.origin = origin;
    }

    /** Copies a request, without its body; null where its path leads nowhere. */
    static @Nullable HeldRequest of(HttpServletRequest request, TaskEndpoint endpoint) {
        Target target = target(request, endpoint.path());
        if (target == null || !endpoint.owns(target.path)) {
            return null;
        }
        Origin origin = new Origin(request.getProtocol().startsWith("HTTP/1"), Caller.of(request));
        return new HeldRequest(request.getMethod(), target, fields(request), NO_BODY, origin);
    }

    /** Nothing is decoded, so that the endpoint sees what was sent. A place that is written in another way is none. */
    private static @Nullable Target target(HttpServletRequest request, String endpointPath) {
        String uri = path(request.getRequestURI());
        String context = request.getContextPath();
        String query = request.getQueryString() == null ? "" : request.getQueryString();
        if (!uri.startsWith(context)) {
            return null;
        }
        boolean isPlace = request.getHttpServletMapping().getMappingMatch() == MappingMatch.PATH
                && !request.getServletPath().isEmpty();
        if (!isPlace) {
            return new Target(context + endpointPath, uri.substring(context.length()), query);
        }
        String place = context + request.getServletPath();
        return uri.startsWith(place) ? new Target(place, endpointPath + uri.substring(place.length()), query) : null;
    }

    /** Of a request line in the absolute form too, as it is sent to proxies. */
    private static String path(String uri) {
        int scheme = uri.startsWith("/") ? -1 : uri.indexOf("://");
        if (scheme < 0) {
            return uri;
        }
        int slash = uri.indexOf('/', scheme + 3);
        return slash < 0 ? "/" : uri.substring(slash);
    }

    private static List<String> fields(HttpServletRequest request) {
        List<String> fields = new ArrayList<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            if (values(fields, name).isEmpty()) { // else a name that comes in two cases would count twice
                for (String value : Collections.list(request.getHeaders(name))) {
                    fields.add(name);
                    fields.add(value);
                }
            }
        }
        return List.copyOf(fields);
    }

    private static List<String> values(List<String> fields, String name) {
        List<String> values = new ArrayList<>(1);
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase(name)) {
                values.add(fields.get(i + 1));
            }
        }
        return values;
    }

    HeldRequest with(byte[] read) {
        return new HeldRequest(method, target, fields, read, origin);
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    boolean isHttp1() {
        return origin.isHttp1;
    }

    Caller caller() {
        return origin.caller;
    }

    /** An address below the endpoint's path, as it is from outside. */
    String outside(String address, TaskEndpoint endpoint) {
        return target.place + address.substring(endpoint.path().length());
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return target.path;
    }

    @Override
    public String query() {
        return target.query;
    }

    @Override
    public @Nullable String header(String name) {
        List<String> values = values(fields, name);
        return values.isEmpty() ? null : values.getFirst();
    }

    @Override
    public List<String> headers(String name) {
        return values(fields, name);
    }

    @Override
    public Request detach() {
        return body.length == 0 ? this : with(NO_BODY);
    }

    @Override
    public byte[] body() {
        return body;
    }
}
