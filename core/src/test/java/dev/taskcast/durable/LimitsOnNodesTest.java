package dev.taskcast.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import dev.taskcast.Held;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.TaskManagerBuilder;
import dev.taskcast.store.shared.JournalStore;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.QueueOptions;
import dev.taskcast.task.Standing;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limits count over all nodes, through all that can become of a node and of a task. */
class LimitsOnNodesTest {
    private static final TaskOptions IN_QUEUE = TaskOptions.builder().queue("q").build();

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final SharedJournal journal = SharedJournal.ofManyNodes();
    private final Nodes nodes = new Nodes(invariants, journal);
    private final Held stubborn = Held.stubborn();
    private final Held held = Held.polite();

    private Nodes.Node start() {
        return nodes.start(LimitsOnNodesTest::withQueue);
    }

    private Nodes.Node startSoonGone() {
        return nodes.start(builder -> Nodes.soonGone(withQueue(builder)));
    }

    private static TaskManagerBuilder withQueue(TaskManagerBuilder builder) {
        return builder.queue("q", QueueOptions.builder().maxConcurrent(1).build());
    }

    /** A node whose task x, which no interrupt ends, holds the only place. */
    private Held.Run holding(Nodes.Node node) throws InterruptedException {
        node.tasks().register("x", stubborn, IN_QUEUE);
        assertThat(node.tasks().start("x")).isEqualTo(StartOutcome.STARTED);
        return stubborn.next();
    }

    private void queue(Nodes.Node node, String id) {
        node.tasks().register(id, held, IN_QUEUE);
        assertThat(node.tasks().start(id)).isEqualTo(StartOutcome.QUEUED);
    }

    @Test
    void aHandlerOfATaskThatAnotherNodeTakesAwayHoldsItsPlace() throws Exception {
        Nodes.Node a = start();
        Nodes.Node b = start();
        Held.Run x = holding(b);
        invariants.record(a.tasks()).await("x", TaskStatus.RUNNING);

        assertThat(a.tasks().unregister("x")).isTrue();
        queue(a, "y");
        Nodes.Node c = start(); // it finds in the store that the handler goes on
        queue(c, "z");
        assertThat(held.waiting()).isZero();
        x.end();
        held.next().end();
        held.next().end();
        assertThat(journal.orphans()).isEmpty();
    }

    @Test
    void aTaskThatIsTakenAwayFromAnotherNodeLeavesNoPlaceBehind() throws Exception {
        Nodes.Node a = start();
        Nodes.Node b = start();
        Held.Run x = holding(b);
        invariants.record(a.tasks()).await("x", TaskStatus.RUNNING);
        a.tasks().cancel("x");
        a.tasks().unregister("x");
        x.end();

        a.tasks().register("y", held, IN_QUEUE);
        a.tasks().start("y");
        assertThat(held.next().ctx().id()).isEqualTo("y");
    }

    @Test
    void thePlaceOfAHandlerWithoutItsTaskIsFreeWhenItsNodeIsGone() throws Exception {
        Nodes.Node a = startSoonGone();
        Nodes.Node b = startSoonGone();
        Held.Run x = holding(b);
        Leases.until(
                "what the other knows",
                () -> a.tasks()
                        .getState("x")
                        .filter(state -> state.status() == TaskStatus.RUNNING)
                        .isPresent());
        a.tasks().unregister("x");
        queue(a, "y");
        assertThat(held.waiting()).isZero();

        b.kill();
        assertThat(held.next().ctx().id()).isEqualTo("y");
        x.end();
    }

    @Test
    void thePlaceOfAHandlerThatWasToldToStopIsFreeWhenItsNodeIsGone() throws Exception {
        Nodes.Node b = startSoonGone();
        Held.Run x = holding(b);
        b.tasks().cancel("x");
        Nodes.Node a = startSoonGone(); // it was stopping already
        Nodes.Node other = startSoonGone();
        queue(a, "y");

        other.tasks().close();
        assertThat(a.tasks().getState("x").orElseThrow().status()).isEqualTo(TaskStatus.CANCELED);
        assertThat(held.waiting()).as("another node is gone").isZero();
        b.kill();
        assertThat(held.next().ctx().id()).isEqualTo("y");
        x.end();
    }

    @Test
    void whatIsStartedBesideItsOldHandlerCountsOnceALimitCountsIt() throws Exception {
        Nodes.Node a = nodes.start();
        a.tasks().register("x", stubborn, IN_QUEUE);
        a.tasks().start("x");
        Held.Run old = stubborn.next();
        a.tasks().cancel("x");
        assertThat(a.tasks().start("x")).isEqualTo(StartOutcome.STARTED);
        Held.Run beside = stubborn.next();
        a.tasks().queue("q").maxConcurrent(2);
        queue(a, "y");

        assertThat(held.waiting()).isZero();
        old.end();
        assertThat(held.next().ctx().id()).isEqualTo("y");
        beside.end();
    }

    @Test
    void aRateGoesOnAfterARestart() throws Exception {
        UnaryOperator<TaskManagerBuilder> twoAnHour = builder -> builder.queue(
                "q", QueueOptions.builder().rate(2, Duration.ofHours(1)).build());
        Nodes.Node first = nodes.start(twoAnHour);
        for (String id : List.of("a", "b")) {
            first.tasks().register(id, held, IN_QUEUE);
            assertThat(first.tasks().start(id)).isEqualTo(StartOutcome.STARTED);
            held.next().end();
        }
        first.tasks().close();

        Nodes.Node next = nodes.start(twoAnHour);
        queue(next, "c");
        Pending pending = (Pending) next.tasks().getState("c").orElseThrow();
        assertThat(Objects.requireNonNull(pending.standing()).why()).isEqualTo(Standing.Why.RATE);
    }

    @Test
    void aDeclarationWaitsForNoStore() throws Exception {
        JournalStore store = journal.connect();
        TaskManager tasks = invariants.manager(builder ->
                builder.store(store).storeTimeout(Duration.ofSeconds(60)).closeTimeout(Duration.ZERO));
        store.down(true);
        Await.end(Await.start(() -> tasks.type("t", String.class, Void.class, (ctx, payload) -> null)));
        store.down(false);
    }
}
