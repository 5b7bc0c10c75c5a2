package dev.taskcast.demo;

import dev.taskcast.http.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The page that shows the tasks, and the files that it needs. */
final class WebPages {
    /** Only what comes from this server: a message with HTML in it could not load or run anything. */
    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'");

    private static final Map<String, String> HEADERS =
            Map.of("Content-Security-Policy", CONTENT_SECURITY_POLICY, "Referrer-Policy", "no-referrer");

    private static final List<String> SCRIPTS = List.of(
            "app.js",
            "announcer.js",
            "task-actions.js",
            "task-row.js",
            "task-steps.js",
            "task-stream.js",
            "task-view.js",
            "text.js");

    private WebPages() {}

    static List<Page> all() {
        Stream<Page> scripts = SCRIPTS.stream().map(name -> page("/" + name, name, "text/javascript; charset=utf-8"));
        return Stream.concat(
                        Stream.of(
                                page("/", "index.html", "text/html; charset=utf-8"),
                                page("/style.css", "style.css", "text/css; charset=utf-8"),
                                page("/icon.svg", "icon.svg", "image/svg+xml")),
                        scripts)
                .toList();
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
