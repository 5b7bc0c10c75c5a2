package dev.taskcast.testkit.store;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.TaskManagerBuilder;
import dev.taskcast.store.Batch;
import dev.taskcast.store.NodeAbout;
import dev.taskcast.store.NodeSign;
import dev.taskcast.store.Opened;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskNode.Hearing;
import dev.taskcast.task.TaskState.Canceled;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several nodes on one store. */
interface NodesContract extends Stored {
    /** No node of a process that gets little processor is silent for as long. */
    UnaryOperator<TaskManagerBuilder> LONG = builder -> builder.lease(Duration.ofSeconds(20));

    @Test
    default void nodesReadWhatOthersAppend() {
        TaskStore store1 = opened(newStore());
        TaskStore store2 = opened(newStore());
        History history1 = new History(store1.open(opening("node-1")));
        Opened opened2 = store2.open(opening("node-2"));
        assertThat(opened2.nodes()).containsExactly("node-1");
        assertThat(opened2.head()).isEqualTo(LEAST);
        History history2 = new History(opened2);

        Samples.everything(history1, NODE);
        Batch batch = history1.batch();
        assertThat(store1.journal().append(batch)).isTrue();
        history2.make("from an old head");
        assertThat(store2.journal().append(history2.batch())).isFalse();

        History reader = new History(opened2);
        assertThat(store2.journal().read(reader.head(), reader)).isTrue();
        assertThat(reader.taken()).isEqualTo(batch.changes());
        assertThat(reader.head()).isEqualTo(history1.head());
        reader.make("from the new head");
        append(store2, reader);
        assertThat(store2.journal().read(reader.head(), reader)).isTrue();
        assertThat(reader.taken()).isEqualTo(batch.changes());

        assertThat(store1.journal().read(history1.head(), history1)).isTrue();
        assertThat(history1.taken()).hasSize(1);
        assertThat(history1.rows()).isEqualTo(reader.rows());
        assertThat(reader.limits()).isEqualTo(history1.limits());
        assertThat(reader.orphans()).isEqualTo(history1.orphans()).hasSize(2);
    }

    @Test
    default void manyAppendAtOnce() throws Exception {
        int nodes = 3;
        long each = 60;
        List<TaskStore> stores =
                IntStream.range(0, nodes).mapToObj(i -> opened(newStore())).toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(nodes)) {
            List<Future<History>> ends = IntStream.range(0, nodes)
                    .mapToObj(i -> threads.submit(() -> busy(stores.get(i), "node-" + i, each)))
                    .toList();
            for (Future<History> end : ends) {
                end.get();
            }
        }

        Opened opened = opened(newStore()).open(opening("node-9"));
        assertThat(opened.rows()).hasSize((int) (nodes * each));
        assertThat(opened.head() - opened.birth()).isEqualTo(nodes * each);
    }

    /** A node that makes tasks, and decides again when another one was faster. */
    private static History busy(TaskStore store, String node, long tasks) {
        Opened opened = store.open(Stored.openingAt(node, LEAST));
        History history = new History(opened);
        for (int i = 0; i < tasks; i++) {
            String id = node + "-" + i;
            while (true) {
                History trial = history.copy();
                trial.make(id);
                if (store.journal().append(trial.batch())) {
                    history = trial;
                    break;
                }
                assertThat(store.journal().read(history.head(), history)).isTrue();
            }
            store.flush();
        }
        return history;
    }

    @Test
    default void nodesSeeEachOthersSigns() {
        TaskStore store1 = opened(newStore());
        TaskStore store2 = opened(newStore());
        store1.open(opening("node-1"));
        store2.open(opening("node-2"));
        List<NodeSign> before = store1.nodes().renew(NodeAbout.NOTHING).nodes();
        store2.nodes().renew(NodeAbout.NOTHING);
        List<NodeSign> after = store1.nodes().renew(NodeAbout.NOTHING).nodes();

        assertThat(before).extracting(NodeSign::node).containsExactlyInAnyOrder("node-1", "node-2");
        assertThat(after).extracting(NodeSign::node).containsExactlyInAnyOrder("node-1", "node-2");
        assertThat(signs(after, "node-1")).doesNotContainAnyElementsOf(signs(before, "node-1"));
        assertThat(signs(after, "node-2")).doesNotContainAnyElementsOf(signs(before, "node-2"));
        Waits.until(
                "a sign that is old, as the store knows",
                () -> store1.nodes().renew(NodeAbout.NOTHING).nodes().stream()
                        .anyMatch(sign -> sign.node().equals("node-2") && sign.silentMillis() > 20));
        assertThat(store1.nodes().renew(NodeAbout.NOTHING).nodes())
                .filteredOn(sign -> sign.node().equals("node-1"))
                .allMatch(sign -> sign.silentMillis() < 5_000);
        store1.nodes().leave(Set.of("node-2"));
        assertThat(store1.nodes().renew(NodeAbout.NOTHING).nodes())
                .extracting(NodeSign::node)
                .containsExactly("node-1");
    }

    @Test
    default void whatANodeSaysOfItselfIsReadByTheOthers() {
        NodeAbout about = new NodeAbout(
                "1.2.3", 1_700_000_000_000L, 50, 49, false, 1.25, List.of("a", "b, \"c\""), Hearing.ALONE);
        TaskStore store1 = opened(newStore());
        TaskStore store2 = opened(newStore());
        store1.open(opening("node-1"));
        store2.open(opening("node-2"));
        store1.nodes().renew(about);
        NodeSign read = sign(store2.nodes().renew(NodeAbout.NOTHING).nodes(), "node-1");

        assertThat(read.about()).isEqualTo(about.hearing(read.about().hearing()));
        assertThat(read.about().hearing()).isIn(Hearing.LISTENING, Hearing.POLLING);
        Waits.until(
                "what others say to come through",
                () -> sign(store1.nodes().renew(about).nodes(), "node-1")
                                .about()
                                .hearing()
                        == Hearing.LISTENING);
        NodeAbout more = new NodeAbout("", 0, NodeAbout.ANY_NUMBER, 3, false, 0, List.of(), Hearing.LISTENING);
        store1.nodes().renew(more);
        assertThat(sign(store2.nodes().renew(NodeAbout.NOTHING).nodes(), "node-1")
                        .about())
                .isEqualTo(more);
    }

    @Test
    default void aNodeThatIsDrainedReadsSo() {
        TaskStore store1 = opened(newStore());
        TaskStore store2 = opened(newStore());
        store1.open(opening("node-1"));
        store2.open(opening("node-2"));
        store1.nodes().renew(NodeAbout.NOTHING);
        store2.nodes().renew(NodeAbout.NOTHING);

        assertThat(store2.nodes().drain("nobody", true)).isFalse();
        assertThat(store2.nodes().drain("node-1", true)).isTrue();
        assertThat(store1.nodes().renew(NodeAbout.NOTHING).nodes())
                .filteredOn(NodeSign::isDrained)
                .extracting(NodeSign::node)
                .containsExactly("node-1");
        assertThat(store1.nodes().drain("node-1", false)).isTrue();
        assertThat(store2.nodes().renew(NodeAbout.NOTHING).nodes()).noneMatch(NodeSign::isDrained);
        store2.nodes().leave(Set.of("node-1"));
        NodeAbout drained = new NodeAbout("", 0, NodeAbout.ANY_NUMBER, 0, true, 0, List.of(), Hearing.UNKNOWN);
        store1.nodes().renew(drained);
        assertThat(sign(store2.nodes().renew(NodeAbout.NOTHING).nodes(), "node-1")
                        .isDrained())
                .as("one that was taken for gone, and is back")
                .isTrue();
    }

    private static NodeSign sign(List<NodeSign> all, String node) {
        return all.stream().filter(sign -> sign.node().equals(node)).findAny().orElseThrow();
    }

    private static List<Long> signs(List<NodeSign> all, String node) {
        return all.stream()
                .filter(sign -> sign.node().equals(node))
                .map(NodeSign::sign)
                .toList();
    }

    @Test
    default void manyOpenAtOnce() {
        List<CompletableFuture<Opened>> all = IntStream.range(0, 6)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> newStore().open(Stored.openingAt("node-" + i, LEAST))))
                .toList();

        assertThat(all).allSatisfy(opened -> assertThat(opened.join().head()).isEqualTo(LEAST));
        assertThat(all).filteredOn(opened -> opened.join().nodes().isEmpty()).hasSize(1);
    }

    @Test
    default void eachTaskIsRunOnceWhicheverNodeRunsIt() {
        Queue<Integer> ran = new ConcurrentLinkedQueue<>();
        List<TaskManager> nodes = List.of(start(LONG).tasks(), start(LONG).tasks());
        for (int i = 0; i < 2; i++) {
            int first = 200 * i;
            TaskType<Integer, Void> type = nodes.get(i).type("t", Integer.class, Void.class, (ctx, payload) -> {
                ran.add(payload);
                return null;
            });
            nodes.get(i)
                    .submitAll(type, IntStream.range(first, first + 200).boxed().toList());
        }
        for (TaskManager node : nodes) {
            Waits.until(
                    "the end of all tasks",
                    () -> node.getAllStates().size() == 400
                            && node.getAllStates().stream()
                                    .allMatch(state -> state.status().isTerminal()));
        }

        assertThat(ran)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 400).boxed().toList());
    }

    @Test
    default void aNodeSeesAndCancelsWhatRunsOnTheOther() throws Exception {
        Gate gate = new Gate();
        TaskManager first = start(LONG).tasks();
        TaskManager second = start(LONG).tasks();
        first.register("x", gate);
        first.start("x");
        TaskContext ctx = gate.next();
        Waits.until(second, "x", state -> state instanceof Running);

        assertThat(second.cancel("x")).isEqualTo(CancelOutcome.CANCELED);
        Waits.until("the signal", ctx::isCanceled);
        Waits.until(first, "x", state -> state instanceof Canceled canceled && canceled.stopping() == null);
    }

    @Test
    default void aRunOfANodeThatIsKilledIsShownAsLostUntilItsEndIsDecided() throws Exception {
        Gate gate = new Gate();
        Node first = start();
        first.tasks().register("x", gate);
        first.tasks().start("x");
        gate.next();
        kill(first);
        long killed = System.currentTimeMillis();
        TaskManager second = start().tasks();
        Waits.until(second, "x", state -> state instanceof Running running && running.lostSince() > 0);

        assertThat(((Running) Waits.state(second, "x")).lostSince()).isBetween(killed - 60_000, killed + 60_000);
        assertThat(Waits.ended(second, "x")).isInstanceOf(Failed.class);
    }

    @Test
    default void anOutageThatIsLongerThanTheLeaseEndsNoRun() throws Exception {
        Gate gate = new Gate();
        List<Node> nodes = List.of(start(), start());
        for (int i = 0; i < 20; i++) {
            TaskManager node = nodes.get(i % 2).tasks();
            node.register("x" + i, gate);
            node.start("x" + i);
        }
        List<TaskContext> runs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            runs.add(gate.next());
        }
        Waits.until(
                "what each knows",
                () -> nodes.stream()
                        .allMatch(node -> node.tasks().getAllStates().size() == 20));
        nodes.forEach(node -> node.store().down(true));
        long begun = System.nanoTime();
        Waits.until("two leases", () -> System.nanoTime() - begun > 2_000_000_000L);
        assertThat(runs).noneMatch(TaskContext::isCanceled);
        nodes.forEach(node -> node.store().down(false));
        Waits.until(
                "an answer",
                () -> nodes.stream()
                        .allMatch(node -> node.tasks().getStoreStatus().isUp()));
        runs.forEach(run -> gate.open());

        for (int i = 0; i < 20; i++) {
            assertThat(Waits.ended(nodes.getFirst().tasks(), "x" + i)).isInstanceOf(Completed.class);
        }
        assertThat(gate.waiting()).as("further runs").isZero();
    }

    @Test
    default void aNodeThatGoesOnTakesOverWhatAKilledOneRan() throws Exception {
        Gate gate = new Gate();
        Gate again = new Gate(); // the killed node's handlers still wait in the other
        Node first = start();
        TaskManager second = start().tasks();
        first.tasks().register("goes on", gate, RestartContract.RESTART);
        first.tasks().register("does not", gate);
        second.register("goes on", again, RestartContract.RESTART);
        first.tasks().start("goes on");
        first.tasks().start("does not");
        gate.next();
        gate.next();
        kill(first);

        assertThat(again.next().run()).isEqualTo(2);
        again.open();
        assertThat(Waits.ended(second, "goes on")).isInstanceOf(Completed.class);
        assertThat(Waits.ended(second, "does not")).isInstanceOf(Failed.class);
    }
}
