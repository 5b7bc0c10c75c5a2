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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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
    @MethodSource("pages")
    void eachFileIsThereAndHasNothingInline(Page page) {
        assertThat(page.headers()).containsKey("Content-Security-Policy");
        // What the policy forbids would fail in silence; the last one would run a message's HTML.
        assertThat(new String(page.body(), StandardCharsets.UTF_8))
                .isNotBlank()
                .doesNotContain("style=", "onclick=", "<script>", "<style", "eval(", "innerHTML");
    }

    private static Stream<Page> pages() {
        return Stream.concat(WebPages.all(WebPages.May.DO_EVERYTHING).stream(), WebPages.list().stream());
    }

    @ParameterizedTest
    @MethodSource("paths")
    void eachFileIsSentWithItsPolicy(String path) throws Exception {
        HttpResponse<String> file = send("GET", path);

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Security-Policy")).isPresent();
    }

    private static Stream<String> paths() {
        return WebPages.list().stream().map(Page::path);
    }

    /** A page's script that is not among its files would be missed by nobody but the browser. */
    @Test
    void eachScriptOnDiskIsServed() throws IOException {
        Path web = Path.of("src/main/resources/dev/taskcast/demo/web");
        try (Stream<Path> files = Files.walk(web)) {
            List<String> onDisk = files.filter(Files::isRegularFile)
                    .map(file -> "/" + web.relativize(file).toString().replace('\\', '/'))
                    .filter(path -> !path.endsWith(".html"))
                    .toList();
            assertThat(WebPages.all(WebPages.May.WATCH)).extracting(Page::path).containsAll(onDisk);
        }
    }

    @Test
    void thePageIsToldWhatItsViewerMay() {
        assertThat(index(WebPages.May.WATCH)).contains("<body data-may=\"watch\">");
        assertThat(index(WebPages.May.DO_EVERYTHING)).contains("<body data-may=\"do-everything\">");
    }

    private static String index(WebPages.May may) {
        Page first = WebPages.all(may).getFirst();
        assertThat(first.path()).isEqualTo("/");
        return new String(first.body(), StandardCharsets.UTF_8);
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
