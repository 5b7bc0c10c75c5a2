package dev.taskcast.client;

import static dev.taskcast.client.Json.completed;
import static dev.taskcast.client.Json.init;
import static dev.taskcast.client.Json.list;
import static dev.taskcast.client.Json.pending;
import static dev.taskcast.client.Json.ready;
import static dev.taskcast.client.Json.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskcast.client.FakeServer.Answer;
import dev.taskcast.client.event.ConnectionState;
import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.client.frames.EventStreamParser;
import dev.taskcast.task.TaskStatus;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a stream is asked for, and what comes of it. */
class ConnectionTest extends SourceRig {
    @Test
    void sendsItsLastIdAndFilterWhereTheUrlHasAQueryAlready() {
        source = TaskEventSource.builder(java.net.URI.create(server.url() + "?owner=a%20b"))
                .reconnectDelay(Duration.ofMillis(1))
                .tags("x&", "y")
                .logs("é")
                .connect();
        FakeServer.Stream first = server.next();
        assertThat(first.asked.target()).isEqualTo("/tasks/events?owner=a%20b&tag=x%26&tag=y&log=%C3%A9");
        assertThat(first.asked.header("Last-Event-ID")).isEmpty();
        assertThat(first.asked.header("Accept")).isEqualTo("text/event-stream");
        assertThat(first.asked.header("Upgrade")).as("no upgrade to HTTP/2").isEmpty();
        first.send(ready(10));
        awaitState(ConnectionState.LIVE);
        first.end();
        assertThat(server.next().asked.header("Last-Event-ID")).isEqualTo("10");
    }

    @Test
    void isNeverSharedWithOthersAsThoseOfHttp2Are() throws IOException {
        try (ServerSocket secure = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            source = TaskEventSource.builder(
                            java.net.URI.create("https://localhost:" + secure.getLocalPort() + "/events"))
                    .connect();
            secure.setSoTimeout(60_000);
            try (Socket client = secure.accept()) {
                client.setSoTimeout(60_000);
                DataInputStream in = new DataInputStream(client.getInputStream());
                in.readNBytes(3);
                byte[] hello = in.readNBytes(in.readUnsignedShort());
                assertThat(new String(hello, StandardCharsets.ISO_8859_1))
                        .contains("localhost")
                        .as("no protocol of a shared connection is offered")
                        .doesNotContain("\2h2\10http/1.1");
            }
        }
    }

    @Test
    void sendsHeadersMadeAnewForEach() {
        AtomicInteger tokens = new AtomicInteger();
        openFast(builder -> builder.header("X-Fixed", "1")
                .headers(() -> Map.of("Authorization", "Bearer " + tokens.incrementAndGet())));
        FakeServer.Stream first = server.next();
        first.end();
        FakeServer.Stream second = server.next();
        assertThat(first.asked.header("Authorization")).isEqualTo("Bearer 1");
        assertThat(second.asked.header("Authorization")).isEqualTo("Bearer 2");
        assertThat(second.asked.header("X-Fixed")).isEqualTo("1");
    }

    @Test
    void aHeaderThatCantBeSentIsNamedAndNotTold() {
        openFast(builder -> builder.headers(() -> Map.of("Authorization", "Bearer secret\n")));
        await().until(() -> !errors.isEmpty());
        TaskRequestException error = errors.getFirst();
        assertThat(error).hasMessageContaining("Authorization").hasNoCause();
        assertThat(error.getMessage()).doesNotContain("secret");
        assertThat(error.code()).contains(TaskRequestException.HEADERS);
        assertThatThrownBy(() -> TaskEventSource.builder(server.url()).header("X-Key", "secret\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("X-Key")
                .message()
                .doesNotContain("secret");
    }

    @Test
    void anHttpClientThatWouldTakeHeadersToOtherServersIsRefused() {
        try (HttpClient follows = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            assertThatThrownBy(() -> TaskEventSource.builder(server.url()).httpClient(follows))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("NORMAL");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u2192", "a b", "\u0007", "long"})
    void anIdThatCantBeSentIsNoPlaceToGoOnFrom(String id) {
        FakeServer.Stream stream = live(pending("a"));
        stream.write(
                "id: " + (id.equals("long") ? "1".repeat(40_000) : id) + "\ndata: " + update(completed("a")) + "\n\n");
        await().until(() -> source.task("a").orElseThrow().status() == TaskStatus.COMPLETED);
        stream.cut();
        FakeServer.Stream next = server.next();
        assertThat(next.asked.header("Last-Event-ID")).isEmpty();
        next.send(init(pending("b")), ready(20));
        await().until(() -> ids().equals(List.of("b")));
    }

    @Test
    void headersThatCantBeHadAreAFailureThatPasses() {
        AtomicInteger calls = new AtomicInteger();
        openFast(builder -> builder.headers(() -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("no token");
            }
            return Map.of();
        }));
        beLive();
        await().until(() -> !errors.isEmpty());
        assertThat(errors.getFirst()).hasMessageContaining("no token");
    }

    @Test
    void getsATicketForEachTry() {
        AtomicInteger tickets = new AtomicInteger();
        server.answer = asked -> asked.method().equals("POST")
                ? Answer.json(201, "{\"ticket\":\"t " + tickets.incrementAndGet() + "\",\"expiresIn\":60000}")
                : null;
        openFast(builder -> builder.ticket());
        FakeServer.Stream first = server.next();
        assertThat(first.asked.target()).isEqualTo("/tasks/events?ticket=t%201");
        first.cut();
        assertThat(server.next().asked.target()).isEqualTo("/tasks/events?ticket=t%202");
        assertThat(server.requests().getFirst().target()).isEqualTo("/tasks/tickets");
    }

    @Test
    void whatComesBeforeItHasATimeOfItsOwn() {
        CountDownLatch go = new CountDownLatch(1);
        server.answer = asked -> {
            if (asked.isStream()) {
                return null;
            }
            await().until(() -> go.getCount() == 0);
            return asked.method().equals("POST")
                    ? Answer.json(201, "{\"ticket\":\"t\",\"expiresIn\":60000}")
                    : Answer.json(200, list("7"));
        };
        open(builder -> builder.ticket());
        clock.awaitTimers(2); // one for the connection, one for the ticket
        clock.advance(Duration.ofSeconds(6));
        go.countDown();
        FakeServer.Stream stream = server.next();
        clock.advance(Duration.ofSeconds(6));
        stream.send(init(pending("a")), ready(10));
        awaitState(ConnectionState.LIVE);
        stream.send("11 " + update(completed("a")));
        await().until(() -> source.lastEventId().equals("11"));
        await("no list")
                .during(Duration.ofMillis(200))
                .until(() -> server.requests().size() == 2);
    }

    @Test
    void isTriedAgainWhateverFails() {
        AtomicInteger draws = new AtomicInteger();
        openFast(builder -> builder.random(() -> {
            if (draws.incrementAndGet() <= 2) {
                throw new OutOfMemoryError("the test's own");
            }
            return 0;
        }));
        server.next().cut();
        beLive(pending("a"));
        assertThat(draws).hasValueGreaterThanOrEqualTo(2);
    }

    @Test
    void whatCameWholeBeforeTheEndCounts() {
        FakeServer.Stream stream = live(pending("a"));
        String much = "x".repeat(EventStreamParser.MAX_FRAME_BYTES + 1_000_000);
        try {
            stream.write("id: 11\ndata: " + update(completed("a")) + "\n\ndata: " + much);
        } catch (UncheckedIOException e) {
            // the client takes no more of it
        }
        assertThat(server.next().asked.header("Last-Event-ID")).isEqualTo("11");
        assertThat(source.task("a").orElseThrow().status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(errors)
                .extracting(TaskRequestException::code)
                .contains(Optional.of(TaskRequestException.NOT_UNDERSTOOD));
    }

    @Test
    void anAnswerThatIsNoTicketIsAFailure() {
        server.answer = asked -> asked.method().equals("POST") ? Answer.json(201, "{}") : null;
        openFast(builder -> builder.ticket().maxRetries(1));
        awaitState(ConnectionState.CLOSED);
        assertThat(server.streams()).isEmpty();
        assertThat(source.error().orElseThrow()).hasMessageContaining("ticket");
    }

    @Test
    void badInputIsLoggedAndItGoesOn() {
        FakeServer.Stream stream = live(pending("a"));
        stream.write(
                "data: {\"type\":\n\ndata: 5\n\ndata: null\n\ndata: {\"type\":\"update\"}\n\nid: 11\ndata: \u0000\n\n");
        stream.send("12 " + update(completed("a")));
        await().until(() -> source.lastEventId().equals("12"));
        assertThat(source.task("a").orElseThrow().status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(server.streams()).hasSize(1);
    }

    @Test
    void awaitLiveSaysWhetherItIs() throws InterruptedException {
        server.answer = asked -> Answer.problem(403, "{}");
        openFast(builder -> builder);
        assertThat(source.awaitLive(Duration.ofMinutes(1))).isFalse();
        server.answer = asked -> null;
        Thread.ofVirtual().start(() -> server.next().send(ready(1)));
        source.reconnect();
        assertThat(source.awaitLive(Duration.ofMinutes(1))).as("after a login").isTrue();
        assertThat(source.awaitLive(Duration.ZERO)).isTrue();
        source.reconnect();
        FakeServer.Stream stream = server.next();
        assertThat(source.awaitLive(Duration.ZERO)).isFalse();
        stream.send(ready(1));
        assertThat(source.awaitLive(Duration.ofMinutes(1))).isTrue();
        await().untilAsserted(() -> assertThat(states).startsWith(ConnectionState.DENIED));
    }
}
