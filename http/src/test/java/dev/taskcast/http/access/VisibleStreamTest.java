package dev.taskcast.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.LogCapture;
import dev.taskcast.TaskManager;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Streams of viewers who do not see everything. */
class VisibleStreamTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
    private final People people = new People();
    private final TaskEndpoint endpoint =
            TaskEndpoint.builder(tasks).access(people).build();
    private final People.Person ann = people.person("ann", "a", "b");
    private final Puppet puppet = Puppet.docile();
    private final ModelClient client = new ModelClient(endpoint);

    @BeforeEach
    void register() {
        for (String id : List.of("a", "secret", "b")) {
            tasks.register(id, puppet);
        }
    }

    private List<String> connect() {
        return connect(SimpleRequest.get("/tasks/events"));
    }

    private List<String> reconnect() {
        String lastId = Objects.requireNonNull(client.lastId()).toString();
        return connect(SimpleRequest.get("/tasks/events").with("Last-Event-ID", lastId));
    }

    private List<String> connect(SimpleRequest request) {
        return client.connect(People.as("ann", request), request.header("Last-Event-ID") != null)
                .toldAndAsked();
    }

    private void run(String id) {
        tasks.start(id);
        puppet.awaitRun().end();
    }

    @Test
    void nothingIsSentBeforeTheViewerWasAsked() {
        client.connect(People.as("ann", SimpleRequest.get("/tasks/events")), false);

        assertThat(client.told()).isEmpty();
        Objects.requireNonNull(client.session().question()).run();
        assertThat(client.told()).containsExactly("init a pending", "init b pending", "ready");
    }

    @Test
    void whatIsNotSeenIsInNoMessage() {
        connect();
        run("secret");
        tasks.register("late-secret", puppet);
        tasks.unregister("secret");
        run("b");
        tasks.unregister("late-secret");

        assertThat(client.toldAndAsked()).containsExactly("update b running Starting...", "update b completed");
        assertThat(reconnect()).containsExactly("ready");
    }

    @Test
    void aTaskThatIsMadeLaterIsAskedAboutOnceItComes() {
        connect();
        ann.seen.add("c");
        tasks.register("c", puppet);
        tasks.register("hidden", puppet);
        run("c");

        assertThat(client.toldAndAsked())
                .containsExactly("update c pending", "update c running Starting...", "update c completed");
    }

    @Test
    void accessIsCheckedAgainEveryThirtySeconds() {
        connect();
        ann.seen.remove("a");
        ann.seen.add("secret");
        clock.advance(Duration.ofSeconds(30).minusNanos(1));
        assertThat(client.toldAndAsked()).isEmpty();

        clock.advance(Duration.ofNanos(1));

        assertThat(client.toldAndAsked()).containsExactly("remove a", "update secret pending");
        assertThat(client.tasks()).containsOnlyKeys("b", "secret");
        run("a");
        run("secret");
        assertThat(client.toldAndAsked())
                .containsExactly("update secret running Starting...", "update secret completed");
    }

    @Test
    void theApplicationCanHaveItCheckedAtOnce() {
        connect();
        ann.seen.remove("a");
        assertThat(client.toldAndAsked()).isEmpty();

        endpoint.accessChanged();

        assertThat(client.toldAndAsked()).containsExactly("remove a");
    }

    @Test
    void whoIsNoLongerLetInIsSentAwayWithoutAnotherWord() {
        connect();
        ann.in = false;
        run("a");
        clock.advance(Duration.ofSeconds(30));
        Objects.requireNonNull(client.session().question()).run();
        run("b");

        assertThat(client.told()).isEmpty();
        assertThat(client.session().isDenied()).isTrue();
        assertThat(client.session().question()).isNull();
        assertThat(endpoint.answer(People.as("ann", SimpleRequest.get("/tasks/events")))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aViewerThatIsBrokenSeesNothing() {
        ann.broken = true;
        try (LogCapture log = LogCapture.open()) {
            assertThat(connect()).containsExactly("ready");
            clock.advance(Duration.ofSeconds(30));
            assertThat(client.toldAndAsked()).isEmpty();

            assertThat(client.session().isDenied()).isTrue();
            assertThat(log.messages(java.util.logging.Level.SEVERE)).isNotEmpty();
        }
    }

    @Test
    void whoBeginsToSeeATaskIsToldOfItInOrder() {
        connect();
        run("secret"); // which the session has not read yet
        ann.seen.add("secret");
        endpoint.accessChanged();
        Objects.requireNonNull(client.session().question()).run();

        // Its newest state at once would be ahead of the position that goes with it, and a replay from there older.
        assertThat(client.toldAndAsked())
                .containsExactly("update secret running Starting...", "update secret completed");
        run("secret");
        assertThat(client.toldAndAsked())
                .containsExactly("update secret running Starting...", "update secret completed");
        tasks.unregister("secret");
        assertThat(client.toldAndAsked()).containsExactly("remove secret");
    }

    @Test
    void aReplayTellsThatATaskIsGone() {
        connect();
        client.cut();
        run("a");
        tasks.unregister("a");
        run("secret");
        tasks.unregister("secret");

        assertThat(reconnect())
                .containsExactly("update a running Starting...", "update a completed", "remove a", "ready");
        assertThat(client.tasks()).containsOnlyKeys("b");
    }

    @Test
    void aLongReplayTellsOfAllThatAreGone() {
        IntStream.range(0, 200).forEach(i -> {
            ann.seen.add("t" + i);
            tasks.register("t" + i, puppet);
        });
        connect();
        client.cut();
        IntStream.range(0, 200).forEach(i -> tasks.unregister("t" + i));

        assertThat(reconnect())
                .hasSize(201)
                .contains("remove t0", "remove t199")
                .endsWith("ready");
        assertThat(client.tasks()).containsOnlyKeys("a", "b");
    }

    @Test
    void whoLosesATaskWhileCutOffBeginsAnew() {
        connect();
        client.cut();
        ann.seen.remove("a");
        endpoint.accessChanged();

        assertThat(reconnect()).containsExactly("reset", "init b pending", "ready");
        assertThat(client.tasks()).containsOnlyKeys("b");
    }

    @Test
    void whoComesBackFromAfterTheChangeGetsTheReplay() {
        connect();
        ann.seen.remove("a");
        endpoint.accessChanged();
        assertThat(client.toldAndAsked()).containsExactly("remove a");
        run("b");
        client.toldAndAsked();
        client.cut();
        run("b");

        assertThat(reconnect()).containsExactly("update b running Starting...", "update b completed", "ready");
    }

    @Test
    void whoGainsATaskWhileCutOffIsToldOfIt() {
        connect();
        client.cut();
        ann.seen.add("secret");
        endpoint.accessChanged();

        assertThat(reconnect())
                .containsExactly("reset", "init a pending", "init secret pending", "init b pending", "ready");
    }

    @Test
    void nothingIsSentBetweenTheChangeAndItsCheck() {
        connect();
        run("b");
        ann.seen.remove("a");
        endpoint.accessChanged();
        run("b");

        assertThat(client.told()).isEmpty();
        assertThat(client.session().hasNext()).as("there is something to ask").isTrue();
        assertThat(client.toldAndAsked()).startsWith("remove a").endsWith("update b completed");
    }

    @Test
    void whoCameBackJustBeforeTheChangeBeginsAnew() {
        connect();
        client.cut();
        String lastId = Objects.requireNonNull(client.lastId()).toString();
        client.connect(People.as("ann", SimpleRequest.get("/tasks/events").with("Last-Event-ID", lastId)), true);
        Runnable asked = Objects.requireNonNull(client.session().question());
        ann.seen.remove("a");
        asked.run(); // by what holds now
        endpoint.accessChanged();

        assertThat(client.toldAndAsked()).containsExactly("reset", "init b pending", "ready");
        assertThat(client.tasks()).containsOnlyKeys("b");
    }

    @Test
    void whoCameBackBeginsAnewAtTheNextChangeThoughItWasAskedBefore() {
        connect();
        client.cut();
        assertThat(reconnect()).containsExactly("ready");
        ann.seen.remove("a");
        endpoint.accessChanged();

        // Whether the change held when the viewer was first asked can't be told: what they had then would stay.
        assertThat(client.toldAndAsked()).containsExactly("reset", "init b pending", "ready");
        assertThat(client.tasks()).containsOnlyKeys("b");
        ann.seen.remove("b");
        endpoint.accessChanged();
        assertThat(client.toldAndAsked()).as("only once").containsExactly("remove b");
    }

    @Test
    void aChangeBetweenTheReturnAndTheQuestionIsNotLost() {
        connect();
        client.cut();
        String lastId = Objects.requireNonNull(client.lastId()).toString();
        client.connect(People.as("ann", SimpleRequest.get("/tasks/events").with("Last-Event-ID", lastId)), true);
        ann.seen.remove("a");
        assertThat(client.toldAndAsked()).containsExactly("ready");
        endpoint.accessChanged();

        assertThat(client.toldAndAsked()).containsExactly("reset", "init b pending", "ready");
        assertThat(client.tasks()).containsOnlyKeys("b");
    }

    @Test
    void aTaskThatWasMadeAnewUnderALostOnesIdStays() {
        connect();
        ann.seen.add("anew");
        tasks.register("anew", ctx -> {});
        assertThat(client.toldAndAsked()).containsExactly("update anew pending");
        tasks.unregister("anew");
        for (int i = 0; i < 17_000; i++) { // more than the log remembers, so that it begins anew
            tasks.register("flood", ctx -> {});
            tasks.unregister("flood");
        }
        tasks.register("anew", ctx -> {});
        assertThat(client.toldAndAsked()).contains("reset", "init anew pending");
        endpoint.accessChanged();
        client.toldAndAsked();

        assertThat(client.tasks()).containsKey("anew");
    }

    @Test
    void whatAViewerOfEverythingIsSentBeforeTheCheckIsNotReplayed() {
        boolean[] admin = {true};
        Viewer all = new Viewer() {
            @Override
            public boolean seesEverything() {
                return true;
            }

            @Override
            public boolean check() {
                return admin[0];
            }
        };
        TaskEndpoint mixed = TaskEndpoint.builder(tasks)
                .path("/mixed")
                .access(request -> Optional.of(admin[0] ? all : ann))
                .build();
        ModelClient demoted = new ModelClient(mixed).connect();
        demoted.toldAndAsked();
        admin[0] = false;
        mixed.accessChanged();
        run("secret");
        assertThat(demoted.told()).contains("update secret completed"); // the check is still to come
        demoted.cut();

        demoted.connect();

        assertThat(demoted.toldAndAsked()).containsExactly("reset", "init a pending", "init b pending", "ready");
    }

    @Test
    void aTaskThatTakesTheIdOfASeenOneIsAskedAboutByItself() {
        connect();
        tasks.unregister("a");
        ann.seen.remove("a");
        tasks.register("a", puppet);
        run("a");

        assertThat(client.toldAndAsked()).containsExactly("remove a");
        assertThat(client.tasks()).containsOnlyKeys("b");
    }

    @Test
    void whatChangesInTheMiddleOfADumpIsPartOfIt() {
        IntStream.range(0, 600).forEach(i -> {
            ann.seen.add("t" + i);
            tasks.register("t" + i, puppet);
        });
        tasks.register("last", puppet);
        client.whoseViewChanges().connect(People.as("ann", SimpleRequest.get("/tasks/events")), false);
        client.pull();
        Objects.requireNonNull(client.session().question()).run();
        client.pull();
        ann.seen.removeAll(List.of("t0", "t599")); // the second was not sent yet
        ann.seen.addAll(List.of("secret", "last"));
        endpoint.accessChanged();
        Objects.requireNonNull(client.session().question()).run();

        List<String> told = client.toldAndAsked();

        assertThat(told)
                .startsWith("remove t0", "update secret pending")
                .contains("init last pending")
                .doesNotContain("init t599 pending", "remove t599", "update last pending")
                .endsWith("ready");
        assertThat(client.tasks()).hasSize(602).containsKeys("a", "b", "secret", "last", "t598");
    }
}
