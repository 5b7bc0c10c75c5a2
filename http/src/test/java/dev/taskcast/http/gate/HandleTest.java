package dev.taskcast.http.gate;

import static dev.taskcast.http.route.Answers.answer;
import static dev.taskcast.http.route.Answers.full;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.route.Answers;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Guests with a link to one task, whom the application's own access would not let in. */
class HandleTest {
    private static final String OK = "200 application/json";

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
    private final TaskEndpoint endpoint = closed(tasks);
    private final Puppet puppet = Puppet.docile();

    private static TaskEndpoint closed(TaskManager tasks) {
        return TaskEndpoint.builder(tasks).authorize(request -> false).build();
    }

    @BeforeEach
    void register() {
        tasks.register("a", puppet);
        tasks.register("b", puppet);
    }

    private String get(String path, String handle) {
        return answer(endpoint, SimpleRequest.get(path + "?handle=" + handle));
    }

    @Test
    void itIsGoodForWatchingOneTask() {
        String handle = tasks.handle("a", Duration.ofHours(1));

        assertThat(handle).matches("[A-Za-z0-9_-]+");
        assertThat(get("/tasks/a", handle)).isEqualTo(OK);
        assertThat(get("/tasks/a/log", handle)).isEqualTo(OK);
        assertThat(get("/tasks/b", handle)).isEqualTo("404 unknown_task");
        assertThat(get("/tasks/b/log", handle)).isEqualTo("404 unknown_task");
        assertThat(Answers.json(full(endpoint, SimpleRequest.get("/tasks?handle=" + handle)))
                        .get("tasks"))
                .asString()
                .contains("a")
                .doesNotContain("id=b");
    }

    @Test
    void itIsGoodForNothingElse() {
        String handle = tasks.handle("a", Duration.ofHours(1));
        TaskEndpoint open = TaskEndpoint.builder(tasks).build();
        for (String path : List.of("/tasks/a/start", "/tasks/a/cancel", "/tasks/tickets", "/tasks")) {
            for (TaskEndpoint each : List.of(endpoint, open)) {
                assertThat(answer(each, SimpleRequest.post(path + "?handle=" + handle)))
                        .as(path)
                        .isEqualTo("403 forbidden");
            }
        }
        assertThat(endpoint.answer(SimpleRequest.of("HEAD", "/tasks/a?handle=" + handle))
                        .status())
                .isEqualTo(200);
        assertThat(tasks.getState("a")).map(state -> state.run()).contains(0);
    }

    @Test
    void itsStreamHasOneTaskAndEndsWhenItExpires() {
        String handle = tasks.handle("a", Duration.ofSeconds(45));
        ModelClient client =
                new ModelClient(endpoint).connect(SimpleRequest.get("/tasks/events?handle=" + handle), false);
        assertThat(client.toldAndAsked()).containsExactly("init a pending", "ready");
        tasks.start("b");
        tasks.start("a");
        assertThat(client.toldAndAsked()).containsExactly("update a running Starting...");

        clock.advance(Duration.ofSeconds(30));
        client.toldAndAsked();
        assertThat(client.session().isDenied()).isFalse();
        clock.advance(Duration.ofSeconds(30));
        client.toldAndAsked();

        assertThat(client.session().isDenied()).isTrue();
    }

    @Test
    void itsStreamEndsInTimeWhateverTheWallClockDoes() {
        String handle = tasks.handle("a", Duration.ofSeconds(45));
        ModelClient client =
                new ModelClient(endpoint).connect(SimpleRequest.get("/tasks/events?handle=" + handle), false);
        client.toldAndAsked();
        clock.moveWall(Duration.ofHours(-1));
        for (int i = 0; i < 2; i++) {
            clock.advance(Duration.ofSeconds(30));
            client.toldAndAsked();
        }

        assertThat(client.session().isDenied()).isTrue();
    }

    @Test
    void itExpiresToTheMillisecond() {
        String handle = tasks.handle("a", Duration.ofSeconds(1));
        clock.advance(Duration.ofMillis(999));
        assertThat(get("/tasks/a", handle)).isEqualTo(OK);

        clock.advance(Duration.ofMillis(1));

        assertThat(get("/tasks/a", handle)).isEqualTo("403 forbidden");
    }

    @Test
    void everyBitOfItCounts() {
        String handle = tasks.handle("a", Duration.ofHours(1));
        byte[] bytes = java.util.Base64.getUrlDecoder().decode(handle);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] forged = bytes.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            String text = java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(forged);
            assertThat(get("/tasks/a", text)).as("bit %s", bit).isEqualTo("403 forbidden");
        }
        for (String junk : List.of("", "a", "%00", "%zz", "x".repeat(5_000), handle + "AAAA", handle.substring(4))) {
            assertThat(get("/tasks/a", junk)).as(junk).isEqualTo("403 forbidden");
        }
    }

    @Test
    void aBadOneIsRefusedEvenFromSomebodyWhoWouldBeLetIn() {
        TaskEndpoint open = TaskEndpoint.builder(tasks).build();

        assertThat(answer(open, SimpleRequest.get("/tasks/a?handle=junk"))).isEqualTo("403 forbidden");
    }

    @Test
    void oneOfAnotherManagerIsNoGood() {
        String foreign = invariants.manager().handle("a", Duration.ofHours(1));

        assertThat(get("/tasks/a", foreign)).isEqualTo("403 forbidden");
    }

    @Test
    void keysCanBeRotated() {
        byte[] old = "0123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] next = "fedcba9876543210fedcba9876543210".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        String handle = withKeys(old).handle("a", Duration.ofHours(1));

        assertThat(answerOf(withKeys(next, old), handle)).isEqualTo(OK);
        assertThat(answerOf(withKeys(old), withKeys(next, old).handle("a", Duration.ofHours(1))))
                .isEqualTo("403 forbidden");
        assertThat(answerOf(withKeys(next), handle)).isEqualTo("403 forbidden");
    }

    private TaskManager withKeys(byte[]... keys) {
        TaskManager manager = invariants.manager(builder -> builder.clock(clock).handleKeys(List.of(keys)));
        manager.register("a", puppet);
        return manager;
    }

    private static String answerOf(TaskManager manager, String handle) {
        return answer(closed(manager), SimpleRequest.get("/tasks/a?handle=" + Objects.requireNonNull(handle)));
    }
}
