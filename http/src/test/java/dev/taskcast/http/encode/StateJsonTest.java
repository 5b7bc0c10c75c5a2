package dev.taskcast.http.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.BIG_DECIMAL;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.taskcast.codec.StrictJson;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskResult;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Canceled;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Ending;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Stopping;
import dev.taskcast.task.TaskState.TimedOut;
import dev.taskcast.task.TaskState.Waiting;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A task's state on the wire, field by field. */
class StateJsonTest {
    private static final TaskIdentity PLAIN = TaskOptions.DEFAULT.identity("x", "x");
    private static final Ending ENDING = new Ending(2, 1_000, 2_000);
    private static final Stopping STOPPING = new Stopping(Stopping.Phase.REQUESTED, 1_999);

    private static void writes(TaskState state, String wanted) {
        assertThat(StrictJson.parse(StateJson.bytes(state))).isEqualTo(StrictJson.parse(wanted));
    }

    private static String text(TaskState state) {
        return new String(StateJson.bytes(state), StandardCharsets.UTF_8);
    }

    private static Running running(TaskProgress progress) {
        return new Running(PLAIN, new Placement(1, 1_000), progress);
    }

    @Test
    void aTaskThatWasNeverStartedIsItsIdAndPendingAndNothingElse() {
        writes(new Pending(PLAIN, Waiting.FOR_FIRST_START), "{\"id\":\"x\",\"status\":\"pending\"}");
    }

    @Test
    void whatIsGivenForPeopleIsAmongTheCommonFields() {
        TaskOptions options = TaskOptions.builder()
                .title("A title")
                .description("A line.")
                .owner("me")
                .tags("a", "b")
                .build();

        writes(new Pending(options.identity("x", "import"), Waiting.FOR_FIRST_START), """
                {"id":"x","type":"import","title":"A title","description":"A line.","owner":"me","tags":["a","b"],
                 "status":"pending"}""");
    }

    @Test
    void theTypeIsLeftOutWhereItEqualsTheId() {
        assertThat(text(new Pending(PLAIN, Waiting.FOR_FIRST_START))).doesNotContain("type");
    }

    @Test
    void eachOptionStandsByItself() {
        writes(pending(TaskOptions.title("")), "{\"id\":\"x\",\"title\":\"\",\"status\":\"pending\"}");
        writes(
                pending(TaskOptions.builder().description("d").build()),
                "{\"id\":\"x\",\"description\":\"d\",\"status\":\"pending\"}");
        writes(
                pending(TaskOptions.builder().owner("o").build()),
                "{\"id\":\"x\",\"owner\":\"o\",\"status\":\"pending\"}");
        writes(
                pending(TaskOptions.builder().tags("t").build()),
                "{\"id\":\"x\",\"tags\":[\"t\"],\"status\":\"pending\"}");
    }

    private static Pending pending(TaskOptions options) {
        return new Pending(options.identity("x", "x"), Waiting.FOR_FIRST_START);
    }

    @Test
    void aRunThatHasNotReportedIsStarting() {
        writes(running(TaskProgress.STARTING), """
                {"id":"x","status":"running","run":1,"startedAt":1000,"progress":{"message":"Starting..."}}""");
    }

    @Test
    void aRunHasItsProgress() {
        writes(running(new TaskProgress("Importing rows", 3, 100)), """
                {"id":"x","status":"running","run":1,"startedAt":1000,
                 "progress":{"message":"Importing rows","current":3,"total":100}}""");
    }

    @Test
    void aCompletedRunHasAResultWhereOneWasGiven() {
        writes(new Completed(PLAIN, ENDING, null, List.of()), """
                {"id":"x","status":"completed","run":2,"startedAt":1000,"lastRun":2000}""");
        writes(new Completed(PLAIN, ENDING, TaskResult.of(Map.of("rows", List.of(1, 2.5, "ü"))), List.of()), """
                {"id":"x","status":"completed","run":2,"startedAt":1000,"lastRun":2000,"result":{"rows":[1,2.5,"ü"]}}""");
        writes(new Completed(PLAIN, ENDING, TaskResult.of(null), List.of()), """
                {"id":"x","status":"completed","run":2,"startedAt":1000,"lastRun":2000,"result":null}""");
    }

    @Test
    void aFailedRunHasItsMessage() {
        writes(new Failed(PLAIN, ENDING, "No such file"), """
                {"id":"x","status":"error","run":2,"startedAt":1000,"lastRun":2000,"error":"No such file"}""");
    }

    @Test
    void aStoppedRunSaysSoWhileItsHandlerGoesOn() {
        String stopping =
                ",\"run\":2,\"startedAt\":1000,\"lastRun\":2000,\"stopping\":{\"phase\":\"requested\",\"since\":1999}}";
        writes(new Canceled(PLAIN, ENDING, STOPPING), "{\"id\":\"x\",\"status\":\"canceled\"" + stopping);
        writes(new TimedOut(PLAIN, ENDING, STOPPING), "{\"id\":\"x\",\"status\":\"timed_out\"" + stopping);
    }

    @Test
    void aStoppedRunWhoseHandlerReturnedIsNoLongerStopping() {
        String ended = ",\"run\":2,\"startedAt\":1000,\"lastRun\":2000}";
        writes(new Canceled(PLAIN, ENDING, null), "{\"id\":\"x\",\"status\":\"canceled\"" + ended);
        writes(new TimedOut(PLAIN, ENDING, null), "{\"id\":\"x\",\"status\":\"timed_out\"" + ended);
    }

    @Test
    void aRunOnANodeNamesItAndSaysWhileItMoves() {
        TaskProgress half = new TaskProgress("half", 1, 2);
        writes(
                new Running(PLAIN, new Placement(2, 1_000, "web-1", false), half),
                "{\"id\":\"x\",\"status\":\"running\",\"run\":2,\"startedAt\":1000,\"node\":\"web-1\","
                        + "\"progress\":{\"message\":\"half\",\"current\":1,\"total\":2}}");
        writes(
                new Running(PLAIN, new Placement(2, 1_000, null, true), half),
                "{\"id\":\"x\",\"status\":\"running\",\"run\":2,\"startedAt\":1000,\"moving\":true,"
                        + "\"progress\":{\"message\":\"half\",\"current\":1,\"total\":2}}");
    }

    @Test
    void aRunWhoseNodeIsSilentSaysSinceWhen() {
        writes(
                new Running(PLAIN, new Placement(2, 1_000, "web-1", false), new TaskProgress("half", 1, 2))
                        .lostSince(5_000),
                "{\"id\":\"x\",\"status\":\"running\",\"run\":2,\"startedAt\":1000,\"node\":\"web-1\",\"lostSince\":5000,"
                        + "\"progress\":{\"message\":\"half\",\"current\":1,\"total\":2}}");
    }

    @Test
    void aTaskThatWasCanceledBeforeItBeganHasNoBeginning() {
        writes(
                new Canceled(PLAIN, new Ending(0, 0, 2_000), null),
                "{\"id\":\"x\",\"status\":\"canceled\",\"lastRun\":2000}");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "3, 3",
        "-7, -7",
        "250, 250",
        "9007199254740992, 9007199254740992",
        "0.5, 0.5",
        "-1.25, -1.25",
        "100.1, 100.1"
    })
    void aWholeNumberHasNoFraction(double value, String wanted) {
        assertThat(text(running(new TaskProgress("m", value, value))))
                .contains("\"current\":" + wanted + ",\"total\":" + wanted + "}");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e300, -1e300, 4.9E-324, 1.0 / 3, 123456789.12345679, 9007199254740994.0})
    void everyFiniteNumberComesBackAsItself(double value) {
        Map<?, ?> state = (Map<?, ?>) StrictJson.parse(StateJson.bytes(running(new TaskProgress("m", value, 1))));
        assertThat(state).extracting("progress.current", BIG_DECIMAL).isEqualByComparingTo(BigDecimal.valueOf(value));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNoNumberIsLeftOut(double none) {
        String start = "{\"id\":\"x\",\"status\":\"running\",\"run\":1,\"startedAt\":1000,\"progress\":";
        writes(running(new TaskProgress("m", none, 5)), start + "{\"message\":\"m\",\"total\":5}}");
        writes(running(new TaskProgress("m", 5, none)), start + "{\"message\":\"m\",\"current\":5}}");
        writes(running(new TaskProgress("m", none, none)), start + "{\"message\":\"m\"}}");
    }

    @Test
    void negativeAndOverTotalAreSentAsTheyAre() {
        assertThat(text(running(new TaskProgress("m", -5, 3)))).contains("\"current\":-5,\"total\":3}");
        assertThat(text(running(new TaskProgress("m", 7, 3)))).contains("\"current\":7,\"total\":3}");
        assertThat(text(running(new TaskProgress("m", 7, -3)))).contains("\"current\":7,\"total\":-3}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "\"quoted\" and \\ slashed",
                "two\nlines\r\nthree",
                "tab\tbackspace\bfeed\f",
                "\u0000\u0001\u001f\u007f",
                "umlaut ü, kanji 漢字, emoji 😀",
                "\u2028line and paragraph\u2029",
                "</script><b>",
                "lone \ud83d and \ude00 surrogates",
                "id: 1\ndata: {}\n\n"
            })
    void anyTextComesBackAsItselfAndOnOneLine(String text) {
        byte[] json = StateJson.bytes(new Failed(TaskOptions.title(text).identity("x", "x"), ENDING, text));

        assertThat(StrictJson.parse(json))
                .asInstanceOf(MAP)
                .containsEntry("title", text)
                .containsEntry("error", text);
        assertThat(new String(json, StandardCharsets.UTF_8)).doesNotContain("\n", "\r");
        assertThat(new String(json, StandardCharsets.ISO_8859_1).chars()).allMatch(b -> b >= 0x20);
    }

    @Test
    void whatProgressCountsIsSaidWhereItIsNoPlainNumber() {
        TaskProgress bytes = new TaskProgress("m", 1, 2, TaskProgress.Unit.BYTES, null, List.of());
        writes(
                running(bytes),
                "{\"id\":\"x\",\"status\":\"running\",\"run\":1,\"startedAt\":1000,\"progress\":{"
                        + "\"message\":\"m\",\"current\":1,\"total\":2,\"unit\":\"bytes\"}}");
    }

    @Test
    void thePaceSaysWhatIsKnown() {
        TaskProgress.Pace sure = new TaskProgress.Pace(2.5, 4_000);
        String start = "{\"id\":\"x\",\"status\":\"running\",\"run\":1,\"startedAt\":1000,\"progress\":{"
                + "\"message\":\"m\",\"current\":1,\"total\":2,\"rate\":2.5";
        writes(running(new TaskProgress("m", 1, 2).with(sure)), start + ",\"eta\":4000}}");
        writes(
                running(new TaskProgress("m", 1, 2).with(sure.between(2_000, 8_000))),
                start + ",\"eta\":4000,\"etaRange\":[2000,8000]}}");
        writes(
                running(new TaskProgress("m", 1, 2).with(TaskProgress.Pace.usually(2.5, 60_000))),
                start + ",\"usual\":60000}}");
    }
}
