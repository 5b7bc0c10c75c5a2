package dev.taskcast.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.exchange.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An endpoint's settings, and what a server needs of it. */
class TaskEndpointTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();

    @ParameterizedTest
    @ValueSource(strings = {"", "/tasks", "/a/b/c", "/A-Z.0_9~", "/.hidden", "/a..b"})
    void aPathIsOfUnreservedCharacters(String path) {
        assertThat(TaskEndpoint.builder(tasks).path(path).build().path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/", "tasks", "/tasks/", "//", "/a//b", "/a b", "/a%20b", "/ü", "/a?b", "/a#b", "/./a", "/a/../b",
                "/a/..", "/.", "/.."
            })
    void anotherPathIsRefused(String path) {
        assertThatThrownBy(() -> TaskEndpoint.builder(tasks).path(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(path);
    }

    @Test
    void aHeartbeatIntervalIsBetweenTenMillisecondsAndADay() {
        TaskEndpoint.Builder builder = TaskEndpoint.builder(tasks);
        for (Duration good : List.of(Duration.ofMillis(10), Duration.ofSeconds(30), Duration.ofDays(1))) {
            assertThat(builder.heartbeatInterval(good)).isSameAs(builder);
        }
        for (Duration bad : List.of(
                Duration.ZERO,
                Duration.ofSeconds(-1),
                Duration.ofMillis(9),
                Duration.ofDays(1).plusNanos(1),
                Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatThrownBy(() -> builder.heartbeatInterval(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("heartbeatInterval must be between 10 ms and one day, got: " + bad);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/tasks, true",
        "/tasks/, true",
        "/tasks/events, true",
        "/tasks2, false",
        "/task, false",
        "/tasks%2Fevents, false",
        "/x/tasks, false",
        "/, false",
        "'', false"
    })
    void itOwnsItsPathAndWhatIsBelow(String path, boolean owned) {
        assertThat(TaskEndpoint.builder(tasks).build().owns(path)).isEqualTo(owned);
    }

    @Test
    void onTheRootItOwnsEverything() {
        TaskEndpoint root = TaskEndpoint.builder(tasks).path("").build();
        tasks.register("a", ctx -> {});

        assertThat(root.owns("/a")).isTrue();
        assertThat(root.answer(SimpleRequest.get("/a")).status()).isEqualTo(200);
        assertThat(root.answer(SimpleRequest.get("/events")).status()).isEqualTo(200);
        assertThat(root.answer(SimpleRequest.get("/")).status()).isEqualTo(404);
    }

    @Test
    void aHintComesWithEachChangeUntilItIsTakenBack() {
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
        List<String> hints = new ArrayList<>();
        Runnable back = endpoint.onHint(() -> hints.add("hint"));
        tasks.register("a", ctx -> {});
        assertThat(hints).hasSize(1);

        back.run();
        tasks.unregister("a");

        assertThat(hints).hasSize(1);
    }

    @Test
    void aServerIsToldOfTheClose() {
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
        List<String> told = new ArrayList<>();
        Runnable back = endpoint.onClose(() -> told.add("never"));
        assertThat(endpoint.onClose(() -> told.add("closed"))).isNotNull();
        back.run();
        tasks.close();

        assertThat(told).containsExactly("closed");
        assertThatThrownBy(() -> endpoint.onClose(() -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPageIsSentAsItIs() {
        byte[] body = {1, 2, 3};
        Reply.Full reply = new Page("/app.js", "text/javascript", body, Map.of("X-Own", "1")).reply();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(body);
        assertThat(reply.headers())
                .isEqualTo(Map.of(
                        "Content-Type", "text/javascript",
                        "X-Own", "1",
                        "Cache-Control", "no-cache",
                        "X-Content-Type-Options", "nosniff"));
    }

    @Test
    void aPagesOwnHeadersGoBeforeTheDefaults() {
        Page page = new Page("/", "text/html", new byte[0], Map.of("Cache-Control", "max-age=60"));

        assertThat(page.reply().headers()).containsEntry("Cache-Control", "max-age=60");
        assertThatThrownBy(() -> new Page("app.js", "text/plain", new byte[0], Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got: app.js");
    }
}
