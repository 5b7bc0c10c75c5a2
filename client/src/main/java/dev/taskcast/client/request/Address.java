package dev.taskcast.client.request;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Addresses of an endpoint: its stream's, and from it those of everything else. */
public final class Address {
    private static final String EVENTS = "/events";

    private final URI stream;
    private final String base;

    /**
     * Of an endpoint.
     *
     * @param stream of its event stream, with any query
     * @param more more of the query: values by their names
     * @param given where everything else is, or null for the stream's path without {@code /events}
     * @throws IllegalArgumentException if it is not an absolute one of {@code http} or {@code https}
     */
    public Address(URI stream, Map<String, List<String>> more, @Nullable URI given) {
        require(stream);
        base = given == null ? without(EVENTS, stream) : without("/", require(given));
        this.stream = with(stream, query(more));
    }

    private static String query(Map<String, List<String>> values) {
        return values.entrySet().stream()
                .flatMap(each -> each.getValue().stream().map(value -> pair(each.getKey(), value)))
                .collect(Collectors.joining("&"));
    }

    private static URI require(URI url) {
        String scheme = url.getScheme();
        boolean isHttp = scheme != null && List.of("http", "https").contains(scheme.toLowerCase(Locale.ROOT));
        if (!isHttp || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "An address must be an absolute one of http or https with a host, got: " + withoutQuery(url));
        }
        return url;
    }

    private static String without(String end, URI url) {
        String path = url.getRawPath();
        return origin(url) + (path.endsWith(end) ? path.substring(0, path.length() - end.length()) : path);
    }

    /**
     * Of the stream.
     *
     * @return with its query
     */
    public URI stream() {
        return stream;
    }

    /**
     * Of the stream, with one parameter more.
     *
     * @param name of the parameter
     * @param value of the parameter
     * @return with its query
     */
    public URI stream(String name, String value) {
        return with(stream, pair(name, value));
    }

    /**
     * Of a page of the list of what the stream shows.
     *
     * @param limit how many tasks at most
     * @param after where the page before has ended, or null
     * @return with the stream's query
     */
    public URI list(int limit, @Nullable String after) {
        URI first = with(URI.create(base), stream.getRawQuery() == null ? "" : stream.getRawQuery());
        URI sized = with(first, "limit=" + limit);
        return after == null ? sized : with(sized, pair("after", after));
    }

    /**
     * Of a list of tasks, whatever the stream shows.
     *
     * @param asked what is asked for: values by the names of parameters
     * @return with the stream's handle, where it has one
     */
    public URI list(Map<String, List<String>> asked) {
        return with(below(""), query(asked));
    }

    /**
     * Of something below the endpoint's path.
     *
     * @param path empty, or with a slash in front, percent-encoded; may have a query
     * @return with the stream's handle, where it has one
     */
    public URI below(String path) {
        URI asked = URI.create(base + path);
        return handle() == null ? asked : with(asked, handle());
    }

    private @Nullable String handle() {
        String query = stream.getRawQuery();
        return query == null
                ? null
                : Stream.of(query.split("&", -1))
                        .filter(each -> each.startsWith("handle="))
                        .findFirst()
                        .orElse(null);
    }

    /**
     * A task's id, as a segment of a path.
     *
     * @param id the id
     * @return percent-encoded
     */
    public static String segment(String id) {
        return encoded(id);
    }

    private static String pair(String name, String value) {
        return encoded(name) + "=" + encoded(value);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static URI with(URI url, String query) {
        String given = url.getRawQuery();
        String all = given == null || given.isEmpty() ? query : query.isEmpty() ? given : given + "&" + query;
        return URI.create(origin(url) + url.getRawPath() + (all.isEmpty() ? "" : "?" + all));
    }

    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    /**
     * An address that can be shown.
     *
     * @param url any
     * @return without its query, which may hold a ticket or a handle, and without a password
     */
    static URI withoutQuery(URI url) {
        String host = url.getHost();
        String path = url.getRawPath();
        return host == null
                ? URI.create(path == null || path.startsWith("//") ? "" : path)
                : URI.create(url.getScheme() + "://" + host + (url.getPort() < 0 ? "" : ":" + url.getPort())
                        + url.getRawPath());
    }

    /**
     * Whether a redirect stays with the server that was asked. From {@code http} it may go to {@code https}, and never back.
     *
     * @param from what was asked
     * @param to where it leads
     * @return whether what was sent to the first may be sent to the second
     */
    static boolean isSameSite(URI from, URI to) {
        if (from.getHost() == null || !from.getHost().equalsIgnoreCase(to.getHost())) {
            return false;
        }
        boolean same = from.getScheme().equalsIgnoreCase(to.getScheme()) && port(from) == port(to);
        return same || (from.getScheme().equalsIgnoreCase("http") && "https".equalsIgnoreCase(to.getScheme()));
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }
}
