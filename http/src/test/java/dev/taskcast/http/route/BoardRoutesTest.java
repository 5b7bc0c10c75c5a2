package dev.taskcast.http.route;

import static dev.taskcast.http.route.Answers.answer;
import static dev.taskcast.http.route.Answers.full;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.Ann;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.encode.NodesJson;
import dev.taskcast.task.TaskNode;
import dev.taskcast.task.TaskNode.Hearing;
import dev.taskcast.task.TaskStats;
import dev.taskcast.time.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers of all tasks together. */
class BoardRoutesTest {
    private static final long T0 = ManualClock.START.toEpochMilli();
    private static final String SERIES = "/tasks/board/api/series";
    private static final String STATS = "/tasks/board/api/stats";
    private static final String NODES = "/tasks/board/api/nodes";

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
    private final Puppet puppet = Puppet.docile();

    /** {@code a} takes 3 s, {@code b} takes 50 s and fails in the next minute, {@code a} goes on. */
    @BeforeEach
    void register() {
        tasks.register("a", puppet);
        tasks.register("b", puppet);
        run("a", Duration.ofSeconds(3)).end();
        clock.advance(Duration.ofSeconds(40));
        run("b", Duration.ofSeconds(50)).fail("The file is gone");
        run("a", Duration.ofSeconds(1));
    }

    private Puppet.Run run(String id, Duration duration) {
        var ignored = tasks.start(id);
        Puppet.Run run = puppet.awaitRun();
        clock.advance(duration);
        return run;
    }

    private String body(String path) {
        return new String(full(endpoint, SimpleRequest.get(path)).body(), StandardCharsets.UTF_8);
    }

    @Test
    void statsAreThoseOfTheStream() {
        assertThat(body(STATS)).isEqualTo("""
                        {"tasks":{"running":1,"error":1},"types":{"a":{"running":1},"b":{"error":1}},\
                        "ended":{"error":1}}""");
    }

    @Test
    void aNodeIsToldOfWithWhatItHas() {
        TaskNode node = tasks.nodes().getFirst();
        assertThat(body(NODES)).matches("""
                        \\{"nodes":\\[\\{"name":"%s","self":true,"version":"[0-9][^"]+","since":%d,"lastSign":%d,"running":1,\
                        "load":[0-9.]+,"hearing":"alone"\\}\\]\\}""".formatted(node.name(), T0, clock.millis()));
    }

    @Test
    void whatANodeDoesNotSayIsLeftOut() {
        TaskNode older = new TaskNode(
                "a \"b\"", false, "", null, Instant.EPOCH, true, false, null, 3, 0, List.of(), Hearing.UNKNOWN);
        TaskNode other = new TaskNode(
                "c",
                false,
                "1.2.3",
                Instant.ofEpochMilli(5),
                Instant.ofEpochMilli(7),
                false,
                true,
                new TaskStats.Slots(50, 49),
                1,
                1.256,
                List.of("import", "report"),
                Hearing.LISTENING);
        assertThat(new String(NodesJson.bytes(List.of(older, other)), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"nodes\":[{\"name\":\"a \\\"b\\\"\",\"lost\":true,\"lastSign\":0,\"running\":3,\"load\":0,"
                                + "\"hearing\":\"unknown\"},{\"name\":\"c\",\"drained\":true,\"version\":\"1.2.3\",\"since\":5,"
                                + "\"lastSign\":7,\"slots\":{\"all\":50,\"free\":49},\"running\":1,\"load\":1.26,"
                                + "\"hearing\":\"listening\",\"types\":[\"import\",\"report\"]}]}");
        assertThat(new String(NodesJson.bytes(List.of()), StandardCharsets.UTF_8))
                .isEqualTo("{\"nodes\":[]}");
    }

    @Test
    void aSeriesHasAnArrayForEachNumberThatIsNotZeroEverywhere() {
        String time = "from=" + (T0 + 1) + "&until=" + (T0 + 120_001);
        assertThat(body(SERIES + "?" + time))
                .isEqualTo("{\"bucket\":60000,\"from\":" + T0 + ",\"until\":" + (T0 + 180_000) + ",\"series\":["
                        + "{\"starts\":[2,1,0],\"ended\":{\"completed\":[1,0,0],\"error\":[0,1,0]},"
                        + "\"waits\":{\"p50\":[0,0,null],\"p95\":[0,0,null]},"
                        + "\"durations\":{\"p50\":[2943,51199,null],\"p95\":[2943,51199,null]}}]}");
        assertThat(body(SERIES + "?by=type&bucket=3600000&" + time))
                .isEqualTo("{\"bucket\":3600000,\"from\":" + T0 + ",\"until\":" + (T0 + 3_600_000) + ",\"series\":["
                        + "{\"type\":\"a\",\"starts\":[2],\"ended\":{\"completed\":[1]},"
                        + "\"waits\":{\"p50\":[0],\"p95\":[0]},\"durations\":{\"p50\":[2943],\"p95\":[2943]}},"
                        + "{\"type\":\"b\",\"starts\":[1],\"ended\":{\"error\":[1]},"
                        + "\"waits\":{\"p50\":[0],\"p95\":[0]},\"durations\":{\"p50\":[51199],\"p95\":[51199]}}]}");
        assertThat(body(SERIES + "?bucket=600000&type=none&type=b&" + time)).contains("""
                        "series":[{"type":"b","starts":[1],""", """
                        {"type":"none","starts":[0],"ended":{}}]}""");
    }

    @Test
    void withoutATimeItIsTheLastHourByTheMinute() {
        assertThat(body(SERIES))
                .startsWith("{\"bucket\":60000,\"from\":" + (T0 - 3_540_000) + ",\"until\":" + (T0 + 120_000));
        assertThat(body(SERIES + "?from=" + (T0 - 86_400_000 * 2))).startsWith("{\"bucket\":600000,");
        assertThat(body(SERIES + "?from=" + (T0 - 86_400_000L * 8))).startsWith("{\"bucket\":3600000,");
        assertThat(body(SERIES + "?until=1")).startsWith("{\"bucket\":3600000,\"from\":0,\"until\":3600000,");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=x",
                "from=-1",
                "from=253402214400001",
                "until=0",
                "from=5&until=5",
                "from=6&until=5",
                "bucket=1",
                "bucket=",
                "bucket=60s",
                "by=",
                "by=owner",
                "by=type&by=type",
                "by=type&type=a",
                "type=",
                "from=0&until=1767225600000",
                "bucket=60000&from=0&until=132120000",
                "type=1&type=2&type=3&type=4&type=5&type=6&type=7&type=8&type=9&type=10&type=11&type=12&type=13&type=14"
                        + "&type=15&type=16&type=17&type=18&type=19&type=20&type=21"
            })
    void whatCanNotBeAskedForIsRefused(String query) {
        assertThat(answer(endpoint, SimpleRequest.get(SERIES + "?" + query))).isEqualTo("400 bad_parameter");
    }

    @Test
    void onlyWhoSeesEverythingMayHaveThem() {
        TaskEndpoint restricted = TaskEndpoint.builder(tasks)
                .access(request -> Optional.of(new Ann()))
                .build();
        String handle = "handle=" + tasks.handle("a", Duration.ofHours(1));
        for (String path : new String[] {STATS, SERIES, NODES}) {
            assertThat(answer(restricted, SimpleRequest.get(path))).isEqualTo("403 forbidden");
            assertThat(answer(restricted, SimpleRequest.get(path + "?bucket=1")))
                    .isEqualTo("403 forbidden");
            assertThat(answer(endpoint, SimpleRequest.get(path + "?" + handle))).isEqualTo("403 forbidden");
        }
    }
}
