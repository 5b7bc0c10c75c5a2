package dev.taskcast.client;

import static dev.taskcast.client.Json.READY;
import static dev.taskcast.client.Json.RESET;
import static dev.taskcast.client.Json.completed;
import static dev.taskcast.client.Json.init;
import static dev.taskcast.client.Json.pending;
import static dev.taskcast.client.Json.ready;
import static dev.taskcast.client.Json.remove;
import static dev.taskcast.client.Json.running;
import static dev.taskcast.client.Json.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.client.event.ConnectionState;
import dev.taskcast.client.event.TaskMessage;
import dev.taskcast.http.encode.StateJson;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.time.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client knows: tasks as they come, change and go, over reconnects. */
class TasksTest extends SourceRig {
    TasksTest() {
        openFast(builder -> builder);
    }

    private void awaitLive() {
        await().until(() -> source.state() == ConnectionState.LIVE);
    }

    private void awaitId(int id) {
        await().until(() -> source.lastEventId().equals(Integer.toString(id)));
    }

    private TaskStatus status(String id) {
        return source.task(id).orElseThrow().status();
    }

    private String json(String id) {
        return new String(StateJson.bytes(source.task(id).orElseThrow()), StandardCharsets.UTF_8);
    }

    private static double current(TaskEventSource source) {
        return source.task("a").orElseThrow() instanceof TaskState.Running running
                ? running.progress().current()
                : Double.NaN;
    }

    @Test
    void comeWithTheDumpInItsOrderThenChangeAndGo() {
        FakeServer.Stream stream = beLive(pending("b"), running("a", 1));
        assertThat(ids()).containsExactly("b", "a");
        Map<String, TaskState> before = source.tasks();
        assertThat(source.tasks()).as("nothing has changed").isSameAs(before);
        stream.send("11 " + update(completed("a")), "12 " + update(pending("c")), "13 " + remove("b"));
        awaitId(13);
        assertThat(ids()).containsExactly("a", "c");
        assertThat(status("a")).isEqualTo(TaskStatus.COMPLETED);
        assertThat(before.keySet()).as("what was given stays as it was").containsExactly("b", "a");
    }

    @Test
    void stayWhileTheConnectionIsLostAndWhatWasMissedComesWithTheNext() {
        beLive(running("a", 1), pending("gone")).cut();
        FakeServer.Stream second = server.next();
        assertThat(second.asked.header("Last-Event-ID")).isEqualTo("10");
        assertThat(ids()).containsExactly("a", "gone");
        second.send("11 " + update(completed("a")), "12 " + remove("gone"), ready(12));
        awaitId(12);
        awaitLive();
        assertThat(status("a")).isEqualTo(TaskStatus.COMPLETED);
        assertThat(ids()).containsExactly("a");
    }

    @Test
    void thatAreNotInTheDumpAfterAResetGoOnceItIsWhole() {
        beLive(pending("a"), pending("b")).cut();
        FakeServer.Stream second = server.next();
        second.send(RESET, init(pending("c")));
        await().until(() -> source.task("c").isPresent());
        assertThat(ids()).containsExactly("a", "b", "c");
        second.send(init(running("b", 3)), ready(20));
        awaitId(20);
        awaitLive();
        assertThat(ids()).containsExactly("c", "b");
    }

    @Test
    void startOverWhereADumpWasCut() {
        beLive(pending("a")).cut();
        FakeServer.Stream second = server.next();
        second.send(RESET, init(pending("b")));
        await().until(() -> source.task("b").isPresent());
        second.cut();
        FakeServer.Stream third = server.next();
        assertThat(third.asked.header("Last-Event-ID")).isEmpty();
        third.send("30 " + init(pending("c")), ready(30));
        awaitId(30);
        awaitLive();
        assertThat(ids()).containsExactly("c");
    }

    @Test
    void startOverWhereADumpWasCutBetweenItsLastTaskAndItsEnd() {
        beLive(pending("ghost")).cut();
        FakeServer.Stream second = server.next();
        second.send(RESET, "20 " + init(pending("b")));
        await().until(() -> source.task("b").isPresent());
        second.cut();
        FakeServer.Stream third = server.next();
        assertThat(third.asked.header("Last-Event-ID"))
                .as("the dump was not whole")
                .isEmpty();
        third.send("20 " + init(pending("b")), READY);
        awaitLive();
        assertThat(ids()).containsExactly("b");
        assertThat(source.lastEventId()).as("that of the last task").isEqualTo("20");
    }

    @Test
    void neverGoBackWhereFramesComeTwice() {
        FakeServer.Stream stream = beLive(running("a", 1));
        stream.send("11 " + update(completed("a")), "12 " + update(pending("b")));
        stream.send(init(running("a", 1)), ready(10), "11 " + update(running("a", 5)), "12 " + update(pending("b")));
        stream.send("13 " + update(pending("end")));
        await().until(() -> source.task("end").isPresent());
        assertThat(status("a")).isEqualTo(TaskStatus.COMPLETED);
        assertThat(source.state()).isEqualTo(ConnectionState.LIVE);
    }

    @Test
    void aDumpInMidStreamCountsOnceItIsWholeAndNotTwice() {
        FakeServer.Stream stream = beLive(running("a", 1), pending("b"));
        stream.send("20 " + RESET, init(pending("c")));
        stream.send("21 " + init(completed("a")), ready(21));
        awaitId(21);
        assertThat(ids()).containsExactly("c", "a");
        stream.send("20 " + RESET, init(pending("x")), ready(20), "22 " + update(pending("end")));
        awaitId(22);
        assertThat(ids()).as("that one was here before").containsExactly("c", "a", "end");
    }

    @Test
    void areTakenAnewAfterAResetInMidStreamWhereNothingHasHappenedMeanwhile() {
        FakeServer.Stream stream = beLive(pending("a"), pending("b"));
        stream.send(RESET, init(pending("c")), ready(10));
        await().until(() -> ids().equals(List.of("c")));
        stream.send("11 " + update(pending("d")));
        awaitId(11);
        assertThat(ids()).containsExactly("c", "d");
    }

    @Test
    void areToldOfOnceWhereNothingOfThemChanges() {
        FakeServer.Stream stream = beLive(pending("a"), running("b", 1));
        List<String> told = new CopyOnWriteArrayList<>();
        source.subscribe(change -> told.add(change.id()));
        stream.send(RESET, init(pending("a")), init(running("b", 1)), ready(11));
        awaitId(11);
        stream.send("12 " + update(completed("b")), "12 " + update(completed("b")), "13 " + update(pending("end")));
        await().until(() -> told.contains("end"));
        assertThat(told).containsExactly("b", "end");
    }

    @Test
    void ofAnEmptyServerThatWasResetAreNone() {
        beLive(pending("a")).end();
        server.next().send(RESET, ready(5));
        awaitId(5);
        awaitLive();
        assertThat(ids()).isEmpty();
    }

    @Test
    void everyMessageIsToldOfTypesThatAreNotKnownTooOnceItsIdCounts() {
        FakeServer.Stream stream = beLive();
        List<String> told = new CopyOnWriteArrayList<>();
        source.onMessage(message -> told.add(
                switch (message) {
                    case TaskMessage.Logged logged ->
                        "log " + logged.id() + logged.run() + logged.from() + logged.lines();
                    case TaskMessage.Other other -> other.type();
                    case TaskMessage any -> any.getClass().getSimpleName();
                }));
        stream.send(
                "{\"type\":\"log\",\"taskId\":\"a\",\"run\":1,\"from\":3,\"lines\":[\"x\"]}", "{\"type\":\"later\"}");
        stream.send("11 " + update(running("a", 1)), "12 " + remove("a"));
        await().until(() -> told.size() == 4);
        assertThat(told).containsExactly("log a13[x]", "later", "Updated", "Removed");
    }

    @Test
    void progressThatWasKeptLateDoesNotMakeABarGoBackAfterAReconnect() {
        ManualClock clock = new ManualClock();
        try (FakeServer other = new FakeServer();
                TaskEventSource own = TaskEventSource.builder(other.url())
                        .clock(clock)
                        .random(() -> 0)
                        .connect()) {
            other.next().send(init(running("a", 15)), ready(10)).end();
            await().until(() -> own.state() == ConnectionState.RECONNECTING);
            clock.awaitTimers(1);
            clock.advance(Duration.ofMillis(1));
            FakeServer.Stream second = other.next();
            second.send("10 " + update(running("a", 11)), ready(10));
            await().until(() -> own.state() == ConnectionState.LIVE);
            assertThat(current(own)).isEqualTo(15);
            second.send("10 " + update(running("a", 12)), "11 " + update(pending("b")));
            await().until(() -> own.lastEventId().equals("11"));
            assertThat(current(own)).as("nor right after it").isEqualTo(15);
            clock.advance(Duration.ofSeconds(6));
            second.send("11 " + update(running("a", 14)), "12 " + update(pending("b")));
            await().until(() -> own.lastEventId().equals("12"));
            assertThat(current(own)).as("what comes later is true").isEqualTo(14);
        }
    }

    @Test
    void norWhileItsNodeIsNotHeardOfOrItMoves() {
        FakeServer.Stream stream = beLive(running("a", 15));
        stream.send(
                "10 " + update(running("a", 1, 11, 100, ",\"lostSince\":5")),
                "11 " + update(running("a", 1, 12, 100, ",\"moving\":true")),
                "12 " + update(pending("b")));
        awaitId(12);
        assertThat(current(source)).isEqualTo(15);
        assertThat(json("a")).contains("\"moving\":true").doesNotContain("lostSince");
    }

    @ParameterizedTest
    @CsvSource({"1,100,''", "2,100,',\"lostSince\":5'", "1,50,',\"lostSince\":5'"})
    void otherProgressIsShownAsItIs(int run, int total, String more) {
        FakeServer.Stream stream = beLive(running("a", 15));
        stream.send("10 " + update(running("a", run, 11, total, more)), "11 " + update(pending("b")));
        awaitId(11);
        assertThat(current(source)).isEqualTo(11);
    }

    private static String waiting(String id, String more) {
        return "{\"id\":\"" + id + "\",\"status\":\"pending\",\"why\":" + more + "}";
    }

    @Test
    void aPlaceInLineChangesThatOfAPendingTaskAndNothingElseOfIt() {
        FakeServer.Stream stream = beLive(
                waiting("a", "\"limit\",\"limit\":\"queue\",\"position\":7,\"startsAt\":5"),
                waiting("b", "\"delay\",\"runAt\":5"),
                completed("c"));
        stream.send(
                "{\"type\":\"position\",\"id\":\"a\",\"position\":6,\"why\":\"paused\",\"limit\":\"manager\"}",
                "{\"type\":\"position\",\"id\":\"b\",\"position\":2,\"why\":\"slot\",\"startsAt\":9}",
                "{\"type\":\"position\",\"id\":\"c\",\"position\":2,\"why\":\"slot\"}",
                "{\"type\":\"position\",\"id\":\"nobody\",\"position\":2,\"why\":\"slot\"}",
                "11 " + remove("nobody"));
        awaitId(11);
        assertThat(json("a")).isEqualTo(waiting("a", "\"paused\",\"limit\":\"manager\",\"position\":6"));
        assertThat(json("b")).isEqualTo(waiting("b", "\"slot\",\"position\":2,\"startsAt\":9"));
        assertThat(status("c")).isEqualTo(TaskStatus.COMPLETED);
        assertThat(ids()).containsExactly("a", "b", "c");
        stream.send("{\"type\":\"position\",\"id\":\"a\",\"position\":5}", "12 " + remove("nobody"));
        awaitId(12);
        assertThat(json("a"))
                .as("of a server of an older version")
                .isEqualTo(waiting("a", "\"paused\",\"limit\":\"manager\",\"position\":5"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "1.5", "\"6\"", "null", "[]", "true", "99999999999"})
    void aPlaceThatMakesNoSenseIsIgnored(String position) {
        FakeServer.Stream stream = beLive(waiting("a", "\"slot\",\"position\":7"));
        stream.send("{\"type\":\"position\",\"id\":\"a\",\"position\":" + position + "}", "11 " + remove("nobody"));
        awaitId(11);
        assertThat(json("a")).isEqualTo(waiting("a", "\"slot\",\"position\":7"));
    }

    @Test
    void aServerOfTheModelProtocolIsLiveWithItsFirstUpdateOrAMomentAfterItsDump() {
        FakeServer.Stream first = server.next();
        first.send(init(pending("a")));
        await().until(() -> source.task("a").isPresent());
        awaitLive();
        first.send("1 " + update(running("a", 1)));
        awaitId(1);
        first.cut();
        server.next().send("2 " + update(completed("a")));
        awaitId(2);
        awaitLive();
        assertThat(status("a")).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void thatComeAfterAPauseOfTheFirstDumpAreNotLost() {
        ManualClock clock = new ManualClock();
        try (FakeServer slow = new FakeServer();
                TaskEventSource own =
                        TaskEventSource.builder(slow.url()).clock(clock).connect()) {
            FakeServer.Stream stream = slow.next();
            awaitLiveBySilence(own, clock);
            List<String> told = new CopyOnWriteArrayList<>();
            own.subscribe(change -> told.add(change.id()));
            stream.send(init(pending("a")));
            await().until(() -> own.task("a").isPresent());
            awaitLiveBySilence(own, clock);
            stream.send(init(pending("b")), ready(10));
            await().until(() -> own.lastEventId().equals("10"));
            assertThat(own.tasks().keySet()).containsExactly("a", "b");
            await().until(() -> told.equals(List.of("a", "b")));
            stream.send(init(pending("x")), "11 " + update(completed("a")));
            await().until(() -> own.lastEventId().equals("11"));
            assertThat(own.tasks().keySet()).as("no dump any more").containsExactly("a", "b");
        }
    }

    /** Its dump has ended by silence: what comes twice after that is no more of it. */
    @Test
    void doNotGoBackByAFrameThatComesTwiceFromAServerThatNeverSaysReady() {
        ManualClock clock = new ManualClock();
        try (FakeServer model = new FakeServer();
                TaskEventSource own =
                        TaskEventSource.builder(model.url()).clock(clock).connect()) {
            FakeServer.Stream stream = model.next();
            stream.send(init(running("a", 1)));
            await().until(() -> own.task("a").isPresent());
            awaitLiveBySilence(own, clock);
            stream.send("11 " + update(completed("a")), init(running("a", 1)), "12 " + update(pending("end")));
            await().until(() -> own.task("end").isPresent());
            assertThat(own.task("a").orElseThrow().status()).isEqualTo(TaskStatus.COMPLETED);
        }
    }

    /** A client that does not know yet whether its server says that a dump has ended waits for a moment of silence. */
    private static void awaitLiveBySilence(TaskEventSource source, ManualClock clock) {
        clock.awaitTimers(2); // one for the whole connection, one for this
        clock.advance(Duration.ofSeconds(2));
        assertThat(source.state()).isEqualTo(ConnectionState.LIVE);
    }

    @Test
    void aServerOfTheModelProtocolThatBeganAnewWithLowerIdsIsBelieved() {
        FakeServer.Stream first = server.next();
        first.send(init(pending("a")), init(pending("old")), "500 " + update(running("a", 1)));
        awaitId(500);
        awaitLive();
        first.cut();
        FakeServer.Stream second = server.next();
        second.send(init(pending("a")));
        await().until(() -> ids().equals(List.of("a")));
        awaitLive();
        second.send("1 " + update(running("a", 7)));
        awaitId(1);
        assertThat(status("a")).isEqualTo(TaskStatus.RUNNING);
    }
}
