package dev.taskcast.http.gate;

import static dev.taskcast.http.route.Answers.answer;
import static dev.taskcast.http.route.Answers.full;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.access.People;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.route.Answers;
import dev.taskcast.time.ManualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tickets, for clients that can't set headers when they open a stream. */
class TicketTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
    private final People people = new People();
    private final TaskEndpoint endpoint =
            TaskEndpoint.builder(tasks).access(people).build();
    private final People.Person ann = people.person("ann", "a");

    private String ticket() {
        Reply.Full reply = full(endpoint, People.as("ann", SimpleRequest.post("/tasks/tickets")));
        assertThat(reply.status()).isEqualTo(201);
        Map<String, @Nullable Object> json = Answers.json(reply);
        assertThat(json).containsOnlyKeys("ticket", "expiresIn").containsEntry("expiresIn", BigDecimal.valueOf(30_000));
        return (String) Objects.requireNonNull(json.get("ticket"));
    }

    private int status(String ticket) {
        return endpoint.answer(events(ticket)).status();
    }

    private static SimpleRequest events(String ticket) {
        return SimpleRequest.get("/tasks/events?ticket=" + ticket);
    }

    @Test
    void itOpensOneStreamOfWhoeverAskedForIt() {
        tasks.register("a", ctx -> {});
        tasks.register("secret", ctx -> {});
        String ticket = ticket();
        ModelClient client = new ModelClient(endpoint).connect(events(ticket), false);

        assertThat(client.toldAndAsked()).containsExactly("init a pending", "ready");
        assertThat(answer(endpoint, events(ticket))).isEqualTo("403 forbidden");
    }

    @Test
    void itIsGoodForThirtySeconds() {
        String good = ticket();
        clock.advance(Duration.ofMillis(29_999));
        assertThat(status(good)).isEqualTo(200);
        String late = ticket();
        clock.advance(Duration.ofSeconds(30));
        assertThat(status(late)).isEqualTo(403);
    }

    @Test
    void itIsGoodForThirtySecondsWhateverTheWallClockDoes() {
        for (Duration jump : List.of(Duration.ofHours(-1), Duration.ofDays(-20_454), Duration.ofDays(365))) {
            String good = ticket();
            String late = ticket();
            clock.moveWall(jump);
            clock.advance(Duration.ofMillis(29_999));
            assertThat(status(good)).isEqualTo(200);
            clock.advance(Duration.ofMillis(1));
            assertThat(status(late)).isEqualTo(403);
        }
    }

    @Test
    void itsViewerIsCheckedAgainWhenItIsUsed() {
        String ticket = ticket();
        ann.in = false;

        assertThat(status(ticket)).isEqualTo(403);
    }

    @Test
    void itIsGoodForTheStreamOnly() {
        tasks.register("a", ctx -> {});
        String ticket = ticket();

        assertThat(answer(endpoint, SimpleRequest.get("/tasks/a?ticket=" + ticket)))
                .isEqualTo("403 forbidden");
        assertThat(status(ticket)).isEqualTo(200);
    }

    @Test
    void aMadeUpOneIsNoGoodNorOneOfAnotherEndpoint() {
        TaskEndpoint other =
                TaskEndpoint.builder(tasks).access(people).path("/other").build();

        assertThat(status("")).isEqualTo(403);
        assertThat(status("made-up")).isEqualTo(403);
        assertThat(other.answer(SimpleRequest.get("/other/events?ticket=" + ticket()))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void whoIsNotLetInGetsNone() {
        assertThat(answer(endpoint, SimpleRequest.post("/tasks/tickets"))).isEqualTo("403 forbidden");
    }

    @Test
    void unusedOnesAreBoundedAndMakeRoomWhenTheyExpire() {
        for (int i = 0; i < 10_000; i++) {
            ticket();
        }
        assertThat(answer(endpoint, People.as("ann", SimpleRequest.post("/tasks/tickets"))))
                .isEqualTo("503 busy");

        clock.advance(Duration.ofSeconds(30));

        assertThat(status(ticket())).isEqualTo(200);
    }
}
