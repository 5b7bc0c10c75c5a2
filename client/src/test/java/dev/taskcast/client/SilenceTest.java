package dev.taskcast.client;

import static dev.taskcast.client.Json.completed;
import static dev.taskcast.client.Json.init;
import static dev.taskcast.client.Json.list;
import static dev.taskcast.client.Json.pending;
import static dev.taskcast.client.Json.ready;
import static dev.taskcast.client.Json.running;
import static dev.taskcast.client.Json.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.client.FakeServer.Answer;
import dev.taskcast.client.event.ConnectionState;
import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What it means that a server says nothing, or not when it should; and its time. */
class SilenceTest extends SourceRig {
    @Test
    void theServersTimeGoesOnByItself() {
        open(builder -> builder);
        assertThat(source.serverTime()).isEmpty();
        server.next().send("10 {\"type\":\"ready\",\"now\":1000000000000}");
        awaitState(ConnectionState.LIVE);
        clock.moveWall(Duration.ofDays(-300));
        clock.advance(Duration.ofSeconds(5));
        assertThat(source.serverTime().orElseThrow().toEpochMilli()).isEqualTo(1_000_000_005_000L);
    }

    @Test
    void silenceOfOneAndAHalfHeartbeatsIsADeadConnectionWhateverTheWallClockSays() {
        open(builder -> builder.random(() -> 0));
        FakeServer.Stream stream = beLive(pending("a"));
        clock.moveWall(Duration.ofHours(-1));
        pass(Duration.ofSeconds(44));
        assertThat(source.state()).isEqualTo(ConnectionState.LIVE);
        assertThat(server.streams()).hasSize(1);
        passUntil(() -> source.state() == ConnectionState.RECONNECTING);
        stream.awaitClosed();
        assertThat(errors.getFirst().code()).contains(TaskRequestException.SILENT);
        pass(Duration.ofMillis(10));
        server.next();
    }

    /** Writes a heartbeat that comes after some time, and waits until it has been read. */
    private void beatAfter(FakeServer.Stream stream, Duration time, int id) {
        pass(time);
        stream.write(": heartbeat\n\nid: " + id + "\ndata: " + update(pending("a")) + "\n\n");
        await().until(() -> source.lastEventId().equals(Integer.toString(id)));
    }

    @Test
    void whereHeartbeatsComeThereIsNoSilence() {
        open(builder -> builder);
        FakeServer.Stream stream = beLive(pending("a"));
        for (int i = 0; i < 20; i++) {
            beatAfter(stream, Duration.ofSeconds(30), 11 + i);
        }
        assertThat(server.streams()).hasSize(1);
        assertThat(source.state()).isEqualTo(ConnectionState.LIVE);
    }

    @Test
    void aServerWithSlowHeartbeatsIsWaitedForOnceThatIsKnown() {
        open(builder -> builder.random(() -> 0));
        beLive(pending("a"));
        passUntil(() -> source.state() == ConnectionState.RECONNECTING);
        pass(Duration.ofMillis(10));
        FakeServer.Stream second = beLive(pending("a"));
        for (int i = 0; i < 5; i++) {
            beatAfter(second, Duration.ofMinutes(1), 11 + i);
        }
        assertThat(server.streams()).hasSize(2);
    }

    private List<String> listed(String... tasks) {
        List<String> now = new CopyOnWriteArrayList<>(List.of(tasks));
        server.answer = asked -> asked.isStream() ? null : Answer.json(200, list("7", now.toArray(String[]::new)));
        return now;
    }

    @Test
    void aStreamThatIsHeldBackIsPolledAndTriedAgain() {
        List<String> now = listed(pending("a"), running("b", 1));
        open(builder -> builder.tags("x"));
        FakeServer.Stream stream = server.next();
        pass(Duration.ofSeconds(11));
        await().until(() -> source.isBuffered() && source.state() == ConnectionState.LIVE);
        stream.awaitClosed();
        assertThat(ids()).containsExactly("a", "b");
        assertThat(server.requests().getLast().target()).isEqualTo("/tasks?tag=x&limit=1000");
        assertThat(source.serverTime().orElseThrow().toEpochMilli()).isEqualTo(1_000_000_000_000L);
        now.clear();
        now.add(completed("b"));
        pass(Duration.ofSeconds(3));
        await().until(() -> source.task("a").isEmpty());
        assertThat(source.task("b").orElseThrow().status()).isEqualTo(TaskStatus.COMPLETED);
        passUntil(() -> server.streams().size() == 2);
        FakeServer.Stream second = server.next();
        assertThat(second.asked.header("Last-Event-ID")).isEqualTo("7");
        assertThat(source.isBuffered()).isFalse();
    }

    @Test
    void pagesOfAListAreAllRead() {
        server.answer = asked -> asked.isStream()
                ? null
                : asked.target().contains("after=p2")
                        ? Answer.json(200, list("9", pending("b")))
                        : Answer.json(200, "{\"tasks\":[" + pending("a") + "],\"position\":\"7\",\"next\":\"p2\"}");
        open(builder -> builder);
        server.next();
        pass(Duration.ofSeconds(11));
        await().until(() -> source.isBuffered() && source.state() == ConnectionState.LIVE);
        assertThat(ids()).containsExactly("a", "b");
        assertThat(source.lastEventId()).as("of the first page").isEqualTo("7");
    }

    @ParameterizedTest
    @CsvSource({"401,DENIED", "503,OFFLINE", "404,OFFLINE"})
    void aListThatFailsMeansWhatAStreamMeans(int status, ConnectionState state) {
        listed(pending("a"));
        open(builder -> builder);
        server.next();
        pass(Duration.ofSeconds(11));
        await().until(() -> source.isBuffered() && source.state() == ConnectionState.LIVE);
        server.answer = asked -> asked.isStream() ? null : Answer.problem(status, "{}");
        pass(Duration.ofSeconds(3));
        awaitState(state);
        assertThat(source.isBuffered()).isEqualTo(state == ConnectionState.OFFLINE);
        listed(pending("b"));
        if (state == ConnectionState.DENIED) {
            source.reconnect();
            server.next();
        } else {
            pass(Duration.ofSeconds(3));
            await().until(() -> source.state() == ConnectionState.LIVE);
            assertThat(ids()).containsExactly("b");
        }
    }

    @Test
    void aListWithoutContentIsTheEndForGood() {
        listed(pending("a"));
        open(builder -> builder);
        server.next();
        pass(Duration.ofSeconds(11));
        await().until(() -> source.isBuffered() && source.state() == ConnectionState.LIVE);
        server.answer = asked -> new Answer(204, "", "");
        pass(Duration.ofSeconds(3));
        awaitState(ConnectionState.CLOSED);
    }

    @Test
    void silenceFromTheStartOfAServerWithoutAListIsNoMatter() {
        server.answer = asked -> asked.isStream() ? null : Answer.problem(404, "{}");
        open(builder -> builder);
        FakeServer.Stream stream = server.next();
        pass(Duration.ofSeconds(11));
        await().until(() -> server.requests().size() == 2);
        clock.awaitTimers(1);
        stream.send(init(pending("a")), ready(1));
        awaitState(ConnectionState.LIVE);
        assertThat(server.streams()).hasSize(1);
        assertThat(source.isBuffered()).isFalse();
    }

    @Test
    void aServerThatNeverAnswersAtAllIsSilent() {
        server.answer = asked -> {
            if (asked.isStream()) {
                throw new FakeServer.Held();
            }
            return Answer.problem(404, "{}");
        };
        open(builder -> builder);
        await().until(() -> !server.requests().isEmpty());
        pass(Duration.ofSeconds(11));
        await().until(() -> !errors.isEmpty());
        assertThat(errors.getFirst().code()).contains(TaskRequestException.SILENT);
    }

    @Test
    void heartbeatsInBurstsAreAProxyThatHoldsTheStreamBack() {
        server.answer = asked -> asked.isStream() ? null : Answer.json(200, list("20", pending("a")));
        open(builder -> builder);
        FakeServer.Stream stream = beLive(pending("a"));
        for (int i = 0; i < 2; i++) {
            String id = Integer.toString(11 + i);
            stream.write(": heartbeat\n\n: heartbeat\n\nid: " + id + "\n\n");
            await().until(() -> source.lastEventId().equals(id) || source.isBuffered());
        }
        await().until(() -> source.isBuffered());
    }
}
