package dev.taskcast.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.taskcast.Held;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.Recorder;
import dev.taskcast.TaskManager;
import dev.taskcast.adapter.Backends;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is there after the process has ended, or was killed. */
class RecoveryTest {
    private static final TaskOptions RESTART =
            TaskOptions.builder().restartInterrupted().build();

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final Nodes nodes = new Nodes(invariants, SharedJournal.ofOneNode());
    private final Held held = Held.polite();

    private static TaskState state(TaskManager tasks, String id) {
        return tasks.getState(id).orElseThrow();
    }

    @Test
    void registerAttachesCodeToTheStoredTaskAndKeepsItsState() {
        Nodes.Node first = nodes.start();
        Recorder recorder = invariants.record(first.tasks());
        first.tasks().register("x", ctx -> ctx.result(7));
        assertThat(first.tasks().start("x")).isEqualTo(StartOutcome.STARTED);
        TaskState completed = recorder.await("x", TaskStatus.COMPLETED);
        first.tasks().close();
        Nodes.Node second = nodes.start();

        assertThat(state(second.tasks(), "x")).isEqualTo(completed);
        second.tasks().register("x", ctx -> {}, TaskOptions.title("New words"));
        assertThat(state(second.tasks(), "x")).isInstanceOfSatisfying(Completed.class, now -> {
            assertThat(now.identity().title()).isEqualTo("New words");
            assertThat(now.ending()).isEqualTo(((Completed) completed).ending());
        });
        assertThatIllegalStateException()
                .isThrownBy(() -> second.tasks().register("x", ctx -> {}))
                .withMessage("Task \"x\" is already registered");
        assertThat(second.tasks().start("x")).isEqualTo(StartOutcome.STARTED);
    }

    @Test
    void whatRanWhenTheProcessWasKilledHasFailed() throws Exception {
        Nodes.Node first = nodes.start();
        first.tasks().register("x", held);
        first.tasks().start("x");
        held.next();
        first.kill();
        Nodes.Node second = nodes.start();

        assertThat(state(second.tasks(), "x"))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.error()).isEqualTo("Interrupted by server restart"));
    }

    @Test
    void whatIsToBeRestartedGoesFromRunningToTheNextRunsRunning() throws Exception {
        Nodes.Node first = nodes.start();
        first.tasks().register("x", held, RESTART);
        first.tasks().start("x");
        held.next();
        first.kill();
        Nodes.Node second = nodes.start();

        assertThat(state(second.tasks(), "x"))
                .as("until its code is here")
                .isInstanceOfSatisfying(
                        Running.class,
                        running -> assertThat(running.placement().moving()).isTrue());
        Recorder recorder = invariants.record(second.tasks());
        second.tasks().register("x", held, RESTART);
        Held.Run again = held.next();
        assertThat(again.ctx().run()).isEqualTo(2);
        again.end();
        recorder.await("x", TaskStatus.COMPLETED);
        assertThat(recorder.story("x")).containsExactly("running Starting...", "completed");
    }

    @Test
    void theBarStaysWhereItWas() throws Exception {
        SharedJournal many = SharedJournal.ofManyNodes();
        Nodes shared = new Nodes(invariants, many);
        Nodes.Node first = shared.start();
        first.tasks().register("x", held, RESTART);
        first.tasks().start("x");
        held.next().ctx().progress("Half way", 50, 100);
        while (first.store().writes() == 0) {
            Thread.onSpinWait();
        }
        first.kill();
        Nodes.Node second = shared.start();
        Recorder recorder = invariants.record(second.tasks());
        second.tasks().register("x", held, RESTART);
        Held.Run again = held.next();

        assertThat(again.ctx().run()).isEqualTo(2);
        assertThat(state(second.tasks(), "x"))
                .isInstanceOfSatisfying(
                        Running.class,
                        running -> assertThat(running.progress().message()).isEqualTo("Half way"));
        assertThat(recorder.story("x")).startsWith("running Half way", "running Half way");
    }

    @Test
    void whatWaitedWaitsOnAndIsRunOnceItsCodeIsHere() throws Exception {
        List<String> ran = new CopyOnWriteArrayList<>();
        Nodes.Node first = nodes.start(builder -> builder.slots(1));
        TaskType<String, Void> type = first.tasks().type("t", String.class, Void.class, (ctx, payload) -> {
            held.run(ctx);
            return null;
        });
        first.tasks().submit(type, "a", SubmitOptions.builder().id("a").build());
        first.tasks().submit(type, "b", SubmitOptions.builder().id("b").build());
        first.tasks().submit(type, "c", SubmitOptions.builder().id("c").build());
        held.next();
        assertThat(state(first.tasks(), "b"))
                .isInstanceOfSatisfying(
                        Pending.class,
                        pending -> assertThat(pending.waiting().isQueued()).isTrue());
        first.kill();
        Nodes.Node second = nodes.start(builder -> builder.slots(1));
        Recorder recorder = invariants.record(second.tasks());

        assertThat(state(second.tasks(), "a").status()).isEqualTo(TaskStatus.ERROR);
        assertThat(state(second.tasks(), "b").status()).isEqualTo(TaskStatus.PENDING);
        second.tasks().type("t", String.class, Void.class, (ctx, payload) -> {
            ran.add(payload);
            return null;
        });
        recorder.await("c", TaskStatus.COMPLETED);
        assertThat(ran).containsExactly("b", "c");
    }

    @Test
    void anOrderlyEndHandsBackWhatIsToBeRestartedAndUsesUpNothing() throws Exception {
        Nodes.Node first = nodes.start(builder -> builder.slots(1));
        TypeOptions<String> restart =
                TypeOptions.<String>builder().tasks(RESTART).build();
        TaskType<String, Void> type = first.tasks()
                .type(
                        "t",
                        String.class,
                        Void.class,
                        (ctx, payload) -> {
                            held.run(ctx);
                            return null;
                        },
                        restart);
        first.tasks().submit(type, "a", SubmitOptions.builder().id("a").build());
        first.tasks().submit(type, "b", SubmitOptions.builder().id("b").build());
        held.next().ctx().progress("Half way", 1, 2);
        first.tasks().close();
        Nodes.Node second = nodes.start();

        assertThat(state(second.tasks(), "a")).isInstanceOfSatisfying(Running.class, running -> {
            assertThat(running.placement().moving()).isTrue();
            assertThat(running.progress().message()).isEqualTo("Half way");
        });
        assertThat(state(second.tasks(), "b").run()).isZero();
        assertThat(state(second.tasks(), "b").status()).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void anOrderlyEndDoesNotGoOnWithARegisteredTaskItself() throws Exception {
        Nodes.Node first = nodes.start(builder -> builder.closeTimeout(Duration.ofSeconds(1)));
        first.tasks().register("x", held, RESTART);
        first.tasks().start("x");
        held.next();
        first.tasks().close();
        Nodes.Node second = nodes.start();

        assertThat(held.waiting()).as("runs that began while it closed").isZero();
        assertThat(state(second.tasks(), "x")).isInstanceOfSatisfying(Running.class, running -> {
            assertThat(running.run()).isEqualTo(1);
            assertThat(running.placement().moving()).isTrue();
        });
    }

    @Test
    void aTypeStaysWhereAStoredTaskOfItsNameIsTakenAway() {
        Nodes.Node first = nodes.start();
        first.tasks().register("t", ctx -> {});
        first.tasks().close();
        Nodes.Node second = nodes.start();
        TaskType<String, Void> type = second.tasks().type("t", String.class, Void.class, (ctx, payload) -> null);
        Recorder recorder = invariants.record(second.tasks());
        assertThat(second.tasks().unregister("t")).isTrue();
        TaskState made = second.tasks().submit(type, "a");

        recorder.await(made.id(), TaskStatus.COMPLETED);
    }

    @Test
    void aHandlerThatComesToItsEndWhileTheManagerClosesHasCompleted() throws Exception {
        Nodes.Node first = nodes.start(builder -> builder.closeTimeout(Duration.ofSeconds(30)));
        AtomicBoolean mayEnd = new AtomicBoolean();
        first.tasks().register("x", ctx -> {
            ctx.progress("Begun");
            while (!mayEnd.get()) {
                Thread.onSpinWait();
            }
        });
        Recorder recorder = invariants.record(first.tasks());
        first.tasks().start("x");
        recorder.awaitProgress("x", "Begun");
        Backends.of(first.tasks()).onClose(() -> mayEnd.set(true));
        first.tasks().close();
        Nodes.Node second = nodes.start();

        assertThat(state(second.tasks(), "x").status()).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void aHandlerThatStopsBecauseTheManagerClosesHasNotCompleted() throws Exception {
        Nodes.Node first = nodes.start(builder -> builder.closeTimeout(Duration.ofSeconds(30)));
        first.tasks().register("x", ctx -> {
            ctx.progress("Begun");
            while (!ctx.isCanceled()) {
                Thread.onSpinWait();
            }
        });
        Recorder recorder = invariants.record(first.tasks());
        first.tasks().start("x");
        recorder.awaitProgress("x", "Begun");
        first.tasks().close();
        Nodes.Node second = nodes.start();

        assertThat(state(second.tasks(), "x").status()).isEqualTo(TaskStatus.ERROR);
    }

    @Test
    void aCanceledTaskIsNoLongerStoppingOnceItsProcessIsGone() throws Exception {
        Held stubborn = Held.stubborn();
        Nodes.Node first = nodes.start();
        first.tasks().register("x", stubborn);
        first.tasks().start("x");
        Held.Run run = stubborn.next();
        first.tasks().cancel("x");
        first.kill();
        Nodes.Node second = nodes.start();

        assertThat(state(second.tasks(), "x"))
                .isInstanceOfSatisfying(
                        TaskState.Canceled.class,
                        canceled -> assertThat(canceled.stopping()).isNull());
        run.end();
    }

    @Test
    void whatWasForgottenIsRememberedAsGone() {
        Nodes.Node first = nodes.start();
        first.tasks().register("x", ctx -> {});
        first.tasks().unregister("x");

        assertThat(Backends.of(first.tasks()).queries().isGone("x")).isTrue();
        assertThat(Backends.of(first.tasks()).queries().isGone("y")).isFalse();
    }

    @Test
    void theLinesOfTheLastRunAreThereAgain() throws Exception {
        Nodes.Node first = nodes.start();
        first.tasks().register("x", held);
        first.tasks().start("x");
        Held.Run run = held.next();
        run.ctx().log("one\ntwo");
        run.ctx().log("three");
        run.end();
        run.awaitEnd();
        first.tasks().close();
        Nodes.Node second = nodes.start();

        assertThat(Backends.of(second.tasks()).queries().lines("x")).isNull();
        Backends.of(second.tasks()).queries().restoreLines("x");
        assertThat(Backends.of(second.tasks()).queries().lines("x"))
                .isNotNull()
                .satisfies(tail -> assertThat(tail.after(1, 10).lines()).containsExactly("two", "three"));
    }
}
