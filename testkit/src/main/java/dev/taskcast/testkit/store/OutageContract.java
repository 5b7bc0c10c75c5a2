package dev.taskcast.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.taskcast.TaskManager;
import dev.taskcast.store.StoreException;
import dev.taskcast.task.StoreUnavailableException;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskRun;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A store that can't be reached is no end: nothing that was acknowledged is lost, nothing is done twice. */
interface OutageContract extends Stored {
    @Test
    default void whoWaitsIsToldAfterTheTimeoutAndNothingHasHappened() {
        Node node = start(builder -> builder.storeTimeout(Duration.ofMillis(300)));
        Gate gate = new Gate();
        node.tasks().register("x", gate);
        TaskType<String, Void> type = node.tasks().type("t", String.class, Void.class, (ctx, payload) -> null);
        node.store().down(true);
        long begun = System.nanoTime();

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> node.tasks().start("x"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(290));
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> node.tasks()
                        .submit(type, "a", SubmitOptions.builder().id("a").build()))
                .withMessageContaining("The store can't be reached");
        assertThat(node.tasks().getStoreStatus().isUp()).isFalse();
        assertThat(node.tasks().getStoreStatus().reason()).contains("can't be reached");
        assertThat(node.tasks().getStoreStatus().downSince()).isPositive();
        node.store().down(false);
        Waits.until("an answer", () -> node.tasks().getStoreStatus().isUp());
        kill(node);
        TaskManager next = start().tasks();

        assertThat(next.getAllStates()).hasSize(1).first().isInstanceOf(Pending.class);
        assertThat(gate.waiting()).isZero();
    }

    @Test
    default void aRunGoesOnAndItsEndIsKeptAfterwards() throws Exception {
        Node node = start();
        Gate gate = new Gate();
        node.tasks().register("x", gate);
        node.tasks().start("x");
        TaskContext ctx = gate.next();
        node.store().down(true);
        ctx.progress("Going on");
        ctx.result("the end");
        Waits.until("the outage", () -> !node.tasks().getStoreStatus().isUp());
        assertThat(Waits.state(node.tasks(), "x"))
                .isInstanceOfSatisfying(
                        Running.class,
                        running -> assertThat(running.progress().message()).isEqualTo("Going on"));
        gate.open();
        node.store().down(false);
        Waits.ended(node.tasks(), "x");
        kill(node);
        TaskManager next = start().tasks();

        assertThat(Waits.state(next, "x"))
                .isInstanceOfSatisfying(
                        Completed.class,
                        completed ->
                                assertThat(String.valueOf(completed.result())).contains("the end"));
        assertThat(next.getRuns("x", 10)).extracting(TaskRun::run).containsExactly(1);
    }

    @Test
    default void aLostAnswerIsFoundOutAndNothingIsDoneTwice() throws Exception {
        Node node = start();
        Gate gate = new Gate();
        node.tasks().register("x", gate);
        node.store().loseAnswers(1);
        node.tasks().start("x");
        assertThat(gate.next().run()).isEqualTo(1);
        node.store().loseAnswers(1);
        gate.open();
        Waits.ended(node.tasks(), "x");
        node.tasks().register("y", ctx -> {});
        kill(node);
        TaskManager next = start().tasks();

        assertThat(gate.waiting()).as("runs beside the one").isZero();
        assertThat(next.getRuns("x", 10)).extracting(TaskRun::run).containsExactly(1);
        assertThat(next.getAllStates()).hasSize(2);
    }

    @Test
    default void anAppendThatFailsIsTriedAgain() throws Exception {
        Node node = start();
        Gate gate = new Gate();
        node.tasks().register("x", gate);
        node.store().failAppends(2);
        node.tasks().start("x");

        assertThat(gate.next().run()).isEqualTo(1);
        assertThat(gate.waiting()).isZero();
    }

    @Test
    default void anErrorIsAnOutageLikeAnyOtherAndNothingIsLostOrDoneTwice() throws Exception {
        Node node = start();
        Gate gate = new Gate();
        node.tasks().register("x", gate);
        TaskType<String, Void> type = node.tasks().type("t", String.class, Void.class, (ctx, payload) -> null);
        node.store().throwErrors(3);
        node.tasks().start("x");
        assertThat(gate.next().run()).isEqualTo(1);
        for (int i = 1; i <= 4; i++) {
            node.store().throwErrors(i);
            String id = "submitted-" + i;
            node.tasks().submit(type, "a", SubmitOptions.builder().id(id).build());
            Waits.ended(node.tasks(), id);
        }
        node.store().throwErrors(2);
        gate.open();
        Waits.ended(node.tasks(), "x");
        Waits.until("an answer", () -> node.tasks().getStoreStatus().isUp());
        assertThat(gate.waiting()).isZero();
        kill(node);

        assertThat(start().tasks().getAllStates()).hasSize(5).allMatch(Completed.class::isInstance);
    }

    @Test
    default void whoGaveUpWhileTheStoreHungIsNotServedLaterWhereTheAppendFailed() {
        Node node = start(builder -> builder.storeTimeout(Duration.ofMillis(300)));
        node.tasks().register("x", ctx -> {});
        node.store().failAppends(1);
        node.store().hold();
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> node.tasks().start("x"));
        node.store().goOn();
        Waits.until("an answer", () -> node.tasks().getStoreStatus().isUp() && isMade(node.tasks(), "y"));

        assertThat(Waits.state(node.tasks(), "x")).isInstanceOf(Pending.class);
    }

    private static boolean isMade(TaskManager tasks, String id) {
        try {
            tasks.register(id, ctx -> {});
            return true;
        } catch (StoreUnavailableException again) {
            return false;
        }
    }

    @Test
    default void whatFailsWhileTheStoreIsAwayHasFailed() throws Exception {
        Node node = start();
        Gate gate = new Gate();
        node.tasks().register("x", ctx -> {
            gate.run(ctx);
            throw new IllegalStateException("its own error");
        });
        node.tasks().start("x");
        gate.next();
        node.store().down(true);
        gate.open();
        Waits.until("the outage", () -> !node.tasks().getStoreStatus().isUp());
        node.store().down(false);
        Waits.ended(node.tasks(), "x");
        kill(node);

        assertThat(Waits.state(start().tasks(), "x"))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.error()).isEqualTo("its own error"));
    }

    @Test
    default void withoutItsStoreAManagerDoesNotStart() {
        FaultyStore store = opened(new FaultyStore(newStore()));
        store.down(true);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> TaskManager.builder().store(store).build())
                .withMessageContaining("can't be reached");
    }
}
