package dev.taskcast.demo;

import dev.taskcast.http.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The page that shows the tasks: its own few files, which use the elements that come with the endpoint. */
final class WebPages {
    /** Only what comes from this server: a message with HTML in it could not load or run anything. */
    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:", // the page's icon shows progress
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'");

    private static final Map<String, String> HEADERS =
            Map.of("Content-Security-Policy", CONTENT_SECURITY_POLICY, "Referrer-Policy", "no-referrer");

    private WebPages() {}

    static List<Page> all() {
        return List.of(
                page("/", "index.html", "text/html; charset=utf-8"),
                page("/style.css", "style.css", "text/css; charset=utf-8"),
                page("/app.js", "app.js", "text/javascript; charset=utf-8"),
                page("/icon.svg", "icon.svg", "image/svg+xml"));
    }

    private static Page page(String path, String resource, String contentType) {
        return new Page(path, contentType, bytes("web/" + resource), HEADERS);
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = Objects.requireNonNull(WebPages.class.getResourceAsStream(resource), resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
