package dev.taskcast.server;

import dev.taskcast.http.Page;
import dev.taskcast.http.TaskEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a server without a page of its own shows at {@code /}: a list of the tasks of each endpoint, by the elements that come with it. One
 * file, the same for everybody: it names the endpoints' paths and nothing else, so what its viewer may see is the endpoints' to say.
 */
final class FrontPage {
    private static final String PATH = "/";

    private FrontPage() {}

    /**
     * The page for these endpoints.
     *
     * @param endpoints in the order in which they are shown
     * @return empty where there are none, or one of them answers at {@code /} by itself
     */
    static Optional<Page> of(List<TaskEndpoint> endpoints) {
        if (endpoints.isEmpty() || endpoints.stream().anyMatch(endpoint -> endpoint.owns(PATH))) {
            return Optional.empty();
        }
        String style = resource("front-page.css");
        // An endpoint's path has no character that means something in HTML.
        String html = resource("front-page.html")
                .replace("{style}", style)
                .replace("{base}", endpoints.getFirst().path())
                .replace("{lists}", endpoints.size() == 1 ? one(endpoints.getFirst()) : several(endpoints));
        Map<String, String> headers =
                Map.of("Content-Security-Policy", policy(style), "Referrer-Policy", "no-referrer");
        return Optional.of(new Page(PATH, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8), headers));
    }

    private static String one(TaskEndpoint endpoint) {
        String path = endpoint.path();
        return "    <task-list src=\"" + path + "/events\"><h1>Tasks</h1></task-list>\n" + "    <task-tray src=\""
                + path + "/events\" tab></task-tray>\n";
    }

    /** Without a tray: it is for one source. */
    private static String several(List<TaskEndpoint> endpoints) {
        StringBuilder lists = new StringBuilder("    <h1>Tasks</h1>\n");
        for (TaskEndpoint endpoint : endpoints) {
            String path = endpoint.path();
            lists.append("    <task-list src=\"").append(path).append("/events\"><h2>");
            lists.append(path).append("</h2></task-list>\n");
        }
        return lists.toString();
    }

    /** Only what comes from this server, and this very style: a message with HTML in it could not load or run anything. */
    private static String policy(String style) {
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'sha256-" + sha256(style) + "'",
                "img-src data:", // its icon, which shows progress
                "connect-src 'self'",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'");
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(FrontPage.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
