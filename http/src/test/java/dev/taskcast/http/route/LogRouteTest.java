package dev.taskcast.http.route;

import static dev.taskcast.http.route.Answers.answer;
import static dev.taskcast.http.route.Answers.full;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a task's newest run logged. */
class LogRouteTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
    private final Puppet puppet = Puppet.docile();

    @BeforeEach
    void register() {
        tasks.register("a", puppet);
    }

    private Puppet.Run start() {
        tasks.start("a");
        return puppet.awaitRun();
    }

    private String log(String query) {
        return new String(
                full(endpoint, SimpleRequest.get("/tasks/a/log" + query)).body(), StandardCharsets.UTF_8);
    }

    @Test
    void beforeAnyLineItIsEmpty() {
        assertThat(log("")).isEqualTo("{\"run\":0,\"from\":1,\"lines\":[]}");
        start();
        assertThat(log("")).isEqualTo("{\"run\":1,\"from\":1,\"lines\":[]}");
    }

    @Test
    void linesAreNumberedFromOneWithinTheRun() {
        Puppet.Run run = start();
        run.ctx().log("one");
        run.ctx().log("two\nthree\r\nfour");
        run.ctx().log("\"<b>\u2028\u0000");

        assertThat(log(""))
                .isEqualTo("{\"run\":1,\"from\":1,\"lines\":[\"one\",\"two\",\"three\",\"four\","
                        + "\"\\\"<b>\u2028\\u0000\"]}");
        assertThat(log("?after=3")).isEqualTo("{\"run\":1,\"from\":4,\"lines\":[\"four\",\"\\\"<b>\u2028\\u0000\"]}");
        assertThat(log("?after=5")).isEqualTo("{\"run\":1,\"from\":6,\"lines\":[]}");
        assertThat(log("?after=9223372036854775807")).isEqualTo("{\"run\":1,\"from\":6,\"lines\":[]}");
    }

    @Test
    void theyStayWhenTheRunHasEndedUntilAnotherLogs() {
        Puppet.Run run = start();
        run.ctx().log("first run");
        run.end();
        assertThat(log("")).contains("\"first run\"");

        start().ctx().log("second run");

        assertThat(log("")).isEqualTo("{\"run\":2,\"from\":1,\"lines\":[\"second run\"]}");
    }

    @Test
    void theLastThousandAreKeptAndAGapShows() {
        Puppet.Run run = start();
        IntStream.rangeClosed(1, 1_500).forEach(i -> run.ctx().log("line " + i));

        assertThat(Answers.json(full(endpoint, SimpleRequest.get("/tasks/a/log?after=10"))))
                .containsEntry("from", java.math.BigDecimal.valueOf(501))
                .doesNotContainKey("next")
                .extractingByKey("lines")
                .isEqualTo(IntStream.rangeClosed(501, 1_500)
                        .mapToObj(i -> "line " + i)
                        .toList());
    }

    @Test
    void aLongLineIsCut() {
        Puppet.Run run = start();
        run.ctx().log("x".repeat(5_000));

        assertThat(Answers.json(full(endpoint, SimpleRequest.get("/tasks/a/log"))))
                .containsEntry("lines", List.of("x".repeat(4_095) + "…"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "", "1.5", "9223372036854775808", "%zz"})
    void aBadNumberIsABadParameter(String after) {
        assertThat(answer(endpoint, SimpleRequest.get("/tasks/a/log?after=" + after)))
                .isEqualTo("400 bad_parameter");
    }

    @Test
    void ofAnUnknownTaskThereIsNone() {
        Puppet.Run run = start();
        run.ctx().log("line");
        tasks.unregister("a");
        assertThat(answer(endpoint, SimpleRequest.get("/tasks/a/log"))).isEqualTo("404 unknown_task");

        tasks.register("a", puppet);
        run.ctx().log("from beyond");

        assertThat(log("")).isEqualTo("{\"run\":0,\"from\":1,\"lines\":[]}");
    }
}
