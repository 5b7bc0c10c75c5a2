package dev.taskcast.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import dev.taskcast.Held;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.Recorder;
import dev.taskcast.adapter.Backends;
import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.lines.LineTail;
import dev.taskcast.store.Submitted;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.Waiting;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several nodes on one store. */
class NodesTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final SharedJournal journal = SharedJournal.ofManyNodes();
    private final Nodes nodes = new Nodes(invariants, journal);
    private final Held held = Held.polite();

    @Test
    void eachTaskIsRunOnceWhicheverNodeRunsIt() {
        Nodes.Node a = nodes.start(builder -> builder.slots(3));
        Nodes.Node b = nodes.start(builder -> builder.slots(3));
        Queue<Integer> ran = new ConcurrentLinkedQueue<>();
        TaskType<Integer, Void> onA = a.tasks().type("t", Integer.class, Void.class, (ctx, payload) -> {
            ran.add(payload);
            return null;
        });
        TaskType<Integer, Void> onB = b.tasks().type("t", Integer.class, Void.class, (ctx, payload) -> {
            ran.add(payload);
            return null;
        });
        Recorder recorder = invariants.record(a.tasks());
        Recorder other = invariants.record(b.tasks());
        List<Integer> even = IntStream.range(0, 500).map(i -> 2 * i).boxed().toList();
        List<Integer> odd = IntStream.range(0, 500).map(i -> 2 * i + 1).boxed().toList();
        List<String> ids = new java.util.ArrayList<>();
        a.tasks().submitAll(onA, even).forEach(state -> ids.add(state.id()));
        b.tasks().submitAll(onB, odd).forEach(state -> ids.add(state.id()));
        for (String id : ids) {
            recorder.await(id, TaskStatus.COMPLETED);
            other.await(id, TaskStatus.COMPLETED);
        }

        assertThat(ran)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 1_000).boxed().toList());
    }

    @Test
    void aNodeSeesAndCancelsWhatRunsOnTheOther() throws Exception {
        Nodes.Node a = nodes.start();
        Nodes.Node b = nodes.start();
        a.tasks().register("x", held);
        Recorder recorder = invariants.record(b.tasks());
        a.tasks().start("x");
        Held.Run run = held.next();
        recorder.await("x", TaskStatus.RUNNING);

        assertThat(b.tasks().cancel("x")).isEqualTo(CancelOutcome.CANCELED);
        run.awaitEnd();
        assertThat(run.ctx().isCanceled()).isTrue();
        recorder.awaitStopped("x");
    }

    @Test
    void aNodeWithoutTheCodeLeavesATaskToOneThatHasIt() throws Exception {
        Nodes.Node a = nodes.start();
        Nodes.Node b = nodes.start();
        a.tasks().register("x", held);
        Recorder recorder = invariants.record(b.tasks());
        recorder.drain(b.tasks());
        while (b.tasks().getState("x").isEmpty()) {
            Thread.onSpinWait();
        }

        assertThat(b.tasks().start("x")).isEqualTo(StartOutcome.QUEUED);
        held.next().end();
        recorder.await("x", TaskStatus.COMPLETED);
    }

    @Test
    void theRunsOfANodeThatIsGoneAreTakenOverAndThoseOfALiveOneAreNot() throws Exception {
        TaskOptions restart = TaskOptions.builder().restartInterrupted().build();
        Held survivor = Held.polite();
        Nodes.Node a = nodes.start(Nodes::soonGone);
        Nodes.Node b = nodes.start(Nodes::soonGone);
        a.tasks().register("x", held, restart);
        a.tasks().start("x");
        held.next();
        b.tasks().register("x", held, restart);
        b.tasks().register("y", survivor);
        b.tasks().start("y");
        Held.Run onB = survivor.next();
        Recorder recorder = invariants.record(b.tasks());
        a.kill();
        Held.Run again = held.next();

        assertThat(again.ctx().run()).isEqualTo(2);
        assertThat(onB.ctx().isCanceled()).isFalse();
        again.end();
        recorder.await("x", TaskStatus.COMPLETED);
        assertThat(b.tasks().getState("y").orElseThrow()).isInstanceOf(Running.class);
    }

    @Test
    void aHandlerThatWasStoppingIsNoLongerOnceItsNodeIsGone() throws Exception {
        Held stubborn = Held.stubborn();
        Nodes.Node a = nodes.start(Nodes::soonGone);
        Nodes.Node b = nodes.start(Nodes::soonGone);
        Recorder recorder = invariants.record(b.tasks());
        a.tasks().register("x", stubborn);
        a.tasks().start("x");
        Held.Run run = stubborn.next();
        a.tasks().cancel("x");
        recorder.await("x", TaskStatus.CANCELED);
        Nodes.Node late = nodes.start(Nodes::soonGone); // it does not know where the handler is
        Recorder lateRecorder = invariants.record(late.tasks());
        b.kill();
        a.kill();
        lateRecorder.awaitStopped("x");
        run.end();
    }

    @Test
    void aNodeShowsTheNewestLinesOfARunThatIsElsewhere() throws Exception {
        Nodes.Node a = nodes.start();
        Nodes.Node b = nodes.start();
        a.tasks().register("x", held);
        a.tasks().start("x");
        Held.Run run = held.next();
        run.ctx().log("one");
        awaitLines(b, "one");
        run.ctx().log("two");
        awaitLines(b, "one", "two");
        run.end();
        run.awaitEnd();
        a.tasks().start("x");
        held.next().ctx().log("of the second run");
        awaitLines(b, "of the second run");
    }

    private static void awaitLines(Nodes.Node node, String... lines) {
        long limit = System.nanoTime() + Await.LIMIT.toNanos();
        List<String> found = List.of();
        while (!found.equals(List.of(lines))) {
            assertThat(System.nanoTime()).as("still " + found).isLessThan(limit);
            Backends.of(node.tasks()).queries().restoreLines("x");
            LineTail tail = Backends.of(node.tasks()).queries().lines("x");
            found = tail == null ? List.of() : tail.after(0, 10).lines();
        }
    }

    @Test
    void whatAnotherNodeHasJustTakenAwayCanBeRegistered() {
        Nodes.Node a = nodes.start();
        Nodes.Node b = nodes.start();
        for (int i = 0; i < 5; i++) {
            String id = "x" + i;
            b.tasks().register(id, ctx -> {});
            while (a.tasks().getState(id).isEmpty()) {
                Thread.onSpinWait();
            }
            b.tasks().unregister(id); // the other one will not have heard of it
            a.tasks().register(id, ctx -> {}, TaskOptions.title("Other words"));

            assertThat(a.tasks().start(id)).isEqualTo(StartOutcome.STARTED);
        }
    }

    @Test
    void anOutageForAllMovesNothing() throws Exception {
        Nodes.Node a = nodes.start();
        a.tasks().register("x", held);
        a.tasks().start("x");
        Held.Run run = held.next();
        a.store().down(true);
        int tried = a.store().renewalsTried();
        Awaitility.await("longer than the lease, which is renewed three times in its length, and alone")
                .atMost(Await.LIMIT)
                .until(() -> a.store().renewalsTried() >= tried + 4);
        assertThat(run.ctx().isCanceled()).isFalse();
        a.store().down(false);
        run.end();

        Recorder recorder = invariants.record(a.tasks());
        recorder.drain(a.tasks());
        while (a.tasks().getState("x").orElseThrow().status() != TaskStatus.COMPLETED) {
            Thread.onSpinWait();
        }
        assertThat(held.waiting()).isZero();
    }

    @Test
    void whatWasSubmittedInATransactionIsMadeHoweverMuchThereIsToDo() {
        Nodes.Node a = nodes.start(builder -> builder.slots(0).maxPending(1));
        for (int i = 0; i < 3; i++) {
            TaskIdentity identity = new TaskIdentity("s" + i, "t", null, null, null, List.of());
            journal.submit(new Submitted(
                    0, identity, Terms.DEFAULT, Payload.of("p" + i, null), new Waiting.ForSlot(0, 0, null, null)));
        }
        Recorder recorder = invariants.record(a.tasks());
        recorder.drain(a.tasks());
        while (a.tasks().getAllStates().stream()
                        .filter(state -> state.id().startsWith("s"))
                        .count()
                < 3) {
            Thread.onSpinWait();
        }
        assertThat(a.tasks().getState("s2")).isPresent();
    }

    @Test
    void aHundredRunsThatReportAllTheTimeCostAFewWritesASecond() throws Exception {
        Nodes.Node a = nodes.start();
        AtomicBoolean stop = new AtomicBoolean();
        for (int i = 0; i < 100; i++) {
            a.tasks().register("t" + i, ctx -> {
                for (int n = 0; !stop.get(); n++) {
                    ctx.progress("Counting", n, 1e9);
                    Thread.sleep(1);
                }
            });
            a.tasks().start("t" + i);
        }
        int before = a.store().writes();
        long begun = System.nanoTime();
        Awaitility.await("five writes")
                .atMost(Await.LIMIT)
                .until(() -> a.store().writes() - before >= 5);
        int written = a.store().writes() - before;
        double seconds = (System.nanoTime() - begun) / 1e9;
        stop.set(true);

        assertThat((written - 1) / seconds).isLessThanOrEqualTo(10);
    }

    @Test
    void whatWasSubmittedInATransactionIsRunOnceItIsCommitted() {
        Nodes.Node a = nodes.start();
        Nodes.Node b = nodes.start();
        Queue<String> ran = new ConcurrentLinkedQueue<>();
        for (Nodes.Node node : List.of(a, b)) {
            node.tasks().type("t", String.class, Void.class, (ctx, payload) -> {
                ran.add(payload);
                return null;
            });
        }
        Recorder recorder = invariants.record(a.tasks());
        for (int i = 0; i < 20; i++) {
            TaskIdentity identity = new TaskIdentity("s" + i, "t", null, null, null, List.of());
            journal.submit(new Submitted(
                    0, identity, Terms.DEFAULT, Payload.of("p" + i, null), new Waiting.ForSlot(0, 0, null, null)));
        }
        for (int i = 0; i < 20; i++) {
            recorder.await("s" + i, TaskStatus.COMPLETED);
        }

        assertThat(ran).hasSize(20).doesNotHaveDuplicates();
    }
}
