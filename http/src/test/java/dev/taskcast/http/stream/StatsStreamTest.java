package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.Ann;
import dev.taskcast.http.Frame;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Frames;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.time.ManualClock;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many tasks are how, on streams that ask for it: {@code stats=1}. */
class StatsStreamTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
    private final Puppet puppet = Puppet.docile();
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();

    private ModelClient connect(String query) {
        return new ModelClient(endpoint).connect(SimpleRequest.get("/tasks/events?" + query), false);
    }

    private void tick() {
        clock.advance(SECOND);
        endpoint.dispatch();
    }

    private static List<Frame.Message> stats(ModelClient client) {
        return client.pullAll().stream()
                .filter(message -> message.type().equals("stats"))
                .toList();
    }

    /** The numbers of tasks by their status in the only message. */
    private static Map<?, ?> tasks(ModelClient client) {
        List<Frame.Message> messages = stats(client);
        assertThat(messages).hasSize(1);
        Map<?, ?> stats =
                (Map<?, ?>) Objects.requireNonNull(messages.getFirst().json().get("stats"));
        return (Map<?, ?>) Objects.requireNonNull(stats.get("tasks"));
    }

    private static Map<String, BigDecimal> counts(String status, int count) {
        return Map.of(status, BigDecimal.valueOf(count));
    }

    @Test
    void theyComeAfterReadyAndAtMostOnceASecondWhileTheyChange() {
        tasks.register("a", puppet);
        ModelClient client = connect("stats=1");
        List<Frame.Message> first = client.pullAll();
        assertThat(first).extracting(Frame.Message::type).containsExactly("init", "ready", "stats");
        tasks.register("b", puppet);
        endpoint.dispatch();
        tasks.register("c", puppet);
        endpoint.dispatch();
        assertThat(stats(client)).isEmpty();
        tick();
        assertThat(tasks(client)).isEqualTo(counts("pending", 3));
        tick();
        assertThat(stats(client)).isEmpty();
    }

    @Test
    void withoutADumpTheyComeAsWell() {
        tasks.register("a", puppet);
        ModelClient client = connect("stats=1&init=none&task=other");
        assertThat(tasks(client)).isEqualTo(counts("pending", 1));
    }

    @Test
    void nobodyElseIsToldAndNothingIsLookedAt() {
        ModelClient client = connect("");
        client.pullAll();
        tasks.register("a", puppet);
        tick();
        assertThat(stats(client)).isEmpty();
    }

    @Test
    void theyAreWrittenOnceForAll() {
        tasks.register("a", puppet);
        ModelClient one = connect("stats=1&init=none");
        ModelClient other = connect("stats=1&init=none&type=none");
        stats(one);
        stats(other);
        tasks.register("b", puppet);
        one.pullAll();
        other.pullAll();
        tick();
        Frames first = Objects.requireNonNull(one.session().next());
        Frames second = Objects.requireNonNull(other.session().next());
        assertThat(first.bytes()).isSameAs(second.bytes());
        assertThat(new String(first.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("data: {\"type\":\"stats\",\"stats\":{\"tasks\":{\"pending\":2},"
                        + "\"types\":{\"a\":{\"pending\":1},\"b\":{\"pending\":1}}}}\n\n");
    }

    @Test
    void whoComesLaterIsToldWhatIsSoThen() {
        ModelClient first = connect("stats=1");
        assertThat(tasks(first)).isEmpty();
        tasks.register("a", puppet);
        tick();
        assertThat(tasks(first)).isEqualTo(counts("pending", 1));
        assertThat(tasks(connect("stats=1"))).isEqualTo(counts("pending", 1));
        first.session().close();
        tasks.register("b", puppet);
        clock.advance(SECOND);
        assertThat(tasks(connect("stats=1"))).isEqualTo(counts("pending", 2));
    }

    private static String answer(TaskEndpoint of, String query) {
        Reply.Full reply = (Reply.Full) of.answer(SimpleRequest.get("/tasks/events?" + query));
        return reply.status() + new String(reply.body(), StandardCharsets.UTF_8);
    }

    @Test
    void onlyWhoSeesEverythingMayHaveThem() {
        TaskEndpoint restricted = TaskEndpoint.builder(tasks)
                .access(request -> Optional.of(new Ann()))
                .build();
        assertThat(answer(restricted, "stats=1")).startsWith("403").contains("\"forbidden\"");
        String handle = tasks.handle("a", Duration.ofHours(1));
        assertThat(answer(endpoint, "stats=1&handle=" + handle)).startsWith("403");
        assertThat(restricted.streams()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stats=", "stats", "stats=0", "stats=true", "stats=1&stats=1"})
    void anythingElseIsRefused(String query) {
        assertThat(answer(endpoint, query)).startsWith("400").contains("bad_parameter", "stats must be 1");
    }
}
