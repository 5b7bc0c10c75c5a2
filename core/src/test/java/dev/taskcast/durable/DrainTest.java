package dev.taskcast.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Held;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.Recorder;
import dev.taskcast.TaskManager;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.Schedule;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.TaskNode;
import dev.taskcast.task.TaskNode.Hearing;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStats;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nodes are told of, and drained. */
class DrainTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final Held held = Held.polite();

    private static TaskNode self(TaskManager tasks) {
        return tasks.nodes().getFirst();
    }

    private static TaskNode other(TaskManager asked, TaskManager of) {
        String name = self(of).name();
        return asked.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    @Test
    void nodesAreTold() throws Exception {
        SharedJournal journal = SharedJournal.ofManyNodes();
        Nodes nodes = new Nodes(invariants, journal);
        Nodes.Node a =
                nodes.start(builder -> builder.nodeName("worker").slots(7).lease(Duration.ofSeconds(1)));
        Nodes.Node b = nodes.start(builder -> builder.slots(0).lease(Duration.ofSeconds(1)));
        TaskType<Integer, Void> type = a.tasks().type("import", Integer.class, Void.class, (ctx, payload) -> {
            held.run(ctx);
            return null;
        });
        a.tasks().register("registered", held);
        a.tasks().submit(type, 1);
        Held.Run run = held.next();
        Awaitility.await().untilAsserted(() -> {
            TaskNode seen = other(b.tasks(), a.tasks());
            assertThat(seen.types()).containsExactly("import");
            assertThat(seen.slots()).isEqualTo(new TaskStats.Slots(7, 6));
            assertThat(seen.running()).isOne();
        });
        TaskNode seen = other(b.tasks(), a.tasks());
        assertThat(seen.name()).startsWith("worker-");
        assertThat(seen.isSelf()).isFalse();
        assertThat(seen.isLost()).isFalse();
        assertThat(seen.isDrained()).isFalse();
        assertThat(seen.hearing()).isEqualTo(Hearing.LISTENING);
        assertThat(seen.since()).isNotNull().isBefore(seen.lastSign());
        assertThat(seen.load()).isNotNegative();
        assertThat(seen.version()).isEqualTo(self(a.tasks()).version()).matches("[0-9].*");
        assertThat(b.tasks().nodes()).hasSize(2).first().satisfies(own -> {
            assertThat(own.isSelf()).isTrue();
            assertThat(own.slots()).isEqualTo(new TaskStats.Slots(0, 0));
        });
        a.kill();
        Awaitility.await().until(() -> other(b.tasks(), a.tasks()).isLost());
        run.end();
    }

    /** Its tasks say where they ran. */
    private static TaskType<Integer, Void> register(Nodes.Node node, Queue<String> ran) {
        String name = self(node.tasks()).name();
        return node.tasks().type("t", Integer.class, Void.class, (ctx, payload) -> {
            boolean ignored = ran.add(name);
            return null;
        });
    }

    @Test
    void aNodeThatIsDrainedBeginsNothingAndEndsWhatItRuns() throws Exception {
        Nodes nodes = new Nodes(invariants, SharedJournal.ofManyNodes());
        Nodes.Node a = nodes.start();
        Nodes.Node b = nodes.start();
        Queue<String> ran = new ConcurrentLinkedQueue<>();
        TaskType<Integer, Void> type = register(a, ran);
        TaskType<Integer, Void> ignored = register(b, ran);
        a.tasks().register("long", held);
        a.tasks().register("other", ctx -> ran.add("other"));
        b.tasks().register("other", ctx -> ran.add("other"));
        a.tasks().start("long");
        Held.Run run = held.next();
        Recorder recorder = invariants.record(a.tasks());

        assertThat(b.tasks().drain("nobody")).isFalse();
        assertThat(a.tasks().drain(self(a.tasks()).name())).isTrue();
        Awaitility.await().until(() -> self(a.tasks()).isDrained());
        assertThat(run.ctx().isCanceled()).isFalse();
        for (int i = 0; i < 20; i++) {
            String id = a.tasks().submit(type, i).id();
            recorder.await(id, TaskStatus.COMPLETED);
        }
        assertThat(ran).hasSize(20).containsOnly(self(b.tasks()).name());
        assertThat(a.tasks().start("other")).as("with another node to begin it").isEqualTo(StartOutcome.QUEUED);
        recorder.await("other", TaskStatus.COMPLETED);
        run.end();
        recorder.await("long", TaskStatus.COMPLETED);
        Awaitility.await().until(() -> other(b.tasks(), a.tasks()).isDrained());

        assertThat(b.tasks().drain(self(b.tasks()).name())).isTrue();
        Awaitility.await().until(() -> self(b.tasks()).isDrained());
        String waits = a.tasks().submit(type, 0).id();
        assertThat(a.tasks().getState(waits)).get().isInstanceOf(Pending.class);
        ran.clear();
        assertThat(a.tasks().undrain(self(a.tasks()).name())).isTrue();
        recorder.await(waits, TaskStatus.COMPLETED);
        assertThat(ran).containsExactly(self(a.tasks()).name());
    }

    @Test
    void anotherNodeIsToldWithItsNextSign() {
        ManualClock clock = new ManualClock();
        Nodes nodes = new Nodes(invariants, SharedJournal.ofManyNodes(clock));
        Nodes.Node a =
                nodes.start(builder -> builder.clock(clock).lease(Leases.LEASE).closeTimeout(Duration.ZERO));
        Nodes.Node b =
                nodes.start(builder -> builder.clock(clock).lease(Leases.LEASE).closeTimeout(Duration.ZERO));
        assertThat(b.tasks().drain(self(a.tasks()).name())).isTrue();
        Leases.thirds(1, clock, a, b);
        Leases.until("the node to know", () -> self(a.tasks()).isDrained());
        assertThat(self(b.tasks()).isDrained()).isFalse();
    }

    /** It has taken its leave too early, or somebody has taken it for gone too early. */
    @Test
    void aNodeThatHasRunsAndGivesNoSignIsLost() throws Exception {
        ManualClock clock = new ManualClock();
        Nodes nodes = new Nodes(invariants, SharedJournal.ofManyNodes(clock));
        Nodes.Node a =
                nodes.start(builder -> builder.clock(clock).lease(Leases.LEASE).closeTimeout(Duration.ZERO));
        Nodes.Node b =
                nodes.start(builder -> builder.clock(clock).lease(Leases.LEASE).closeTimeout(Duration.ZERO));
        a.tasks().register("x", held);
        a.tasks().start("x");
        Held.Run run = held.next();
        String name = self(a.tasks()).name();
        Leases.until("the run", () -> b.tasks().getState("x").orElse(null) instanceof Running);
        a.kill();
        b.store().nodes().leave(Set.of(name));
        Leases.thirds(1, clock, b);
        Leases.until(
                "what is known of it",
                () -> b.tasks().nodes().stream().anyMatch(node -> node.name().equals(name) && node.isLost()));
        assertThat(other(b.tasks(), a.tasks())).satisfies(node -> {
            assertThat(node.lastSign()).isEqualTo(Instant.EPOCH);
            assertThat(node.running()).isOne();
            assertThat(node.since()).isNull();
            assertThat(node.slots()).isNull();
        });
        run.end();
    }

    @Test
    void whereNothingIsLimitedNothingBeginsEither() throws Exception {
        TaskManager tasks = invariants.manager();
        tasks.register("x", held);
        assertThat(tasks.drain(self(tasks).name())).isTrue();
        assertThat(tasks.start("x")).isEqualTo(StartOutcome.QUEUED);
        assertThat(tasks.undrain(self(tasks).name())).isTrue();
        held.next().end();
        assertThat(tasks.drain(self(tasks).name())).isTrue();
        assertThat(tasks.undrain(self(tasks).name())).isTrue();
        Awaitility.await().until(() -> tasks.start("x") == StartOutcome.STARTED);
        held.next().end();
    }

    @Test
    void oneThatIsAloneWaitsUntilItGoesOn() throws Exception {
        ManualClock clock = new ManualClock();
        for (boolean isDurable : new boolean[] {false, true}) {
            TaskManager tasks = invariants.manager(builder -> {
                builder.clock(clock).closeTimeout(Duration.ZERO);
                return isDurable ? builder.store(SharedJournal.ofOneNode().connect()) : builder;
            });
            tasks.register("x", held);
            AtomicInteger ticks = new AtomicInteger();
            tasks.register(
                    "tick",
                    ctx -> ticks.incrementAndGet(),
                    TaskOptions.builder()
                            .schedule(Schedule.every(Duration.ofSeconds(10)))
                            .build());
            assertThat(tasks.nodes()).singleElement().satisfies(node -> {
                assertThat(node.hearing()).isEqualTo(Hearing.ALONE);
                assertThat(node.running()).isZero();
            });
            assertThat(tasks.drain(self(tasks).name() + "x")).isFalse();
            assertThat(tasks.drain(self(tasks).name())).isTrue();
            assertThat(self(tasks).isDrained()).isTrue();

            assertThat(tasks.start("x")).isEqualTo(StartOutcome.QUEUED);
            assertThat(tasks.getState("x")).get().isInstanceOf(Pending.class);
            clock.advance(Duration.ofSeconds(25));
            assertThat(ticks).hasValue(0);
            assertThat(tasks.undrain(self(tasks).name())).isTrue();
            held.next().end();
            Awaitility.await().until(() -> ticks.get() > 0);
            assertThat(self(tasks).isDrained()).isFalse();
        }
    }
}
