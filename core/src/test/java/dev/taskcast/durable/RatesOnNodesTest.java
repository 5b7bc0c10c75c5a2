package dev.taskcast.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.Held;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.TaskManagerBuilder;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.QueueOptions;
import dev.taskcast.task.Standing;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is used up of a rate is so for every node, whenever it came. */
class RatesOnNodesTest {
    private static final TaskOptions IN_QUEUE = TaskOptions.builder().queue("q").build();

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final SharedJournal journal = SharedJournal.ofManyNodes();
    private final Nodes nodes = new Nodes(invariants, journal);
    private final SharedJournal ofOneNode = SharedJournal.ofOneNode();
    private final ManualClock clock = new ManualClock();
    private final Held held = Held.polite();

    private static UnaryOperator<TaskManagerBuilder> anHour(int starts) {
        return builder -> builder.queue(
                "q", QueueOptions.builder().rate(starts, Duration.ofHours(1)).build());
    }

    /** The only node, on a clock that is set by hand: 2 starts an hour. */
    private TaskManager alone() {
        return invariants.manager(
                builder -> anHour(2).apply(builder.clock(clock).store(ofOneNode.connect())));
    }

    private static void runSoOften(TaskManager tasks, String id, int starts) {
        tasks.register(id, ctx -> {}, IN_QUEUE);
        for (int i = 0; i < starts; i++) {
            assertThat(tasks.start(id)).isEqualTo(StartOutcome.STARTED);
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> tasks.getState(id).orElseThrow().status() == TaskStatus.COMPLETED);
        }
    }

    private void isHeldUp(TaskManager tasks, String id) {
        tasks.register(id, held, IN_QUEUE);
        assertThat(tasks.start(id)).isEqualTo(StartOutcome.QUEUED);
        Pending pending = (Pending) tasks.getState(id).orElseThrow();
        assertThat(Objects.requireNonNull(pending.standing()).why()).isEqualTo(Standing.Why.RATE);
    }

    /** Of the task only its newest run is left, and the events do not reach back to the first ones. */
    @Test
    void eachStartCountsAfterARestart() {
        int starts = 700;
        Nodes.Node first = nodes.start(anHour(starts + 1));
        runSoOften(first.tasks(), "a", starts);
        first.tasks().close();

        Nodes.Node next = nodes.start(anHour(starts + 1));
        runSoOften(next.tasks(), "b", 1);
        isHeldUp(next.tasks(), "c");
    }

    @Test
    void eachStartCountsAfterAKill() {
        Nodes.Node first = nodes.start(builder -> Nodes.soonGone(anHour(3).apply(builder)));
        runSoOften(first.tasks(), "a", 3);
        boolean forgotten = first.tasks().unregister("a");
        assertThat(forgotten).isTrue();
        first.kill();

        isHeldUp(nodes.start(anHour(3)).tasks(), "c");
    }

    @Test
    void whatIsStartedElsewhereCountsAtOnce() {
        Nodes.Node a = nodes.start(anHour(3));
        Nodes.Node b = nodes.start(anHour(3));
        runSoOften(a.tasks(), "a", 2);
        await().until(() -> b.tasks().getState("a").map(state -> state.run()).orElse(0) == 2);

        runSoOften(b.tasks(), "b", 1);
        isHeldUp(b.tasks(), "c");
    }

    @Test
    void whatWasStartedWhileANodeWasAwayCounts() {
        Nodes.Node a = nodes.start(anHour(3));
        Nodes.Node b = nodes.start(anHour(3));
        a.store().down(true);
        runSoOften(b.tasks(), "b", 3);
        boolean gone = b.tasks().unregister("b");
        assertThat(gone).isTrue();
        journal.trim();
        a.store().down(false);
        await().until(() -> a.store().readAnew() > 0);

        isHeldUp(a.tasks(), "c");
    }

    /** The store's clock was wrong, or this one is: who waits for a rate waits for its period, and not for a day. */
    @Test
    void aClockThatIsSetBackBetweenTwoLivesMakesNoDifference() throws Exception {
        TaskManager first = alone();
        runSoOften(first, "a", 2);
        first.close();
        clock.moveWall(Duration.ofDays(-1));

        TaskManager next = alone();
        isHeldUp(next, "b");
        clock.advance(Duration.ofMinutes(29));
        assertThat(held.waiting()).isZero();
        clock.advance(Duration.ofMinutes(1));
        assertThat(held.next().ctx().id()).isEqualTo("b");
    }

    @Test
    void aRateThatHasRestedHoldsNobodyUp() {
        TaskManager first = alone();
        runSoOften(first, "a", 2);
        first.close();
        clock.advance(Duration.ofHours(1));

        TaskManager next = alone();
        runSoOften(next, "b", 2);
        isHeldUp(next, "c");
    }

    /** What was set is not kept, and decided anew: what was used up is not lost by that. */
    @Test
    void aLimitThatIsSetWhileAnotherNodeStartsKeepsWhatIsUsedUp() {
        Nodes.Node a = nodes.start(anHour(4));
        Nodes.Node b = nodes.start(anHour(4));
        runSoOften(a.tasks(), "a", 2);
        for (int i = 0; i < 20; i++) { // now and then one of them is refused
            String id = "r" + i;
            Thread other = Thread.ofPlatform().start(() -> b.tasks().register(id, ctx -> {}));
            a.tasks().queue("q").rate(2, Duration.ofHours(2));
            a.tasks().queue("q").clear();
            join(other);
        }
        runSoOften(a.tasks(), "b", 2);
        isHeldUp(a.tasks(), "c");
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
