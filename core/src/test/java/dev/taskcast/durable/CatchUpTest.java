package dev.taskcast.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskcast.Held;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.adapter.Backends;
import dev.taskcast.log.Cursor;
import dev.taskcast.log.Read;
import dev.taskcast.log.ReadableLog;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.Course;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.StoreUnavailableException;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node was away for longer than the journal reaches back. */
class CatchUpTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final SharedJournal journal = SharedJournal.ofManyNodes();
    private final Nodes nodes = new Nodes(invariants, journal);
    private final Held held = Held.polite();

    private void away(Nodes.Node node, Runnable meanwhile) {
        node.store().down(true);
        meanwhile.run();
        journal.trim();
        node.store().down(false);
        await().until(() -> node.store().readAnew() > 0);
    }

    @Test
    void itTakesLimitsAndTasksAsTheyAre() {
        Nodes.Node a = nodes.start(builder -> builder.recent(2));
        Nodes.Node b = nodes.start(builder -> builder.recent(100));
        a.tasks().register("goes", ctx -> {});
        a.tasks().register("stays", ctx -> {});
        await().until(() -> b.tasks().getState("stays").isPresent());
        TaskType<Integer, Void> type = b.tasks().type("t", Integer.class, Void.class, (ctx, payload) -> null);
        a.tasks().register("in q", ctx -> {}, TaskOptions.builder().queue("q").build());
        a.tasks()
                .register(
                        "in other",
                        ctx -> {},
                        TaskOptions.builder().queue("other").build());
        a.tasks().queue("q").pause();

        away(a, () -> {
            boolean was = b.tasks().unregister("goes");
            assertThat(was).isTrue();
            b.tasks().queue("q").resume();
            b.tasks().queue("other").pause();
            List<String> ids = b
                    .tasks()
                    .submitAll(type, IntStream.range(0, 20).boxed().toList())
                    .stream()
                    .map(state -> state.id())
                    .toList();
            await().until(() -> ids.stream()
                    .allMatch(id -> b.tasks().getState(id).orElseThrow().status() == TaskStatus.COMPLETED));
        });

        await().untilAsserted(() -> assertThat(a.tasks().getState("goes")).isEmpty());
        assertThat(a.tasks().stats().byType()).isEqualTo(b.tasks().stats().byType());
        assertThat(a.tasks().start("in other")).isEqualTo(StartOutcome.QUEUED);
        assertThat(a.tasks().start("in q")).isEqualTo(StartOutcome.STARTED);
        await().until(() -> b.tasks().getState("in q").orElseThrow().status() == TaskStatus.COMPLETED);
        assertThat(b.tasks().getAllStates())
                .filteredOn(state -> !state.id().equals("in other")) // where it stands, each node says by itself
                .hasSize(22)
                .allSatisfy(state -> assertThat(a.tasks().getState(state.id())).contains(state));
        a.tasks().register("goes", ctx -> {});
        await().untilAsserted(() -> assertThat(b.tasks().getState("goes")).isPresent());
    }

    @Test
    void readersOfItsLogBeginAnew() {
        Nodes.Node a = nodes.start();
        Nodes.Node b = nodes.start();
        a.tasks().register("x", ctx -> {});
        ReadableLog log = Backends.of(a.tasks()).log();
        Cursor before = log.end();
        await().until(() -> b.tasks().getState("x").isPresent());

        away(a, () -> b.tasks().register("y", ctx -> {}));

        await().untilAsserted(() -> assertThat(a.tasks().getState("y")).isPresent());
        await().untilAsserted(() -> assertThat(log.read(before, 10)).isInstanceOf(Read.Reset.class));
        assertThat(log.members(0, 10).rows()).hasSize(2);
    }

    /** How far a run is that goes on is shown as before. */
    @Test
    void aRunThatNobodyHasTakenGoesOnAsIfNothingHadBeen() throws Exception {
        Nodes.Node a = nodes.start(builder -> builder.lease(Duration.ofSeconds(30)));
        Nodes.Node b = nodes.start(builder -> builder.lease(Duration.ofSeconds(30)));
        a.tasks().register("x", held);
        a.tasks().start("x");
        Held.Run run = held.next();
        run.ctx().progress("Half", 1, 2);
        await().until(() -> a.tasks().getState("x").orElseThrow().toString().contains("Half"));

        away(a, () -> b.tasks().register("y", ctx -> {}));

        await().untilAsserted(() -> assertThat(a.tasks().getState("y")).isPresent());
        assertThat(a.tasks().getState("x").orElseThrow().toString()).contains("Half");
        assertThat(run.ctx().isCanceled()).isFalse();
        run.end();
        await().until(() -> b.tasks().getState("x").orElseThrow().status() == TaskStatus.COMPLETED);
    }

    /** A checkpoint counts as it does for who was there: the nodes that were lost before it are forgotten. */
    @Test
    void whatARunHasNotedMeanwhileCountsForWhoWasAway() throws Exception {
        Nodes.Node first = nodes.start(builder -> Nodes.soonGone(builder));
        TaskOptions again = TaskOptions.builder().restartInterrupted().build();
        first.tasks().register("x", held, again);
        first.tasks().start("x");
        Held.Run lost = held.next();
        Nodes.Node second = nodes.start(builder -> Nodes.soonGone(builder));
        second.tasks().register("x", held, again);
        first.kill();
        Held.Run run = held.next();
        lost.end();
        Nodes.Node onlooker = nodes.start(builder -> builder.lease(Duration.ofSeconds(30)));
        Course course = onlooker.tasks().getState("x").orElseThrow().course();
        assertThat(Objects.requireNonNull(course).lost()).isEqualTo(1);

        away(onlooker, () -> run.ctx().durable().checkpoint(1));

        assertThat(second.tasks().getState("x").orElseThrow().course()).isNull();
        await().untilAsserted(() -> assertThat(
                        onlooker.tasks().getState("x").orElseThrow().course())
                .isNull());
        run.end();
        await().until(() -> onlooker.tasks().getState("x").orElseThrow().status() == TaskStatus.COMPLETED);
    }

    /** Its start was kept, the answer was lost, and the journal no longer tells. */
    @Test
    void aRunIsBegunOnceWhoseStartIsInDoubtForEver() throws Exception {
        Nodes.Node a = nodes.start(builder -> builder.storeTimeout(Duration.ofSeconds(1)));
        AtomicInteger begun = new AtomicInteger();
        a.tasks().register("x", ctx -> begun.incrementAndGet());
        a.store().holdAnswers();
        CompletableFuture<Void> started =
                CompletableFuture.runAsync(() -> a.tasks().start("x"));
        a.store().awaitHeldAnswer();
        a.store().loseAnswers(1);
        journal.trim();
        a.store().goOnAnswering();

        await().until(() -> a.tasks().getState("x").orElseThrow().status() == TaskStatus.COMPLETED);
        assertThat(begun).hasValue(1);
        assertThat(a.store().readAnew()).isEqualTo(1);
        assertThatThrownBy(() -> started.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StoreUnavailableException.class);
    }
}
