package dev.taskcast.demo;

import dev.taskcast.http.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The demo's pages: their own files, which use the elements that come with the endpoint. */
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
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";

    /** The code that the page shows beside the bar that it moves. */
    static final String SHOWN_SOURCE = "invoices/InvoiceRun.java";

    private static final List<String> SCRIPTS = List.of(
            "app.js",
            "code.js",
            "dom.js",
            "guest.js",
            "list.js",
            "network.js",
            "sources.js",
            "tour.js",
            "cards/cut.js",
            "cards/elsewhere.js",
            "cards/guest-link.js",
            "cards/hero.js",
            "cards/kill.js",
            "cards/line.js",
            "cards/one.js",
            "cards/submit.js",
            "cards/users.js",
            "cards/viewers.js");
    private static final List<String> STYLES = List.of("style.css", "cards.css", "list.css");

    /** What whoever has a page may do. */
    enum May {
        DO_EVERYTHING,
        WATCH;

        private String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private WebPages() {}

    /** All of them. */
    static List<Page> all(May may) {
        List<Page> pages = new ArrayList<>();
        String index = new String(bytes("web/index.html"), StandardCharsets.UTF_8);
        String told = index.replace("data-may=\"\"", "data-may=\"" + may.wireName() + "\"");
        pages.add(new Page("/", HTML, told.getBytes(StandardCharsets.UTF_8), HEADERS));
        pages.add(page("/list", "web/list.html", HTML));
        pages.add(page("/guest", "web/guest.html", HTML));
        pages.add(page("/source/InvoiceRun.java", SHOWN_SOURCE, "text/plain; charset=utf-8"));
        pages.addAll(files());
        return pages;
    }

    /** The list alone. */
    static List<Page> list() {
        List<Page> pages = new ArrayList<>(files());
        pages.add(page("/", "web/list.html", HTML));
        return pages;
    }

    private static List<Page> files() {
        List<Page> pages = new ArrayList<>();
        SCRIPTS.forEach(name -> pages.add(page("/" + name, "web/" + name, SCRIPT)));
        STYLES.forEach(name -> pages.add(page("/" + name, "web/" + name, STYLE)));
        pages.add(page("/icon.svg", "web/icon.svg", "image/svg+xml"));
        return pages;
    }

    private static Page page(String path, String resource, String contentType) {
        return new Page(path, contentType, bytes(resource), HEADERS);
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = Objects.requireNonNull(WebPages.class.getResourceAsStream(resource), resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
