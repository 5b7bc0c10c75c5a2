package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.TaskChange.Updated;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();

    @Test
    void aRegisteredTaskIsPendingAndThereIsAnEvent() {
        Recorder seen = invariants.record(tasks);
        tasks.register("x", ctx -> {});

        Pending pending = new Pending(new TaskIdentity("x", "x", null, null, null, List.of()), Waiting.ForStart.FIRST);
        assertThat(tasks.getState("x")).contains(pending);
        seen.drain(tasks);
        assertThat(seen.changes())
                .containsExactly(new Updated(seen.changes().getFirst().position(), "x", pending));
        assertThat(seen.changes().getFirst().position()).isPositive().isLessThan(1L << 53);
    }

    @Test
    void aSecondRegistrationThrowsAndChangesNothing() throws Exception {
        Recorder seen = invariants.record(tasks);
        Held first = Held.polite();
        tasks.register("x", first);

        assertThatIllegalStateException()
                .isThrownBy(() -> tasks.register("x", ctx -> {}, TaskOptions.title("second")))
                .withMessage("Task \"x\" is already registered");

        tasks.start("x");
        first.next().end();
        assertThat(seen.await("x", TaskStatus.COMPLETED).identity().title()).isNull();
        assertThat(seen.story("x")).containsExactly("pending", "running Starting...", "completed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "events", "a/b", "a\nb", ".."})
    void anInvalidIdIsRefused(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tasks.register(id, ctx -> {}))
                .withMessageStartingWith("A task id must ");
        assertThat(tasks.getAllStates()).isEmpty();
    }

    @Test
    void aTaskShowsWhatItsOptionsSay() {
        tasks.register(
                "x",
                ctx -> {},
                TaskOptions.builder()
                        .title("Import")
                        .description("Reads")
                        .owner("ann")
                        .tags("b", "a")
                        .build());

        assertThat(tasks.getState("x").orElseThrow().identity())
                .isEqualTo(new TaskIdentity("x", "x", "Import", "Reads", "ann", List.of("b", "a")));
    }

    @Test
    void allStatesAreInTheOrderOfRegistration() throws Exception {
        Held held = Held.polite();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String id = "t" + (i * 37 % 50);
            tasks.register(id, held);
            ids.add(id);
        }
        tasks.start("t1");
        held.next().end();
        tasks.start(ids.get(20));
        assertThat(tasks.getAllStates()).extracting(TaskState::id).isEqualTo(ids);

        tasks.unregister(ids.getFirst());
        tasks.register(ids.getFirst(), held);
        ids.addLast(ids.removeFirst());
        assertThat(tasks.getAllStates()).extracting(TaskState::id).isEqualTo(ids);
        assertThat(tasks.getAllStates()).isUnmodifiable();
    }

    @Test
    void anUnknownTaskHasNoStateAndCannotBeUnregistered() {
        assertThat(tasks.getState("x")).isEmpty();
        assertThat(tasks.getAllStates()).isEmpty();
        assertThat(tasks.unregister("x")).isFalse();
        assertThat(tasks.unregister("/")).isFalse();
    }

    @Test
    void anUnregisteredTaskIsGoneAndItsIdIsFree() throws Exception {
        Recorder seen = invariants.record(tasks);
        Held old = Held.polite();
        Held young = Held.polite();
        tasks.register("x", old);

        assertThat(tasks.unregister("x")).isTrue();
        assertThat(tasks.getState("x")).isEmpty();
        assertThat(tasks.start("x")).isEqualTo(StartOutcome.UNKNOWN);

        tasks.register("x", young, TaskOptions.title("young"));
        tasks.start("x");
        young.next().end();
        assertThat(seen.await("x", TaskStatus.COMPLETED).run()).isOne();
        assertThat(old.waiting()).isZero();
        assertThat(seen.story("x"))
                .containsExactly("pending", "removed", "pending", "running Starting...", "completed");
    }

    @Test
    void aRunningTaskThatIsUnregisteredIsStoppedAndNothingOfItIsSeenButItsRemoval() throws Exception {
        Recorder seen = invariants.record(tasks);
        Held held = Held.stubborn();
        CountDownLatch called = new CountDownLatch(1);
        tasks.register("x", held);
        tasks.start("x");
        Held.Run run = held.next();
        run.ctx().signal().onCancel(called::countDown);

        assertThat(tasks.unregister("x")).isTrue();
        assertThat(run.ctx().isCanceled()).isTrue();
        Await.latch(called);
        run.ctx().progress("late");
        run.ctx().result("late");
        run.end();
        run.awaitEnd();

        seen.drain(tasks);
        assertThat(seen.story("x")).containsExactly("pending", "running Starting...", "removed");
        assertThat(tasks.getState("x")).isEmpty();
    }

    @Test
    void manyRegistrationsAtOnceMakeOneTask() throws Exception {
        Recorder seen = invariants.record(tasks);
        AtomicInteger registered = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Await.start(() -> {
                for (int round = 0; round < 100; round++) {
                    try {
                        tasks.register("x" + round, ctx -> {});
                        registered.incrementAndGet();
                    } catch (IllegalStateException e) {
                        refused.incrementAndGet();
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            Await.end(thread);
        }

        assertThat(registered).hasValue(100);
        assertThat(refused).hasValue(700);
        seen.drain(tasks);
        assertThat(seen.changes()).hasSize(100);
    }
}
