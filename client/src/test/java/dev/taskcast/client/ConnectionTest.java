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
import dev.taskcast.client.event.ConnectionListener;
import dev.taskcast.client.event.ConnectionState;
import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.client.frames.EventStreamParser;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.time.ManualClock;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection from its beginning to its loss: how it is asked for, when it is made anew, what answers and silence mean. */
class ConnectionTest {
    private final FakeServer server = new FakeServer();
    private final ManualClock clock = new ManualClock();
    private final List<ConnectionState> states = new CopyOnWriteArrayList<>();
    private final List<TaskRequestException> errors = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init") // each test opens one
    private TaskEventSource source;

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
        Awaitility.setDefaultPollInterval(Duration.ofMillis(5));
    }

    @AfterEach
    void closeAll() {
        if (source != null) {
            source.close();
        }
        server.close();
    }

    private final class Recorder implements ConnectionListener {
        @Override
        public void onState(ConnectionState state) {
            states.add(state);
        }

        @Override
        public void onError(TaskRequestException error) {
            errors.add(error);
        }
    }

    /** On a clock that stands still. */
    private TaskEventSource open(UnaryOperator<TaskSourceBuilder> options) {
        source = options.apply(
                        TaskEventSource.builder(server.url()).clock(clock).onState(new Recorder()))
                .connect();
        return source;
    }

    /** On the system's clock. */
    private TaskEventSource openFast(UnaryOperator<TaskSourceBuilder> options) {
        source = options.apply(TaskEventSource.builder(server.url())
                        .reconnectDelay(Duration.ofMillis(1))
                        .maxReconnectDelay(Duration.ofMillis(2))
                        .onState(new Recorder()))
                .connect();
        return source;
    }

    private FakeServer.Stream live(String... tasks) {
        openFast(builder -> builder);
        return beLive(tasks);
    }

    private FakeServer.Stream beLive(String... tasks) {
        FakeServer.Stream stream = server.next();
        for (String task : tasks) {
            stream.send(init(task));
        }
        stream.send(ready(10));
        awaitState(ConnectionState.LIVE);
        return stream;
    }

    private void awaitState(ConnectionState state) {
        await().until(() -> source.state() == state);
    }

    private List<String> ids() {
        return List.copyOf(source.tasks().keySet());
    }

    /** Moves the clock, once the client waits for it. */
    private void pass(Duration time) {
        clock.awaitTimers(1);
        clock.advance(time);
    }

    /** Waits until the client waits after so many errors: no other timer is set then. */
    private void awaitPause(int failures) {
        await().until(() -> errors.size() >= failures);
        clock.awaitTimers(1);
    }

    /** Moves the clock by seconds until something has come of it. */
    private void passUntil(Callable<Boolean> condition) {
        await().until(() -> {
            if (condition.call()) {
                return true;
            }
            clock.advance(Duration.ofSeconds(1));
            return false;
        });
    }

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
        assertThat(server.requests()).as("no list").hasSize(2);
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

    @ParameterizedTest
    @CsvSource({
        "401,'{\"title\":\"Unauthorized\"}','Unauthorized. Log in, then try again'",
        "403,'{\"detail\":\"No.\",\"title\":\"x\",\"code\":\"forbidden\"}','No. Log in as somebody who may, or ask for the right to'",
        "403,'{\"detail\":5,\"title\":{},\"code\":[]}','The server answered with 403. Log in as somebody who may, or ask for the right to'",
        "403,'{','The server answered with 403. Log in as somebody who may, or ask for the right to'",
    })
    void isDeniedAndTriedAgainWhenAsked(int status, String body, String message) {
        server.answer = asked -> Answer.problem(status, body);
        open(builder -> builder);
        awaitState(ConnectionState.DENIED);
        assertThat(clock.timers()).as("nothing is waited for").isZero();
        assertThat(server.requests()).hasSize(1);
        TaskRequestException error = source.error().orElseThrow();
        assertThat(error.status()).isEqualTo(status);
        assertThat(error.isDenied()).isTrue();
        assertThat(error).hasMessage(message);
        server.answer = asked -> null;
        source.reconnect();
        beLive();
        assertThat(source.error()).isEmpty();
        await().untilAsserted(() -> assertThat(states)
                .containsExactly(ConnectionState.DENIED, ConnectionState.CONNECTING, ConnectionState.LIVE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "redirect to a page", "redirect to another site", "redirect to another port"})
    void aPageToLogInIsDenied(String how) {
        server.answer = asked -> switch (how) {
            case "page" -> Answer.html();
            case "redirect to a page" ->
                asked.target().equals("/login?next=1") ? Answer.html() : Answer.redirect(302, "/login?next=1");
            case "redirect to another site" -> Answer.redirect(302, "https://login.example/?secret=1");
            default -> Answer.redirect(307, "http://localhost:1/tasks/events");
        };
        open(builder -> builder.header("Authorization", "Bearer secret"));
        awaitState(ConnectionState.DENIED);
        TaskRequestException error = source.error().orElseThrow();
        assertThat(error.code()).contains(TaskRequestException.LOGIN);
        assertThat(error.getMessage()).contains("Log in").doesNotContain("secret=1");
        assertThat(error.url().orElseThrow().getQuery()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectToTheStreamIsFollowed(int status) {
        server.answer = asked -> asked.target().equals("/tasks/events") ? Answer.redirect(status, "/new/events") : null;
        open(builder -> builder);
        assertThat(server.next().asked.target()).isEqualTo("/new/events");
    }

    @Test
    void aRedirectThatGoesRoundEnds() {
        server.answer = asked -> Answer.redirect(302, "/tasks/events");
        open(builder -> builder);
        awaitState(ConnectionState.OFFLINE);
        assertThat(server.requests()).hasSize(6);
    }

    @Test
    void noContentIsTheEndForGood() {
        server.answer = asked -> new Answer(204, "", "");
        open(builder -> builder);
        awaitState(ConnectionState.CLOSED);
        assertThat(source.error().orElseThrow().code()).contains(TaskRequestException.ENDED);
        source.reconnect();
        assertThat(server.requests()).hasSize(1);
        await().untilAsserted(() -> assertThat(states).containsExactly(ConnectionState.CLOSED));
    }

    @ParameterizedTest
    @CsvSource({"404,'There is nothing here.'", "410,", "400,'Bad Request'"})
    void noSuchStreamIsOfflineAtOnceAndGoesOn(int status, String words) {
        server.answer = asked -> Answer.problem(status, words == null ? "{}" : "{\"detail\":\"" + words + "\"}");
        open(builder -> builder.random(() -> 0));
        awaitState(ConnectionState.OFFLINE);
        assertThat(server.requests()).hasSize(1);
        assertThat(source.error().orElseThrow())
                .hasMessage(status + " from " + server.url() + (words == null ? "" : ": " + words));
        server.answer = asked -> null;
        pass(Duration.ofMillis(1));
        beLive();
    }

    @Test
    void somethingElseOfSuccessIsNoStream() {
        server.answer = asked -> Answer.json(200, "{}");
        open(builder -> builder);
        awaitState(ConnectionState.OFFLINE);
        assertThat(source.error().orElseThrow().code()).contains(TaskRequestException.NO_STREAM);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503})
    void aFailureThatPassesIsOfflineFromTheFourthInARowOn(int status) {
        server.answer = asked -> Answer.problem(status, "{\"detail\":\"Later.\"}");
        open(builder -> builder.random(() -> -1));
        for (int i = 1; i < 4; i++) {
            awaitPause(i);
            assertThat(source.state()).isEqualTo(ConnectionState.CONNECTING);
            assertThat(server.requests()).hasSize(i);
            clock.advance(Duration.ofSeconds(1L << (i - 1)));
        }
        awaitState(ConnectionState.OFFLINE);
        assertThat(server.requests()).hasSize(4);
        assertThat(source.error().orElseThrow()).hasMessage(status + " from " + server.url() + ": Later.");
        server.answer = asked -> null;
        awaitPause(4);
        clock.advance(Duration.ofSeconds(8));
        beLive();
    }

    @Test
    void noServerIsAFailureThatPasses() {
        openFast(builder -> builder);
        server.next().cut();
        server.next().cut();
        beLive();
        await().untilAsserted(() -> assertThat(errors).hasSize(2));
        assertThat(errors).allSatisfy(error -> {
            assertThat(error.code()).contains(TaskRequestException.UNREACHABLE);
            assertThat(error.status()).isZero();
            assertThat(error.isDenied()).isFalse();
        });
    }

    @Test
    void nobodyOnThePortIsSaidInPlainWords() {
        server.close();
        openFast(builder -> builder.maxRetries(0));
        awaitState(ConnectionState.CLOSED);
        assertThat(source.error().orElseThrow()).hasMessage("The server can't be reached: no connection");
    }

    @Test
    void endsAfterSoManyFailuresInARow() {
        server.answer = asked -> Answer.problem(500, "");
        openFast(builder -> builder.maxRetries(2));
        awaitState(ConnectionState.CLOSED);
        assertThat(server.requests()).hasSize(3);
    }

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
