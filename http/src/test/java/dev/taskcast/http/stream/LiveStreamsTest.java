package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Held;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.SeededRandom;
import dev.taskcast.TaskManager;
import dev.taskcast.http.Frame;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.store.shared.JournalStore;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Running;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams of one node show what runs on others; a viewer may go from node to node. */
class LiveStreamsTest {
    private static final int NODES = 3;
    private static final int TASKS = 3;
    private static final int OPERATIONS = 60;
    private static final int BETWEEN_LOOKS = 6;

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final SharedJournal journal = SharedJournal.ofManyNodes();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Held> handlers = new HashMap<>();

    /** A manager, its way to the journal, and its endpoint. */
    private record Node(TaskManager tasks, JournalStore store, TaskEndpoint endpoint) {}

    static SeededRandom[] randoms() {
        return SeededRandom.several(4);
    }

    private Node start() {
        JournalStore store = journal.connect();
        TaskManager tasks = invariants.manager(builder -> builder.store(store)
                .closeTimeout(Duration.ofMillis(50))
                .lease(Duration.ofSeconds(20))
                .progressInterval(Duration.ofMillis(10)));
        Node node = new Node(tasks, store, TaskEndpoint.builder(tasks).build());
        nodes.add(node);
        return node;
    }

    private Held register(String id, String owner, String tag) {
        Held held = handlers.computeIfAbsent(id, key -> Held.polite());
        for (Node node : nodes) {
            node.tasks()
                    .register(
                            id,
                            held,
                            TaskOptions.builder().owner(owner).tags(tag).build());
        }
        return held;
    }

    private static void awaitRunning(Node node, String id) {
        Awaitility.await()
                .until(() -> node.tasks().getAllStates().stream()
                        .anyMatch(state -> state.id().equals(id) && state instanceof Running));
    }

    private static ModelClient watch(Node node, String query) {
        return new ModelClient(node.endpoint()).connect(SimpleRequest.get("/tasks/events" + query), false);
    }

    private static boolean hasTold(Node node, ModelClient client, String part) {
        node.endpoint().dispatch();
        client.session(); // it may look again by itself
        client.pullAll();
        return client.taken().stream()
                .anyMatch(message -> message.json().toString().contains(part));
    }

    @Test
    void whatAStreamNamesIsLive() throws Exception {
        Node here = start();
        Node there = start();
        Held held = register("x", "ann", "red");
        for (String query : List.of("", "?task=x", "?owner=ann", "?tag=red", "?type=x", "?task=x&owner=ann")) {
            assertThat(there.tasks().start("x")).isEqualTo(StartOutcome.STARTED);
            Held.Run run = held.next();
            awaitRunning(here, "x");
            ModelClient client = watch(here, query);
            client.pullAll();
            run.ctx().progress("told to " + query, 1, 2);
            Awaitility.await().until(() -> hasTold(here, client, "told to " + query));
            client.session().close();
            run.end();
            run.awaitEnd();
            Awaitility.await().until(() -> !(there.tasks().getState("x").orElseThrow() instanceof Running));
        }
    }

    @Test
    void linesAreLiveUpToTheLastAfterTheEnd() throws Exception {
        Node here = start();
        Node there = start();
        Held held = register("x", "ann", "red");
        there.tasks().start("x");
        Held.Run run = held.next();
        run.ctx().log("before anybody looked");
        awaitRunning(here, "x");
        ModelClient client = watch(here, "?task=x&log=x");
        Awaitility.await().until(() -> hasTold(here, client, "before anybody looked"));
        for (int i = 0; i < 1_200; i++) {
            run.ctx().log("line " + i);
        }
        Awaitility.await().until(() -> hasTold(here, client, "line 1199]"));
        run.ctx().log("the last");
        run.end();
        Awaitility.await().until(() -> hasTold(here, client, "the last]"));

        List<Long> from = client.taken().stream()
                .filter(message -> message.type().equals("log"))
                .map(message -> ((Number) Objects.requireNonNull(message.json().get("from"))).longValue())
                .toList();
        assertThat(from).isSorted().doesNotHaveDuplicates();
        client.session().close();
    }

    @Test
    void aPositionThatAnotherNodeHasToldIsWaitedFor() throws Exception {
        Node here = start();
        Node there = start();
        Held held = register("x", "ann", "red");
        Awaitility.await().until(() -> here.tasks().getState("x").isPresent());
        ModelClient client = watch(there, "");
        client.pullAll();
        there.tasks().start("x");
        held.next().end();
        Awaitility.await().until(() -> hasTold(there, client, "completed"));

        client.moveTo(here.endpoint());
        here.endpoint().dispatch();
        List<Frame.Message> told = client.pullAll();
        assertThat(told).extracting(Frame.Message::type).doesNotContain("reset", "init");
        assertThat(client.task("x")).containsEntry("status", "completed");
        client.session().close();
    }

    /** To begin anew would take the viewer back. */
    @Test
    void whoCanNotReadHowFarAnotherNodeIsTellsNothing() throws Exception {
        Node here = start();
        Node there = start();
        Held held = register("x", "ann", "red");
        Awaitility.await().until(() -> here.tasks().getState("x").isPresent());
        ModelClient client = watch(there, "");
        client.pullAll();
        here.store().down(true);
        there.tasks().start("x");
        held.next().end();
        Awaitility.await().until(() -> hasTold(there, client, "completed"));

        client.moveTo(here.endpoint());
        assertThat(client.session().next()).isNull();
        assertThat(client.session().isDenied()).isTrue();
        assertThat(new String(client.session().goodbye(0).bytes(), StandardCharsets.UTF_8))
                .isEqualTo("retry: 1000\n\n");
        here.store().down(false);
        Awaitility.await().until(() -> here.tasks().getState("x").orElseThrow() instanceof Completed);
        client.moveTo(here.endpoint());
        here.endpoint().dispatch();
        assertThat(client.pullAll()).extracting(Frame.Message::type).doesNotContain("reset", "init");
        assertThat(client.task("x")).containsEntry("status", "completed");
        client.session().close();
    }

    /** Nobody has told it: it is of another life of the store. */
    @Test
    void aPositionThatNoNodeHasToldIsAnsweredWithAReset() {
        Node here = start();
        start();
        ModelClient client = new ModelClient(here.endpoint())
                .connect(SimpleRequest.get("/tasks/events").with("Last-Event-ID", String.valueOf(1L << 52)), true);

        assertThat(client.pullAll())
                .extracting(Frame.Message::type)
                .startsWith("reset")
                .endsWith("ready");
        client.session().close();
    }

    /** What a viewer has been told of a task: its run, and how far that was since it came to this node. */
    private static final class Story {
        long run;
        int rank;
        double current = -1;

        /** The node of the run knows for certain that it is watched: it has told how far it is. */
        boolean isFollowed;
    }

    private static int rank(@Nullable Object status) {
        return "pending".equals(status) ? 0 : "running".equals(status) ? 1 : 2;
    }

    @SuppressWarnings("unchecked")
    private static double current(Map<String, @Nullable Object> state) {
        Object progress = state.get("progress");
        Object current = progress == null ? null : ((Map<String, Object>) progress).get("current");
        return current == null ? -1 : ((Number) current).doubleValue();
    }

    @ParameterizedTest
    @MethodSource("randoms")
    void aViewerWhoGoesFromNodeToNodeSeesNoStateGoBack(SeededRandom random) throws Exception {
        for (int i = 0; i < NODES; i++) {
            start();
        }
        for (int i = 0; i < TASKS; i++) {
            register("t" + i, "ann", "red");
        }
        for (Node node : nodes) {
            Awaitility.await().until(() -> node.tasks().getAllStates().size() == TASKS);
        }
        Map<String, Held.Run> running = new HashMap<>();
        Map<String, Double> reported = new HashMap<>();
        Map<String, Story> stories = new HashMap<>();
        Node at = nodes.getFirst();
        ModelClient viewer = new ModelClient(at.endpoint()).checkedBy((message, client) -> {
            if (Set.of("init", "update").contains(message.type())) {
                check(message, client, stories, reported, random);
            }
        });
        viewer.connect();
        for (int i = 0; i < OPERATIONS; i++) {
            String id = "t" + random.nextInt(TASKS);
            Held.Run run = running.get(id);
            switch (random.nextInt(6)) {
                case 0 -> {
                    at = nodes.get(random.nextInt(NODES));
                    stories.values().forEach(story -> {
                        story.current = -1;
                        story.isFollowed = false;
                    });
                    viewer.session().close();
                    viewer.moveTo(at.endpoint());
                }
                case 1 -> {
                    if (run != null) {
                        run.end();
                        run.awaitEnd();
                        running.remove(id);
                    }
                }
                default -> {
                    if (run == null) {
                        TaskManager by = nodes.get(random.nextInt(NODES)).tasks();
                        Awaitility.await()
                                .until(() -> by.start(id) == StartOutcome.STARTED); // the end may still be told
                        running.put(id, Objects.requireNonNull(handlers.get(id)).next());
                    } else {
                        String key = id + " " + run.ctx().run();
                        double next = reported.getOrDefault(key, 0.0) + 1 + random.nextInt(5);
                        reported.put(key, next);
                        run.ctx().progress("on", next, 1_000);
                    }
                }
            }
            at.endpoint().dispatch();
            viewer.session();
            viewer.pullAll();
            if (i % BETWEEN_LOOKS == 0) {
                Node now = at;
                Awaitility.await(random + ", operation " + i)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> isUpToDate(now, viewer, running, reported));
            }
        }
        viewer.session().close();
        running.values().forEach(Held.Run::end);
    }

    private static boolean isUpToDate(
            Node at, ModelClient viewer, Map<String, Held.Run> running, Map<String, Double> reported) {
        at.endpoint().dispatch();
        viewer.session();
        viewer.pullAll();
        boolean all = true;
        for (String id : List.of("t0", "t1", "t2")) {
            Map<String, @Nullable Object> seen = viewer.task(id);
            Held.Run run = running.get(id);
            double last = run == null
                    ? -1
                    : reported.getOrDefault(id + " " + run.ctx().run(), -1.0);
            all &= seen != null && (rank(seen.get("status")) == 1) == (run != null);
            all &= seen != null && (run == null || current(seen) == last);
        }
        return all;
    }

    private static void check(
            Frame.Message message,
            ModelClient client,
            Map<String, Story> stories,
            Map<String, Double> reported,
            SeededRandom random) {
        Map<String, @Nullable Object> state = message.state();
        Story story = stories.computeIfAbsent(message.taskId(), key -> new Story());
        Object number = state.get("run");
        long run = number == null ? 0 : ((Number) number).longValue();
        int rank = rank(state.get("status"));
        double current = current(state);
        String told = random + ": " + message + " after run " + story.run + ", " + story.rank + ", " + story.current;
        assertThat(run).as(told).isGreaterThanOrEqualTo(story.run);
        if (run > story.run) {
            story.current = -1;
            story.isFollowed = false;
        } else {
            assertThat(rank).as(told).isGreaterThanOrEqualTo(story.rank);
            if (rank == 1) {
                assertThat(current).as(told).isGreaterThanOrEqualTo(story.current);
            }
        }
        if (rank == 2 && story.rank == 1 && run == story.run && client.isLive() && story.isFollowed) {
            assertThat(story.current)
                    .as("the last progress: " + told)
                    .isEqualTo(reported.getOrDefault(message.taskId() + " " + run, -1.0));
        }
        story.run = run;
        story.rank = rank;
        if (rank == 1) {
            story.isFollowed |= client.isLive() && current >= 0;
            story.current = Math.max(story.current, current);
        }
    }
}
