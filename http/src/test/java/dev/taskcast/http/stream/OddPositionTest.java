package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.adapter.Backends;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A position that can't be replayed means a reset and a dump, never an error and never a gap. */
class OddPositionTest {
    private static final List<String> RESET = List.of("reset", "init a pending", "init b pending", "ready");

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private static TaskManager withTasks(TaskManager tasks) {
        tasks.register("a", ctx -> {});
        tasks.register("b", ctx -> {});
        return tasks;
    }

    private static List<String> byHeader(TaskManager tasks, String position) {
        SimpleRequest request = SimpleRequest.get("/tasks/events").with("Last-Event-ID", position);
        return new ModelClient(TaskEndpoint.builder(tasks).build())
                .connect(request, true)
                .told();
    }

    private static List<String> byQuery(TaskManager tasks, String raw) {
        SimpleRequest request = SimpleRequest.get("/tasks/events?lastEventId=" + raw);
        return new ModelClient(TaskEndpoint.builder(tasks).build())
                .connect(request, true)
                .told();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "-1",
                "007",
                "1",
                "+5",
                "1e3",
                "1.0",
                "0x10",
                " ",
                " 5 ",
                "5 5",
                "5,5",
                "٣",
                "NaN",
                "null",
                "9007199254740991",
                "9007199254740992",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551616",
                "99999999999999999999999999999999999999",
                "\u0000",
                "id\nid",
                "<script>"
            })
    void anOddPositionMeansAReset(String position) {
        TaskManager tasks = withTasks(invariants.manager());

        assertThat(byHeader(tasks, position)).isEqualTo(RESET);
        assertThat(byQuery(tasks, URLEncoder.encode(position, StandardCharsets.UTF_8)))
                .isEqualTo(RESET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%%%", "%zz", "%ff", "%c3%28", "5%", "%3", "+", "%00", "=", "a=b", "\u00fc"})
    void junkInTheQueryMeansAReset(String raw) {
        assertThat(byQuery(withTasks(invariants.manager()), raw)).isEqualTo(RESET);
    }

    @Test
    void aVeryLongPositionMeansAReset() {
        TaskManager tasks = withTasks(invariants.manager());

        assertThat(byHeader(tasks, "9".repeat(8_000))).isEqualTo(RESET);
        assertThat(byHeader(tasks, "0".repeat(8_000) + "1")).isEqualTo(RESET);
    }

    @Test
    void onlyAsciiDigitsAreAPosition() {
        TaskManager tasks = withTasks(invariants.manager());
        String head = Long.toString(Backends.of(tasks).log().head());
        String arabic = head.chars()
                .map(digit -> digit - '0' + '٠')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();

        assertThat(byHeader(tasks, head)).containsExactly("ready");
        assertThat(byHeader(tasks, arabic)).isEqualTo(RESET);
        assertThat(byHeader(tasks, "+" + head)).isEqualTo(RESET);
        assertThat(byHeader(tasks, head + ".0")).isEqualTo(RESET);
        assertThat(byHeader(tasks, head + " ")).isEqualTo(RESET);
    }

    @Test
    void aheadOfTheHeadMeansAReset() {
        TaskManager tasks = withTasks(invariants.manager());
        long head = Backends.of(tasks).log().head();

        assertThat(byHeader(tasks, Long.toString(head))).containsExactly("ready");
        assertThat(byHeader(tasks, Long.toString(head + 1))).isEqualTo(RESET);
    }

    @Test
    void theBeginningOfThisLogIsAReplayAndBeforeItAReset() {
        TaskManager tasks = withTasks(invariants.manager());
        long head = Backends.of(tasks).log().head();

        assertThat(byHeader(tasks, Long.toString(head - 2)))
                .containsExactly("update a pending", "update b pending", "ready");
        assertThat(byHeader(tasks, Long.toString(head - 3))).isEqualTo(RESET);
    }

    @Test
    void whatTheWindowNoLongerHoldsMeansAReset() {
        TaskManager tasks = withTasks(invariants.manager(builder -> builder.eventBufferSize(3)));
        long held = Backends.of(tasks).log().head();
        tasks.register("c", ctx -> {});
        tasks.unregister("c");
        tasks.register("d", ctx -> {});

        assertThat(byHeader(tasks, Long.toString(held)))
                .containsExactly("update c pending", "remove c", "update d pending", "ready");
        assertThat(byHeader(tasks, Long.toString(held - 1))).startsWith("reset").endsWith("ready");
        assertThat(byHeader(tasks, "0")).startsWith("reset");
    }

    @Test
    void aPositionOfAnEarlierLifeMeansAReset() {
        TaskManager earlier = withTasks(invariants.manager());
        earlier.register("gone", ctx -> {});
        String position = Long.toString(Backends.of(earlier).log().head());
        earlier.close();

        TaskManager tasks = withTasks(invariants.manager());

        assertThat(byHeader(tasks, position)).isEqualTo(RESET);
    }

    @Test
    void aPositionOfAnotherManagerOfThisLifeMeansAReset() {
        TaskManager first = withTasks(invariants.manager());
        TaskManager second = withTasks(invariants.manager());

        assertThat(byHeader(first, Long.toString(Backends.of(second).log().head())))
                .isEqualTo(RESET);
        assertThat(byHeader(second, Long.toString(Backends.of(first).log().head())))
                .isEqualTo(RESET);
    }

    @Test
    void withoutABufferEveryReconnectIsAResetButAtTheHead() {
        TaskManager tasks = withTasks(invariants.manager(builder -> builder.eventBufferSize(0)));
        long head = Backends.of(tasks).log().head();

        assertThat(byHeader(tasks, Long.toString(head))).containsExactly("ready");
        assertThat(byHeader(tasks, Long.toString(head - 1))).isEqualTo(RESET);
        assertThat(byHeader(tasks, "0")).isEqualTo(RESET);
    }

    @Test
    void aResetOfAnEmptyManagerIsResetAndReady() {
        assertThat(byHeader(invariants.manager(), "abc")).containsExactly("reset", "ready");
    }
}
