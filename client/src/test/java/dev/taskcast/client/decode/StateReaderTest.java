package dev.taskcast.client.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.taskcast.client.event.TaskMessage;
import dev.taskcast.http.encode.StateJson;
import dev.taskcast.task.Artifact;
import dev.taskcast.task.Course;
import dev.taskcast.task.Standing;
import dev.taskcast.task.Standing.LimitKind;
import dev.taskcast.task.Standing.Why;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskResult;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Ending;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Stopping;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskStep;
import dev.taskcast.task.Turn;
import dev.taskcast.task.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server writes of a state is what the client has of it. */
class StateReaderTest {
    private static final TaskIdentity PLAIN = new TaskIdentity("a", "a", null, null, null, List.of());
    private static final TaskIdentity FULL = new TaskIdentity(
            "id \ud83d\ude00",
            "type",
            "Ti\"tle\\",
            "<b>\n\0",
            "ann",
            List.of("x", "große"),
            new Turn("q", "tenant", 9, 1));
    private static final Stopping STOPPING = new Stopping(Stopping.Phase.REQUESTED, 5);
    private static final TaskProgress PROGRESS = new TaskProgress(
            "lone \ud800",
            1.5,
            -3,
            TaskProgress.Unit.BYTES,
            new TaskProgress.Pace(0.25, 10, 5, 20, -1),
            List.of(
                    new TaskStep("one", 0, TaskStatus.COMPLETED, null, Double.NaN, Double.NaN),
                    new TaskStep("two", 2, TaskStatus.RUNNING, "m", 1, 1e300)));

    static Stream<TaskState> states() {
        Course course = new Course(2, 5, "it broke", 0, 77);
        return Stream.of(
                new TaskState.Pending(PLAIN, Waiting.ForStart.FIRST),
                new TaskState.Pending(FULL, new Waiting.ForStart(3, new Course(0, 0, null, 0, 9))),
                new TaskState.Pending(
                        FULL,
                        new Waiting.ForSlot(0, 0, null, course),
                        new Standing(Why.LIMIT, LimitKind.KEY, 3, 1_767_225_603_000L)),
                new TaskState.Pending(
                        PLAIN,
                        new Waiting.ForSlot(1, 0, PROGRESS, null),
                        new Standing(Why.PAUSED, LimitKind.QUEUE, 1, 0)),
                new TaskState.Pending(
                        PLAIN, new Waiting.ForSlot(1, 0, null, null), new Standing(Why.UNKNOWN_TYPE, null, 0, 0)),
                new TaskState.Pending(
                        PLAIN,
                        new Waiting.ForTime(1, 0, 99, true, PROGRESS, course),
                        new Standing(Why.RETRY, null, 0, 0)),
                new TaskState.Pending(
                        PLAIN, new Waiting.ForTime(0, 0, 99, false, null, null), new Standing(Why.DELAY, null, 0, 0)),
                new TaskState.Pending(
                        PLAIN,
                        new Waiting.ForHandler(1, 0, new Stopping(Stopping.Phase.REQUESTED, 0), null),
                        new Standing(Why.STOPPING, null, 0, 0)),
                new TaskState.Running(PLAIN, new Placement(1, 12), TaskProgress.STARTING),
                new TaskState.Running(FULL, new Placement(7, 12, "node-1", true, 13, course), PROGRESS),
                new TaskState.Running(
                        PLAIN,
                        new Placement(7, 12),
                        new TaskProgress("", 1, 2, null, TaskProgress.Pace.usually(Double.NaN, 900), List.of())),
                new TaskState.Completed(PLAIN, new Ending(1, 2, 3), null, List.of()),
                new TaskState.Completed(
                        FULL,
                        new Ending(1, 2, 3),
                        TaskResult.of(Map.of("n", List.of(1, 2.5, Long.MAX_VALUE, "\ud800"))),
                        List.of(new Artifact("Report", "/r.pdf"))),
                new TaskState.Completed(PLAIN, new Ending(1, 2, 3), TaskResult.of(null), List.of()),
                new TaskState.Failed(PLAIN, new Ending(1, 2, 3, course), "broken"),
                new TaskState.Canceled(PLAIN, new Ending(0, 0, 3), null),
                new TaskState.Canceled(FULL, new Ending(1, 2, 3), STOPPING),
                new TaskState.TimedOut(PLAIN, new Ending(1, 2, 3), STOPPING));
    }

    @ParameterizedTest
    @MethodSource("states")
    void isWhatTheServerHas(TaskState state) {
        assertThat(StateReader.read(StateJson.bytes(state))).isEqualTo(state);
    }

    private static TaskState read(String json) {
        TaskState state = StateReader.read(json.getBytes(StandardCharsets.UTF_8));
        assertThat(state).isNotNull();
        return state;
    }

    @Test
    void whatALaterServerSaysHidesNothingOfTheRest() {
        assertThat(read("{\"id\":\"a\",\"status\":\"pending\",\"why\":\"weather\",\"position\":3,\"new\":{\"x\":[1]}}"))
                .isInstanceOfSatisfying(TaskState.Pending.class, pending -> {
                    assertThat(pending.waiting().isQueued()).isTrue();
                    assertThat(pending.standing()).isNull();
                });
        assertThat(
                        read(
                                "{\"id\":\"a\",\"status\":\"canceled\",\"lastRun\":4,\"stopping\":{\"phase\":\"stuck\",\"since\":3}}"))
                .isEqualTo(
                        new TaskState.Canceled(PLAIN, new Ending(0, 0, 4), new Stopping(Stopping.Phase.REQUESTED, 3)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"a\",\"status\":\"completed\",\"lastRun\":\"x\",\"run\":-1,\"artifacts\":[{\"name\":\"\",\"url\":\"javascript:1\"},5]}",
                "{\"id\":\"a\",\"status\":\"completed\",\"lastRun\":null,\"run\":1.5,\"artifacts\":{},\"tags\":\"x\",\"queue\":\"\"}",
                "{\"id\":\"a\",\"status\":\"completed\",\"lastRun\":[],\"run\":{},\"priority\":\"high\",\"key\":5}"
            })
    void aValueThatCantBeIsNotSaid(String json) {
        assertThat(read(json)).isEqualTo(new TaskState.Completed(PLAIN, new Ending(0, 0, 0), null, List.of()));
    }

    @Test
    void aRunWithoutProgressHasAnEmptyOne() {
        assertThat(read("{\"id\":\"a\",\"status\":\"running\",\"progress\":5}"))
                .isInstanceOfSatisfying(TaskState.Running.class, running -> {
                    assertThat(running.progress().message()).isEmpty();
                    assertThat(running.progress().current()).isNaN();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"id\":5,\"status\":\"running\"}", "{\"id\":\"a\"}", "{\"id\":\"a\",\"status\":\"lost\"}"
            })
    void withoutAnIdOrAKnownStatusThereIsNone(String json) {
        assertThat(StateReader.read(json.getBytes(StandardCharsets.UTF_8))).isNull();
        byte[] message = ("{\"type\":\"update\",\"state\":" + json + "}").getBytes(StandardCharsets.UTF_8);
        assertThatIllegalArgumentException().isThrownBy(() -> MessageReader.read(message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "null",
                "[]",
                "{\"type\":",
                "{\"type\":5}",
                "{}",
                "{\"type\":\"remove\"}",
                "{\"type\":\"remove\",\"taskId\":\"a\"}x"
            })
    void whatIsNoMessageIsRefused(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageReader.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aMessageOfAnUnknownTypeIsGivenAsItIs() {
        byte[] json = "{\"type\":\"stats\",\"stats\":{\"tasks\":{\"running\":2}},\"x\":null}"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(MessageReader.read(json)).isInstanceOfSatisfying(TaskMessage.Other.class, other -> {
            assertThat(other.type()).isEqualTo("stats");
            assertThat(other.fields())
                    .containsEntry("stats", Map.of("tasks", Map.of("running", 2)))
                    .containsKey("x");
        });
    }

    @Test
    void bytesThatAreDamagedAreAMessageOrRefused() {
        Random random = new Random(7);
        List<byte[]> good = states().map(StateJson::bytes).toList();
        for (int i = 0; i < 20_000; i++) {
            byte[] state = good.get(random.nextInt(good.size())).clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                state[random.nextInt(state.length)] = (byte) random.nextInt(256);
            }
            try {
                TaskState read = StateReader.read(state);
                if (read != null) {
                    byte[] again = StateJson.bytes(read);
                    assertThat(StateJson.bytes(Objects.requireNonNull(StateReader.read(again))))
                            .isEqualTo(again);
                }
            } catch (IllegalArgumentException refused) {
                assertThat(refused).as("and nothing else is thrown").isNotNull();
            }
        }
    }
}
