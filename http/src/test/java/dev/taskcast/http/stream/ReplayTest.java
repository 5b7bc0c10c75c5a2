package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.adapter.Backends;
import dev.taskcast.http.Eventually;
import dev.taskcast.http.Frame;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a viewer gets that was cut off and can be brought up to date. */
class ReplayTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
    private final Puppet puppet = Puppet.docile();
    private final ModelClient client = new ModelClient(endpoint);

    @BeforeEach
    void connected() {
        tasks.register("a", puppet);
        tasks.register("b", puppet);
        client.connect().pullAll();
        client.cut();
    }

    private long lastId() {
        return Objects.requireNonNull(client.lastId());
    }

    private ModelClient asking(String target, String header) {
        SimpleRequest request = SimpleRequest.get(target);
        return new ModelClient(endpoint)
                .connect(header.isEmpty() ? request : request.with("last-event-id", header), true);
    }

    @Test
    void atTheHeadThereIsNothingButReady() {
        assertThat(client.connect().told()).containsExactly("ready");
    }

    @Test
    void everyTransitionComesOnceAndInOrder() {
        tasks.start("a");
        puppet.awaitRun().end();
        tasks.start("b");
        puppet.awaitRun().fail("broken");
        tasks.register("c", puppet);
        tasks.start("a");
        tasks.unregister("b");

        assertThat(client.connect().told())
                .containsExactly(
                        "update a running Starting...",
                        "update a completed",
                        "update b running Starting...",
                        "update b error",
                        "update c pending",
                        "update a running Starting...",
                        "remove b",
                        "ready");
        assertThat(client.tasks()).isEqualTo(ModelClient.truth(tasks));
    }

    @Test
    void eachFramesIdIsThePlaceToGoOnFrom() {
        tasks.start("a");
        puppet.awaitRun().end();
        tasks.start("b");
        puppet.awaitRun().end();
        List<Frame.Message> all = new ArrayList<>(client.connect().pullAll());

        for (int i = 0; i < all.size() - 1; i++) {
            String from = Objects.requireNonNull(all.get(i).id()).toString();
            assertThat(asking("/tasks/events", from).told())
                    .as("after %s", all.get(i))
                    .isEqualTo(all.subList(i + 1, all.size()).stream()
                            .map(Frame.Message::told)
                            .toList());
        }
    }

    @Test
    void thenComesTheNewestProgressOfWhatRunsAndOnlyThat() {
        tasks.start("a");
        Puppet.Run first = puppet.awaitRun();
        first.ctx().progress("of a run that ends");
        first.end();
        tasks.start("a");
        tasks.start("b");
        ModelClient witness = new ModelClient(endpoint).connect();
        puppet.awaitRun().ctx().progress("one", 1, 2);
        puppet.awaitRun().ctx().progress("two", 2, 2);
        Eventually.is(() -> {
            witness.pullAll();
            return progress(witness, "a") && progress(witness, "b");
        });

        List<String> told = client.connect().told();

        assertThat(told.subList(0, 4))
                .containsExactly(
                        "update a running Starting...",
                        "update a completed",
                        "update a running Starting...",
                        "update b running Starting...");
        assertThat(told.subList(4, 6)).containsExactlyInAnyOrder(progressOf("a"), progressOf("b"));
        assertThat(told.subList(6, told.size())).containsExactly("ready");
        assertThat(client.lastId()).isEqualTo(Backends.of(tasks).log().head());
    }

    private static boolean progress(ModelClient witness, String id) {
        return Objects.requireNonNull(witness.task(id)).get("progress") instanceof java.util.Map<?, ?> progress
                && progress.containsKey("current");
    }

    private String progressOf(String id) {
        return "update " + id + " running "
                + ((dev.taskcast.task.TaskState.Running) tasks.getState(id).orElseThrow())
                        .progress()
                        .message();
    }

    @Test
    void theHeaderNameIsInAnyCaseAndTheQueryDoesAsWell() {
        String position = Long.toString(lastId());
        tasks.start("a");

        List<String> wanted = List.of("update a running Starting...", "ready");
        assertThat(asking("/tasks/events", position).told()).isEqualTo(wanted);
        assertThat(asking("/tasks/events?lastEventId=" + position, "").told()).isEqualTo(wanted);
        assertThat(asking("/tasks/events?x=1&lastEventId=" + position + "&lastEventId=0", "")
                        .told())
                .isEqualTo(wanted);
        assertThat(asking("/tasks/events?last%45ventId=%3" + position.charAt(0) + position.substring(1), "")
                        .told())
                .isEqualTo(wanted);
    }

    @Test
    void theHeaderWinsOverTheQuery() {
        String before = Long.toString(lastId());
        tasks.start("a");
        String after = Long.toString(Backends.of(tasks).log().head());

        assertThat(asking("/tasks/events?lastEventId=" + before, after).told()).containsExactly("ready");
        assertThat(asking("/tasks/events?lastEventId=" + after, before).told())
                .containsExactly("update a running Starting...", "ready");
        assertThat(asking("/tasks/events?lastEventId=" + after, "nonsense").told())
                .startsWith("reset");
    }

    @Test
    void otherParametersAreIgnored() {
        String query = "?task=a&type=b&owner=c&tag=d&log=e&unknown=%zz&lastEventId=" + lastId();

        assertThat(asking("/tasks/events" + query, "").told()).containsExactly("ready");
    }

    @Test
    void zeroIsTheBirthOfTheLog() {
        tasks.start("a");

        assertThat(asking("/tasks/events", "0").told())
                .containsExactly("update a pending", "update b pending", "update a running Starting...", "ready");
        assertThat(asking(
                                "/tasks/events",
                                Long.toString(Backends.of(tasks).log().head() - 3))
                        .told())
                .as("so does the position before the first")
                .hasSize(4);
    }

    @Test
    void whatHappensDuringTheReplayComesInItsPlace() {
        for (int i = 0; i < 200; i++) {
            tasks.register("t" + i, puppet);
        }
        client.connect().pull();
        assertThat(client.isReplaying()).isTrue();
        tasks.unregister("t0");
        tasks.unregister("t199");
        tasks.start("a");

        List<String> told = client.told();

        assertThat(told).containsSubsequence("remove t0", "remove t199", "update a running Starting...");
        assertThat(client.isLive()).isTrue();
        assertThat(client.tasks()).isEqualTo(ModelClient.truth(tasks));
    }

    @Test
    void readyComesAfterAllOfTheProgressThoughItTakesSeveralPieces() {
        ModelClient witness = new ModelClient(endpoint).connect();
        for (int i = 0; i < 200; i++) {
            tasks.register("t" + i, puppet);
            tasks.start("t" + i);
            puppet.awaitRun().ctx().progress("half", 1, 2);
        }
        Eventually.is(() -> {
            witness.pullAll();
            return witness.tasks().equals(ModelClient.truth(tasks));
        });

        List<String> told = client.connect().told();

        assertThat(told).hasSize(601).endsWith("ready");
        assertThat(told.subList(400, 600)).allMatch(t -> t.endsWith(" running half"));
        assertThat(client.tasks()).isEqualTo(ModelClient.truth(tasks));
    }

    @Test
    void readyComesThoughTheReplayIsOvertaken() {
        tasks.register("busy", puppet);
        client.connect();
        for (int i = 0; i < 50 && !client.isLive(); i++) {
            for (int j = 0; j < 100; j++) {
                tasks.unregister("busy");
                tasks.register("busy", puppet);
            }
            client.pull();
        }

        assertThat(client.isLive()).isTrue();
        client.pullAll();
        assertThat(client.tasks()).isEqualTo(ModelClient.truth(tasks));
    }
}
