package dev.taskcast.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.client.FakeServer.Answer;
import dev.taskcast.client.event.ConnectionState;
import dev.taskcast.client.event.TaskRequestException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the answer to a stream that is asked for means. */
class AnswersTest extends SourceRig {
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
    @ValueSource(
            strings = {
                "page",
                "redirect to a page",
                "redirect to another site",
                "redirect to another port",
                "redirect to nowhere"
            })
    void aPageToLogInIsDenied(String how) {
        server.answer = asked -> switch (how) {
            case "page" -> Answer.html();
            case "redirect to a page" ->
                asked.target().equals("/login?next=1") ? Answer.html() : Answer.redirect(302, "/login?next=1");
            case "redirect to nowhere" -> Answer.redirect(302, "http:////");
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
}
