package dev.taskcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.http.Page;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.testkit.http.RawClient;
import dev.taskcast.testkit.http.RawClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a server shows at {@code /} where the application has no page. */
final class FrontPageTest {
    private static final Pattern OURS = Pattern.compile("(?:src|href)=\"(/[^\"]*)\"");
    private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);

    private final TaskManager tasks = TaskManager.create();

    @AfterEach
    void closeAll() {
        tasks.close();
        Stuck.awaitNoThreads();
    }

    private TaskEndpoint at(String path) {
        return TaskEndpoint.builder(tasks).path(path).build();
    }

    @Test
    void aServerWithoutAPageShowsItsTasks() throws IOException {
        try (TaskServer server = TaskServer.start(tasks, 0)) {
            Answer page = RawClient.ask(server.port(), "GET", "/");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
            assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(page.body())
                    .startsWith("<!doctype html>")
                    .contains("<title>Tasks</title>", "<task-list src=\"/tasks/events\">")
                    .contains("<task-tray src=\"/tasks/events\" tab>")
                    .doesNotContain("{base}", "{style}", "{lists}");
        }
    }

    @Test
    void headIsAnsweredLikeGetAndOtherMethodsAreNot() throws IOException {
        try (TaskServer server = TaskServer.start(tasks, 0);
                RawClient client = new RawClient(server.port())) {
            Answer get = client.request("GET", "/").answer();
            assertThat(client.request("HEAD", "/").head()).isEqualTo(get.head());
            client.request("POST", "/").answer().isProblem(405, "method_not_allowed");
            client.request("GET", "/index.html").answer().isProblem(404, "not_found");
        }
    }

    @Test
    void whateverItLoadsIsThere() throws IOException {
        try (TaskServer server = TaskServer.builder()
                .endpoint(at("/a/b"))
                .endpoint(at("/c"))
                .port(0)
                .start()) {
            Matcher loaded =
                    OURS.matcher(RawClient.ask(server.port(), "GET", "/").body());
            int found = 0;
            for (; loaded.find(); found++) {
                String target = loaded.group(1);
                if (!target.endsWith("/events")) {
                    assertThat(RawClient.ask(server.port(), "GET", target).status())
                            .as(target)
                            .isEqualTo(200);
                }
            }
            assertThat(found).isEqualTo(3);
        }
    }

    /** No inline script, and no style but the one that is named by its hash. */
    @Test
    void itsPolicyLetsNothingElseIn() throws Exception {
        try (TaskServer server = TaskServer.start(tasks, 0)) {
            Answer page = RawClient.ask(server.port(), "GET", "/");
            Matcher style = STYLE.matcher(page.body());
            assertThat(style.find()).isTrue();
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));
            assertThat(page.header("Content-Security-Policy"))
                    .startsWith("default-src 'none'; ")
                    .contains("style-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "';")
                    .contains("script-src 'self';", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(page.body().replace("<script type=\"module\" src=\"/tasks/client/elements.js\"></script>", ""))
                    .doesNotContain("<script", " style=", " on");
        }
    }

    @Test
    void whereThereAreSeveralEndpointsEachHasItsList() throws IOException {
        try (TaskServer server = TaskServer.builder()
                .endpoint(at("/mine"))
                .endpoint(at("/mine/others"))
                .port(0)
                .start()) {
            assertThat(RawClient.ask(server.port(), "GET", "/").body())
                    .containsSubsequence(
                            "<task-list src=\"/mine/events\"><h2>/mine</h2>",
                            "<task-list src=\"/mine/others/events\"><h2>/mine/others</h2>")
                    .doesNotContain("<task-tray");
        }
    }

    /** It is the same file for everybody, so that there is nothing that it could tell. */
    @Test
    void whoeverIsNotLetInIsToldOfNoTask() throws IOException {
        tasks.register("secret", ctx -> {});
        TaskEndpoint locked =
                TaskEndpoint.builder(tasks).authorize(request -> false).build();
        String open;
        try (TaskServer server =
                TaskServer.builder().endpoint(at("/tasks")).port(0).start()) {
            open = RawClient.ask(server.port(), "GET", "/").body();
        }
        try (TaskServer server = TaskServer.builder().endpoint(locked).port(0).start()) {
            Answer page = RawClient.ask(server.port(), "GET", "/");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body()).isEqualTo(open).doesNotContain("secret");
            RawClient.ask(server.port(), "GET", "/tasks/events").isProblem(403, "forbidden");
        }
    }

    @Test
    void aPageOfTheApplicationTakesItsPlace() throws IOException {
        byte[] body = "mine".getBytes(StandardCharsets.UTF_8);
        try (TaskServer server = TaskServer.builder()
                .endpoint(at("/tasks"))
                .page(new Page("/", "text/plain", body, Map.of()))
                .port(0)
                .start()) {
            assertThat(RawClient.ask(server.port(), "GET", "/").body()).isEqualTo("mine");
        }
        try (TaskServer server = TaskServer.builder()
                .endpoint(at("/tasks"))
                .page(new Page("/app", "text/plain", body, Map.of()))
                .port(0)
                .start()) {
            RawClient.ask(server.port(), "GET", "/").isProblem(404, "not_found");
        }
    }

    @Test
    void itCanBeLeftAwayAndAnEndpointAtTheRootHasItsOwn() throws IOException {
        try (TaskServer server =
                TaskServer.builder().endpoint(at("/tasks")).noPage().port(0).start()) {
            RawClient.ask(server.port(), "GET", "/").isProblem(404, "not_found");
        }
        try (TaskServer server = TaskServer.builder()
                .endpoint(at("/tasks"))
                .endpoint(at(""))
                .port(0)
                .start()) {
            assertThat(RawClient.ask(server.port(), "GET", "/").header("Content-Type"))
                    .isNotEqualTo("text/html; charset=utf-8");
        }
        try (TaskServer server = TaskServer.builder().port(0).start()) {
            RawClient.ask(server.port(), "GET", "/").isProblem(404, "not_found");
        }
    }
}
