package dev.taskcast.http.route;

import static dev.taskcast.http.route.Answers.answer;
import static dev.taskcast.http.route.Answers.full;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.SeededRandom;
import dev.taskcast.TaskManager;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.task.TaskId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A task's id as a segment of a path, percent-encoded. */
class IdInPathTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void isBad(String segment) {
        assertThat(answer(endpoint, SimpleRequest.get("/tasks/" + segment)))
                .as(segment)
                .isEqualTo("400 bad_id");
        assertThat(answer(endpoint, SimpleRequest.post("/tasks/" + segment + "/start")))
                .as(segment)
                .isEqualTo("400 bad_id");
        assertThat(answer(endpoint, SimpleRequest.post("/tasks/" + segment + "/cancel")))
                .as(segment)
                .isEqualTo("400 bad_id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b", "a+b", "a?b#c", "ü", "漢字", "😀", "a.b", "...", "a:b@c", "a&b=c", "\"'<>", "start", "Events",
                "events2", "\u2028"
            })
    void everyValidIdCanBeReached(String id) {
        tasks.register(id, ctx -> {});

        assertThat(Answers.json(full(endpoint, SimpleRequest.get("/tasks/" + encoded(id)))))
                .containsEntry("id", id);
        assertThat(answer(endpoint, SimpleRequest.post("/tasks/" + encoded(id) + "/cancel")))
                .isEqualTo("202 application/json");
    }

    static SeededRandom[] randoms() {
        return SeededRandom.several(4);
    }

    @ParameterizedTest
    @MethodSource("randoms")
    void anyTextIsReachedWhereItIsAValidIdAndBadWhereNot(SeededRandom random) {
        for (int i = 0; i < 500; i++) {
            String id = text(random);
            String path = "/tasks/" + encoded(id);
            if (TaskId.isValid(id)) {
                assertThat(answer(endpoint, SimpleRequest.get(path))).as(path).isEqualTo("404 unknown_task");
            } else if (!path.equals("/tasks/events")) {
                assertThat(answer(endpoint, SimpleRequest.get(path))).as(path).isIn("400 bad_id", "404 not_found");
            }
        }
    }

    private static String text(SeededRandom random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(1, random.nextInt(10) == 0 ? 300 : 6);
        for (int i = 0; i < length; i++) {
            int point = switch (random.nextInt(4)) {
                case 0 -> random.nextInt(0x20, 0x7F);
                case 1 -> random.nextInt(0, 0x100);
                case 2 -> random.nextInt(0xE000, 0xFFFF);
                default -> random.nextInt(0x10000, 0x10FFFF);
            };
            text.appendCodePoint(point);
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a%2Fb", "%2F", "a%2fb", "a%5Cb", "a%3Bb", "a;b", "a\\b", "a%25b", "%00", "a%00", "a%0Ab", "a%0D",
                "%1f", "%7F", "%C2%85"
            })
    void whatNoIdMayHoldIsBad(String segment) {
        isBad(segment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%",
                "a%",
                "%4",
                "%zz",
                "%%41",
                "%u0041",
                "%-1",
                "% 41",
                "%ff",
                "%c3",
                "%c3%28",
                "%e2%82",
                "%f5%80%80%80",
                "%ed%a0%80",
                "%c0%af",
                "%c0%80",
                "%e0%80%af",
                "%f0%80%80%af",
                "ü",
                "%Ù¡Ù¡"
            })
    void whatIsNoPercentEncodedUtf8IsBad(String segment) {
        isBad(segment);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "%2e", "%2E%2e", ".%2e"})
    void dotSegmentsAreBad(String segment) {
        isBad(segment);
    }

    @Test
    void dotSegmentsLeadNowhere() {
        tasks.register("a", ctx -> {});
        for (String path : List.of("/tasks/a/../a", "/tasks/./a", "/tasks/x/../a/start", "/tasks/../tasks/a")) {
            assertThat(answer(endpoint, SimpleRequest.get(path))).as(path).isEqualTo("404 not_found");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%65vents", "event%73", "boar%64", "%74ickets", "clien%74"})
    void reservedWordsInDisguiseAreBad(String segment) {
        isBad(segment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "board", "tickets", "client"})
    void reservedWordsAreNoTasks(String word) {
        assertThat(answer(endpoint, SimpleRequest.post("/tasks/" + word + "/start")))
                .isEqualTo("400 bad_id");
        assertThat(answer(endpoint, SimpleRequest.post("/tasks/" + word + "/cancel")))
                .isEqualTo("400 bad_id");
    }

    @Test
    void twoHundredCharactersAreTheMost() {
        String longest = "x".repeat(200);
        tasks.register(longest, ctx -> {});

        assertThat(answer(endpoint, SimpleRequest.get("/tasks/" + longest))).isEqualTo("200 application/json");
        assertThat(answer(endpoint, SimpleRequest.get("/tasks/" + encoded("ü".repeat(200)))))
                .isEqualTo("404 unknown_task");
        isBad(longest + "x");
        isBad(encoded("ü".repeat(201)));
        isBad(encoded("😀".repeat(101)));
        isBad("x".repeat(100_000));
    }
}
