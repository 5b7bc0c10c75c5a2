package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.adapter.Backends;
import dev.taskcast.http.Frame;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.task.TaskOptions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a viewer that has nothing gets. */
class DumpTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();

    @Test
    void anEmptyManagerIsReadyAtOnce() {
        List<Frame.Message> dump = new ModelClient(endpoint).connect().pullAll();

        assertThat(dump).extracting(Frame.Message::told).containsExactly("ready");
        assertThat(dump.getFirst().id()).isEqualTo(Backends.of(tasks).log().head());
    }

    @Test
    void eachTaskHasOneInitInTheOrderOfRegistration() {
        Puppet puppet = Puppet.docile();
        tasks.register("zebra", puppet);
        tasks.register("apple", ctx -> {});
        tasks.register("mango", ctx -> {}, TaskOptions.title("Mango"));
        tasks.start("zebra");
        puppet.awaitRun();

        ModelClient client = new ModelClient(endpoint).connect();

        assertThat(client.told())
                .containsExactly("init zebra running Starting...", "init apple pending", "init mango pending", "ready");
        assertThat(client.tasks()).isEqualTo(ModelClient.truth(tasks));
    }

    @Test
    void onlyTheLastInitAndReadyCarryAnId() {
        for (String id : List.of("a", "b", "c")) {
            tasks.register(id, ctx -> {});
        }
        long head = Backends.of(tasks).log().head();

        List<Frame.Message> dump = new ModelClient(endpoint).connect().pullAll();

        assertThat(dump).extracting(Frame.Message::id).containsExactly(null, null, head, head);
    }

    @Test
    void anEmptyOrAbsentPositionMeansADumpWithoutReset() {
        tasks.register("a", ctx -> {});
        for (String target : List.of("/tasks/events", "/tasks/events?", "/tasks/events?lastEventId=")) {
            ModelClient client = new ModelClient(endpoint).connect(dev.taskcast.http.SimpleRequest.get(target), false);
            assertThat(client.told()).as(target).containsExactly("init a pending", "ready");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 257, 512, 1_000})
    void manyTasksComeInPieces(int count) {
        IntStream.range(0, count).forEach(i -> tasks.register("t" + i, ctx -> {}));

        ModelClient client = new ModelClient(endpoint).connect();
        List<String> told = client.told();

        assertThat(told.subList(0, count))
                .isEqualTo(IntStream.range(0, count)
                        .mapToObj(i -> "init t" + i + " pending")
                        .toList());
        assertThat(told.subList(count, told.size())).containsExactly("ready");
        assertThat(client.lastId()).isEqualTo(Backends.of(tasks).log().head());
    }

    @Test
    void whatWasForgottenBeforeIsNotInIt() {
        for (String id : List.of("a", "b", "c")) {
            tasks.register(id, ctx -> {});
        }
        tasks.unregister("b");

        assertThat(new ModelClient(endpoint).connect().told())
                .containsExactly("init a pending", "init c pending", "ready");
    }

    @Test
    void afterItTheStreamIsLive() {
        tasks.register("a", ctx -> {});
        ModelClient client = new ModelClient(endpoint).connect();
        client.pullAll();
        assertThat(client.session().hasNext()).isFalse();
        assertThat(client.session().next()).isNull();

        tasks.register("b", ctx -> {});

        assertThat(client.session().hasNext()).isTrue();
        assertThat(client.told()).containsExactly("update b pending");
        assertThat(client.lastId()).isEqualTo(Backends.of(tasks).log().head());
    }

    @Test
    void aSessionThatIsNotPulledKeepsNoOneWaiting() {
        tasks.register("a", ctx -> {});
        ModelClient client = new ModelClient(endpoint).connect();

        IntStream.range(0, 100).forEach(i -> tasks.register("later" + i, ctx -> {}));

        assertThat(client.told()).hasSize(102).contains("init a pending", "init later99 pending");
        assertThat(client.tasks()).isEqualTo(ModelClient.truth(tasks));
    }
}
