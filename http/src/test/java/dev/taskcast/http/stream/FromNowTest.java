package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.task.TaskIdentity;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that begin with what happens next: {@code init=none}. */
class FromNowTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final Puppet puppet = Puppet.stubborn();
    private final Set<String> hidden = ConcurrentHashMap.newKeySet();
    private final TaskEndpoint open = TaskEndpoint.builder(tasks).build();
    private final TaskEndpoint restricted = TaskEndpoint.builder(tasks)
            .access(request -> Optional.of(new Viewer() {
                @Override
                public boolean canSee(TaskIdentity task) {
                    return !hidden.contains(task.id());
                }
            }))
            .build();

    private void register(String... ids) {
        for (String id : ids) {
            tasks.register(id, puppet);
        }
    }

    private void run(String id) {
        tasks.start(id);
        puppet.awaitRun().end();
    }

    private static ModelClient connect(TaskEndpoint endpoint, String query) {
        return new ModelClient(endpoint).connect(SimpleRequest.get(endpoint.path() + "/events?" + query), false);
    }

    @Test
    void itIsReadyAtOnceAndThenToldWhatHappens() {
        register("a", "b");
        ModelClient client = connect(open, "init=none");
        assertThat(client.told()).hasSize(1).first().asString().startsWith("ready");
        run("a");
        register("c");
        assertThat(client.told()).hasSize(3).allMatch(told -> told.startsWith("update"));
        assertThat(client.tasks()).containsOnlyKeys("a", "c");
    }

    @Test
    void itsFirstIdIsAPlaceToGoOnFrom() {
        register("a");
        ModelClient client = connect(open, "init=none");
        assertThat(client.told()).hasSize(1);
        client.cut();
        run("a");
        assertThat(client.connect().told()).hasSize(3).noneMatch(told -> told.startsWith("reset"));
    }

    @Test
    void aViewerWhoSeesSomeIsToldOfTheseFromTheVeryBeginning() {
        register("a", "hidden");
        hidden.add("hidden");
        ModelClient client = connect(restricted, "init=none");
        assertThat(client.told()).hasSize(1).first().asString().startsWith("ready");
        run("hidden"); // before anybody was asked
        run("a");
        restricted.dispatch();
        assertThat(client.told()).isEmpty();
        assertThat(client.toldAndAsked()).hasSize(2).noneMatch(told -> told.contains("hidden"));
        register("c");
        run("hidden");
        run("a");
        assertThat(client.toldAndAsked()).hasSize(3);
        assertThat(client.tasks()).containsOnlyKeys("a", "c");
    }

    @Test
    void whatComesIntoSightIsToldOf() {
        register("a");
        hidden.add("a");
        ModelClient client = connect(restricted, "init=none");
        assertThat(client.toldAndAsked()).hasSize(1);
        hidden.clear();
        restricted.accessChanged();
        assertThat(client.toldAndAsked()).containsExactly("update a pending");
        hidden.add("a");
        restricted.accessChanged();
        assertThat(client.toldAndAsked()).containsExactly("remove a");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoIsTooLateIsResetAndHasNothing(boolean isRestricted) {
        TaskEndpoint endpoint = isRestricted ? restricted : open;
        register("a");
        ModelClient client = connect(endpoint, "init=none");
        assertThat(client.toldAndAsked()).hasSize(1);
        IntStream.range(0, 17_000)
                .forEach(
                        i -> { // more than a server keeps for who does not read
                            register("t");
                            tasks.unregister("t");
                        });
        register("b");
        assertThat(client.toldAndAsked()).hasSize(2).first().isEqualTo("reset");
        assertThat(client.tasks()).isEmpty();
        run("a");
        run("b");
        assertThat(client.toldAndAsked()).hasSize(4);
        assertThat(client.tasks()).containsOnlyKeys("a", "b");
    }

    @Test
    void aPositionIsGoneOnFrom() {
        register("a");
        ModelClient client = connect(open, "");
        client.pullAll();
        long last = Objects.requireNonNull(client.lastId());
        run("a");
        ModelClient back =
                new ModelClient(open).connect(SimpleRequest.get("/tasks/events?init=none&lastEventId=" + last), true);
        assertThat(back.told()).hasSize(3);
        ModelClient other =
                new ModelClient(open).connect(SimpleRequest.get("/tasks/events?init=none&lastEventId=nonsense"), true);
        assertThat(other.told()).hasSize(2).first().isEqualTo("reset");
        assertThat(other.tasks()).isEmpty();
    }

    @Test
    void liveIsWhatThereIsWithoutAWord() {
        register("a", "b");
        run("a");
        ModelClient client = connect(open, "init=live");
        assertThat(client.told()).hasSize(3);
        assertThat(client.tasks()).isEqualTo(ModelClient.truth(tasks));
    }

    @ParameterizedTest
    @ValueSource(strings = {"init=", "init=all", "init=NONE", "init=none&init=live", "init=none&init=none", "init"})
    void anythingElseIsRefused(String query) {
        Reply.Full reply = (Reply.Full) open.answer(SimpleRequest.get("/tasks/events?" + query));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(new String(reply.body(), StandardCharsets.UTF_8)).contains("bad_parameter", "init must be");
    }
}
