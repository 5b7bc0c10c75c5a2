package dev.taskcast.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.http.Page;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's files, as a server sends them. */
final class WebPagesTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Demo demo;

    @BeforeAll
    static void start() {
        demo = Demo.start(tasks -> tasks.register("task", Script.obedient()), 0);
    }

    @AfterAll
    static void stop() {
        demo.close();
        HTTP.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void thePageLoadsOnlyWhatIsItsOwn(String method) throws Exception {
        HttpResponse<String> page = send(method, "/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self'", "frame-ancestors 'none'")
                .contains("img-src 'self' data:;")
                .doesNotContain("unsafe", "*", "http");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.body().isEmpty()).isEqualTo(method.equals("HEAD"));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void eachFileIsThere(String path) throws Exception {
        HttpResponse<String> file = send("GET", path);

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Security-Policy")).isPresent();
        // What the policy forbids would fail in silence; the last one would run a message's HTML.
        assertThat(file.body()).doesNotContain("style=", "onclick=", "<script>", "<style", "eval(", "innerHTML");
    }

    private static Stream<String> paths() {
        return WebPages.list().stream().map(Page::path);
    }

    private static HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + demo.port() + path);
        return HTTP.send(
                HttpRequest.newBuilder(uri)
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }
}
