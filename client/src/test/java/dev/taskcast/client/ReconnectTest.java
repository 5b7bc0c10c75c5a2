package dev.taskcast.client;

import static dev.taskcast.client.Json.init;
import static dev.taskcast.client.Json.pending;
import static dev.taskcast.client.Json.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.client.FakeServer.Answer;
import dev.taskcast.client.event.ConnectionState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a connection is made anew. */
class ReconnectTest extends SourceRig {
    @Test
    void backsOffWithJitter() {
        server.answer = asked -> Answer.problem(500, "");
        RandomGenerator half = () -> 1L << 63; // nextDouble gives 0.5
        open(builder ->
                builder.random(half).reconnectDelay(Duration.ofMillis(100)).maxReconnectDelay(Duration.ofMillis(800)));
        int tries = 1;
        for (int wait : new int[] {50, 100, 200, 400, 400, 400}) {
            awaitPause(tries++);
            clock.advance(Duration.ofMillis(wait - 1));
            assertThat(clock.timers()).as("after %d ms", wait - 1).isEqualTo(1);
            clock.advance(Duration.ofMillis(1));
        }
        await().until(() -> server.requests().size() == 7);
    }

    @ParameterizedTest
    @CsvSource({
        "7,7000",
        "2592000,2000000000",
        "99999999999999999999,2000000000",
        "soon,0",
        "-5,0",
        "'',0",
        "'Thu, 01 Jan 1970 00:00:00 GMT',0",
        "'Mon, 05 May 2031 12:01:30 GMT',90000"
    })
    void waitsAsLongAsTheServerAsks(String after, long millis) {
        server.answer =
                asked -> Answer.problem(503, "{}", "Retry-After: " + after, "Date: Mon, 05 May 2031 12:00:00 GMT");
        open(builder -> builder.random(() -> 0));
        awaitPause(1);
        if (millis > 0) {
            clock.advance(Duration.ofMillis(millis - 1));
            assertThat(clock.timers()).isEqualTo(1);
        }
        clock.advance(Duration.ofMillis(1));
        await().until(() -> server.requests().size() >= 2);
    }

    @ParameterizedTest
    @CsvSource({"37,37", "3000000000,2000000000", "99999999999999999999999,2000000000"})
    void honoursRetryOnce(String said, long millis) {
        open(builder -> builder.random(() -> -1)); // the longest
        FakeServer.Stream stream = server.next();
        stream.send(ready(10)).write("retry: " + said + "\n\n");
        awaitState(ConnectionState.LIVE);
        stream.end();
        awaitState(ConnectionState.RECONNECTING);
        clock.awaitTimers(1);
        clock.advance(Duration.ofMillis(millis - 1));
        assertThat(clock.timers()).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        server.next().cut();
        awaitPause(1);
        clock.advance(Duration.ofMillis(998));
        assertThat(server.streams()).hasSize(2);
        clock.advance(Duration.ofSeconds(2));
        server.next();
    }

    @Test
    void thatIsMadeAnewIsNotLiveUntilItIs() {
        FakeServer.Stream first = live(pending("a"));
        source.reconnect();
        first.awaitClosed();
        FakeServer.Stream second = server.next();
        assertThat(source.state()).isEqualTo(ConnectionState.RECONNECTING);
        second.send(ready(10));
        awaitState(ConnectionState.LIVE);
        await().untilAsserted(() -> assertThat(states)
                .containsExactly(ConnectionState.LIVE, ConnectionState.RECONNECTING, ConnectionState.LIVE));
    }

    @Test
    void isNoneOnceClosed() {
        FakeServer.Stream stream = live(pending("a"));
        source.close();
        stream.awaitClosed();
        assertThat(source.state()).isEqualTo(ConnectionState.CLOSED);
        source.reconnect();
        source.close();
        assertThat(ids()).containsExactly("a");
        await().untilAsserted(() -> assertThat(states).endsWith(ConnectionState.CLOSED));
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("taskcast-client")));
        assertThat(server.streams()).hasSize(1);
    }

    @Test
    void isClosedWhileItWaits() {
        server.answer = asked -> {
            throw new FakeServer.Held();
        };
        openFast(builder -> builder);
        await().until(() -> !server.requests().isEmpty());
        source.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("taskcast-client")));
    }

    @Test
    void forgetsAllWhenSomebodyElseIsLoggedIn() {
        server.streamHeaders = "Taskcast-Viewer: ann\r\n";
        FakeServer.Stream first = live(pending("secret"));
        server.streamHeaders = "Taskcast-Viewer: bob\r\n";
        first.end();
        assertThat(server.next().asked.header("Last-Event-ID")).isEqualTo("10");
        FakeServer.Stream third = server.next();
        assertThat(third.asked.header("Last-Event-ID")).isEmpty();
        assertThat(ids()).isEmpty();
        third.send(init(pending("b")), ready(5));
        awaitState(ConnectionState.LIVE);
        assertThat(ids()).containsExactly("b");
    }

    /** As where something in between changes it. */
    @Test
    void whoeverIsSaidToSeeItAWholeDumpIsTaken() {
        AtomicInteger asked = new AtomicInteger();
        server.answer = request -> {
            server.streamHeaders = "Taskcast-Viewer: " + asked.incrementAndGet() + "\r\n";
            return null;
        };
        FakeServer.Stream first = live(pending("a"));
        first.end();
        FakeServer.Stream second = server.next();
        second.awaitClosed();
        FakeServer.Stream third = server.next();
        third.send(init(pending("b")), ready(5));
        await().until(() -> ids().equals(List.of("b")));
        assertThat(server.streams()).hasSize(3);
    }
}
