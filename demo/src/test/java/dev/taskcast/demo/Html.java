package dev.taskcast.demo;

import dev.taskcast.http.Page;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A page of a test's own; apart from the browser's pages, whose class has the same name. */
final class Html {
    private Html() {}

    static Page page(String html) {
        return new Page("/", "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8), Map.of());
    }
}
