package dev.taskcast.http.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.BIG_DECIMAL;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.taskcast.codec.StrictJson;
import dev.taskcast.task.Course;
import dev.taskcast.task.Standing;
import dev.taskcast.task.Standing.LimitKind;
import dev.taskcast.task.Standing.Why;
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
import dev.taskcast.task.Turn;
import dev.taskcast.task.Waiting;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
        writes(new Pending(PLAIN, Waiting.ForStart.FIRST), "{\"id\":\"x\",\"status\":\"pending\"}");
    }

    @Test
    void whatIsGivenForPeopleIsAmongTheCommonFields() {
        TaskOptions options = TaskOptions.builder()
                .title("A title")
                .description("A line.")
                .owner("me")
                .tags("a", "b")
                .build();

        writes(new Pending(options.identity("x", "import"), Waiting.ForStart.FIRST), """
                {"id":"x","type":"import","title":"A title","description":"A line.","owner":"me","tags":["a","b"],
                 "status":"pending"}""");
    }

    @Test
    void theTypeIsLeftOutWhereItEqualsTheId() {
        assertThat(text(new Pending(PLAIN, Waiting.ForStart.FIRST))).doesNotContain("type");
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
        return new Pending(options.identity("x", "x"), Waiting.ForStart.FIRST);
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

    private static final String WAITS = "{\"id\":\"x\",\"status\":\"pending\"";

    private static Pending queued(@Nullable Standing standing) {
        return new Pending(PLAIN, new Waiting.ForSlot(0, 1_000, null, null), standing);
    }

    @ParameterizedTest
    @CsvSource({
        "SLOT, , slot, ",
        "LIMIT, MANAGER, limit, manager",
        "LIMIT, QUEUE, limit, queue",
        "LIMIT, TYPE, limit, type",
        "LIMIT, KEY, limit, key",
        "RATE, TYPE, rate, type",
        "PAUSED, QUEUE, paused, queue",
        "UNKNOWN_TYPE, , unknown_type, ",
        "SLOT, QUEUE, slot, "
    })
    void aTaskThatWaitsSaysForWhat(Why why, @Nullable LimitKind kind, String word, @Nullable String limit) {
        writes(
                queued(new Standing(why, kind, 3, 60_000)),
                WAITS + ",\"why\":\"" + word + "\"" + (limit == null ? "" : ",\"limit\":\"" + limit + "\"")
                        + ",\"position\":3,\"startsAt\":60000}");
    }

    @Test
    void whatNobodyKnowsOfAPlaceInLineIsLeftOut() {
        writes(queued(new Standing(Why.SLOT, null, 1, 0)), WAITS + ",\"why\":\"slot\",\"position\":1}");
        writes(queued(null), WAITS + "}");
        writes(queued(new Standing(Why.DELAY, null, 0, 1_000)), WAITS + "}"); // it is in no line any more
    }

    @Test
    void aTaskThatWaitsForATimeSaysWhen() {
        Waiting delay = new Waiting.ForTime(0, 1_000, 9_000, false, null, null);
        Waiting retry = new Waiting.ForTime(1, 1_000, 9_000, true, null, null);
        writes(new Pending(PLAIN, delay), WAITS + ",\"why\":\"delay\",\"runAt\":9000}");
        writes(new Pending(PLAIN, retry), WAITS + ",\"run\":1,\"why\":\"retry\",\"runAt\":9000}");
        writes(
                new Pending(PLAIN, retry, new Standing(Why.RETRY, null, 0, 9_000)),
                WAITS + ",\"run\":1,\"why\":\"retry\",\"runAt\":9000}");
        writes(
                new Pending(PLAIN, delay, new Standing(Why.LIMIT, LimitKind.KEY, 2, 0)),
                WAITS + ",\"why\":\"limit\",\"limit\":\"key\",\"position\":2}");
    }

    @Test
    void aTaskThatWaitsForItsOldHandlerSaysSo() {
        Waiting handler = new Waiting.ForHandler(2, 1_000, new Stopping(Stopping.Phase.REQUESTED, 900), null);
        writes(new Pending(PLAIN, handler), WAITS + ",\"run\":2,\"why\":\"stopping\"}");
        writes(
                new Pending(PLAIN, handler, new Standing(Why.STOPPING, null, 0, 0)),
                WAITS + ",\"run\":2,\"why\":\"stopping\"}");
    }

    @Test
    void fromTheFirstFailureOnTheAttemptIsToldAndTheBarIsKept() {
        Course second = new Course(2, 6, "No answer", 0, 0);
        writes(
                new Pending(PLAIN, new Waiting.ForTime(1, 1_000, 9_000, true, new TaskProgress("m", 1, 2), second)),
                WAITS + ",\"run\":1,\"why\":\"retry\",\"runAt\":9000,\"attempt\":2,\"maxAttempts\":6,"
                        + "\"lastError\":\"No answer\",\"progress\":{\"message\":\"m\",\"current\":1,\"total\":2}}");
        writes(
                running(TaskProgress.STARTING).with(second),
                "{\"id\":\"x\",\"status\":\"running\",\"run\":1,\"startedAt\":1000,\"attempt\":2,\"maxAttempts\":6,"
                        + "\"lastError\":\"No answer\",\"progress\":{\"message\":\"Starting...\"}}");
        writes(
                new Failed(PLAIN, ENDING.with(new Course(6, 6, null, 0, 0)), "e"),
                "{\"id\":\"x\",\"status\":\"error\",\"run\":2,\"startedAt\":1000,\"lastRun\":2000,\"error\":\"e\","
                        + "\"attempt\":6,\"maxAttempts\":6}");
    }

    @Test
    void attemptsAreNothingToWhatEndedWellAndToWhatNeverFailed() {
        Course third = new Course(3, 6, "e", 0, 0);
        assertThat(text(new Completed(PLAIN, ENDING.with(third), null, List.of())))
                .doesNotContain("ttempt", "lastError");
        assertThat(text(new Canceled(PLAIN, ENDING.with(third), null))).doesNotContain("ttempt", "lastError");
        assertThat(text(running(TaskProgress.STARTING).with(new Course(0, 0, null, 1, 0))))
                .isEqualTo(text(running(TaskProgress.STARTING)));
    }

    @Test
    void eachStateOfAScheduledTaskSaysWhenItRunsNext() {
        Course course = new Course(0, 0, null, 0, 7_000);
        for (TaskState state : List.of(
                new Pending(PLAIN, Waiting.ForStart.FIRST),
                running(TaskProgress.STARTING),
                new Completed(PLAIN, ENDING, null, List.of()),
                new Failed(PLAIN, ENDING, "e"),
                new Canceled(PLAIN, ENDING, null),
                new TimedOut(PLAIN, ENDING, STOPPING))) {
            assertThat(StrictJson.parse(StateJson.bytes(state.with(course))))
                    .asInstanceOf(MAP)
                    .containsEntry("nextAt", BigDecimal.valueOf(7_000));
            assertThat(text(state)).doesNotContain("nextAt");
        }
    }

    @Test
    void theQueueTheKeyAndAPriorityAreToldWhereTheyAreGiven() {
        TaskIdentity turned = new TaskIdentity(
                "x", "x", null, null, null, List.of(), new Turn("mail", "tenant-7 <b>", Turn.MAX_PRIORITY, 5));
        TaskIdentity last = new TaskIdentity("x", "x", null, null, null, List.of(), new Turn(null, null, 0, 1));
        writes(
                new Completed(turned, ENDING, null, List.of()),
                "{\"id\":\"x\",\"queue\":\"mail\",\"key\":\"tenant-7 <b>\",\"priority\":9,"
                        + "\"status\":\"completed\",\"run\":2,\"startedAt\":1000,\"lastRun\":2000}");
        writes(new Pending(last, Waiting.ForStart.FIRST), "{\"id\":\"x\",\"priority\":0,\"status\":\"pending\"}");
    }
}
