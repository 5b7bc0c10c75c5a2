package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.store.shared.JournalStore;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What viewers are told of tasks that rest. */
class RestingStreamTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final JournalStore store = SharedJournal.ofManyNodes().connect();
    private final TaskManager tasks =
            invariants.manager(builder -> builder.store(store).recent(0));
    private final TaskType<Integer, Integer> type =
            tasks.type("t", Integer.class, Integer.class, (ctx, payload) -> payload);
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

    private void ended(String... ids) {
        for (String id : ids) {
            TaskState ignored =
                    tasks.submit(type, 1, SubmitOptions.builder().id(id).build());
            awaitEnd(id);
        }
    }

    private void awaitEnd(String id) {
        Awaitility.await("the end of " + id)
                .atMost(Await.LIMIT)
                .until(() -> tasks.getState(id)
                        .filter(state -> state instanceof TaskState.Terminal)
                        .isPresent());
    }

    private void awaitRest() {
        Awaitility.await("nothing is held")
                .atMost(Await.LIMIT)
                .until(() -> tasks.getAllStates().isEmpty());
    }

    private static SimpleRequest events(TaskEndpoint endpoint, String query) {
        return SimpleRequest.get(endpoint.path() + "/events?" + query);
    }

    private static List<String> told(ModelClient client) {
        List<String> told = new ArrayList<>(client.toldAndAsked());
        told.removeIf(each -> each.startsWith("ready"));
        return told;
    }

    /** One that has all there is by now. */
    private static ModelClient live(TaskEndpoint endpoint) {
        ModelClient client = new ModelClient(endpoint).connect();
        assertThat(told(client)).isEmpty();
        return client;
    }

    /** Until it has been told of so much. */
    private static List<String> told(ModelClient client, String last) {
        List<String> told = new ArrayList<>();
        Awaitility.await(last).atMost(Await.LIMIT).until(() -> {
            told.addAll(told(client));
            return !told.isEmpty() && told.getLast().startsWith(last);
        });
        return told;
    }

    @Test
    void aStreamBeginsWithWhatItNames() {
        ended("a", "b");
        awaitRest();
        hidden.add("b");

        assertThat(told(new ModelClient(open).connect())).isEmpty();
        ModelClient named = new ModelClient(open).connect(events(open, "task=a&task=b&task=c"), false);
        assertThat(told(named)).hasSize(2);
        assertThat(named.tasks()).containsOnlyKeys("a", "b");
        ModelClient seeing = new ModelClient(restricted).connect(events(restricted, "task=a&task=b"), false);
        assertThat(told(seeing)).hasSize(1);
        assertThat(seeing.tasks()).containsOnlyKeys("a");
        ModelClient fromNow = new ModelClient(open).connect(events(open, "task=a&init=none"), false);
        assertThat(told(fromNow)).isEmpty();
    }

    @Test
    void aStreamOfAnOwnerBeginsWithWhatIsTheirs() {
        for (String owner : List.of("ann", "ben")) {
            TaskState ignored = tasks.submit(
                    type,
                    1,
                    SubmitOptions.builder().id("of-" + owner).owner(owner).build());
            awaitEnd("of-" + owner);
        }
        awaitRest();

        ModelClient named = new ModelClient(restricted).connect(events(restricted, "owner=ann"), false);
        assertThat(told(named)).hasSize(1);
        assertThat(named.tasks()).containsOnlyKeys("of-ann");
    }

    @Test
    void nothingIsToldWhenATaskGoesToRest() {
        ModelClient client = live(open);
        ModelClient other = live(restricted);
        ended("a");
        awaitRest();

        assertThat(told(client)).noneMatch(each -> each.startsWith("remove"));
        assertThat(told(other)).noneMatch(each -> each.startsWith("remove"));
        assertThat(client.tasks()).containsKey("a");
        assertThat(other.tasks()).containsKey("a");
    }

    @Test
    void oneThatIsWokenIsToldToThoseWhoMaySeeIt() {
        ended("a", "b");
        awaitRest();
        hidden.add("b");
        tasks.register("lives", ctx -> {}); // so that the viewer is asked about all that there is by now
        ModelClient client = new ModelClient(open).connect();
        ModelClient other = new ModelClient(restricted).connect();
        for (ModelClient each : List.of(client, other)) {
            assertThat(told(each)).hasSize(1);
        }

        for (String id : List.of("b", "a")) {
            var ignored = tasks.start(id);
            Awaitility.await("run 2")
                    .atMost(Await.LIMIT)
                    .until(() -> tasks.getState(id)
                            .filter(state -> state instanceof TaskState.Completed done && done.run() == 2)
                            .isPresent());
        }
        assertThat(told(client, "update a completed")).anyMatch(each -> each.startsWith("update b completed"));
        assertThat(told(other, "update a completed")).noneMatch(each -> each.contains(" b "));
        assertThat(other.tasks()).containsOnlyKeys("a", "lives");
    }

    @Test
    void accessIsCheckedForWhatRestsAsWell() {
        ModelClient client = live(restricted);
        ended("a", "b");
        awaitRest();
        assertThat(told(client)).isNotEmpty();
        assertThat(client.tasks()).containsOnlyKeys("a", "b");

        restricted.accessChanged();
        assertThat(told(client)).as("nothing is otherwise").isEmpty();
        hidden.add("a");
        restricted.accessChanged();
        assertThat(told(client)).containsExactly("remove a");
        assertThat(client.tasks()).containsOnlyKeys("b");
    }

    @Test
    void oneThatIsTakenAwayIsRemoved() {
        ModelClient client = live(open);
        ModelClient other = live(restricted);
        ended("a", "b");
        awaitRest();
        ModelClient named = new ModelClient(restricted).connect(events(restricted, "task=a"), false);
        for (ModelClient each : List.of(client, other, named)) {
            assertThat(told(each)).isNotEmpty();
        }

        assertThat(tasks.unregister("a")).isTrue();
        for (ModelClient each : List.of(client, other, named)) {
            assertThat(told(each)).containsExactly("remove a");
        }
    }

    @Test
    void aStreamBeginsWithoutThemWhileTheStoreIsAway() {
        tasks.register("lives", ctx -> {});
        ended("a");
        Awaitility.await("a rests")
                .atMost(Await.LIMIT)
                .until(() -> tasks.getAllStates().size() == 1);
        store.down(true);
        ModelClient named = new ModelClient(open).connect(events(open, "task=a&task=lives"), false);
        assertThat(told(named)).hasSize(1);
        assertThat(named.tasks()).containsOnlyKeys("lives");
        store.down(false);
    }

    @Test
    void requestsAreAnsweredAsIfItWereHeld() {
        ended("a");
        awaitRest();

        assertThat(answer(SimpleRequest.get(open.path() + "/a"))).contains("\"status\":\"completed\"");
        assertThat(answer(SimpleRequest.get(open.path() + "/b"))).contains("unknown_task");
        assertThat(answer(SimpleRequest.post(open.path() + "/a/cancel"))).contains("not_running");
        assertThat(answer(SimpleRequest.post(open.path() + "/a/start"))).contains("\"ok\":true");
        awaitEnd("a");
    }

    private String answer(SimpleRequest request) {
        Reply.Full reply = (Reply.Full) open.answer(request.with("Content-Type", "application/json"));
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}
