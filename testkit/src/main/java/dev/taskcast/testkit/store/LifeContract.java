package dev.taskcast.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.taskcast.TaskManager;
import dev.taskcast.store.NodeAbout;
import dev.taskcast.store.Opened;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskExistsException;
import dev.taskcast.task.TaskRun;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a manager gets of every store, for as long as it lives. */
interface LifeContract extends Stored {
    @Test
    default void aStoreIsTriedByTheSuiteOfItsKind() {
        TaskStore store = opened(newStore());
        store.open(opening(NODE));

        assertThat(store.isDurable()).isEqualTo(this instanceof DurableStoreContract);
        boolean hasOthers = store.isDurable()
                && !store.nodes().renew(NodeAbout.NOTHING).nodes().isEmpty();
        assertThat(hasOthers).as("may have other nodes").isEqualTo(this instanceof SharedStoreContract);
    }

    @Test
    default void aNewStoreIsEmptyAndBeginsWhereItIsTold() {
        TaskStore store = opened(newStore());

        Opened opened = store.open(opening(NODE));

        assertThat(opened.birth()).isEqualTo(LEAST);
        assertThat(opened.head()).isEqualTo(LEAST);
        assertThat(opened.rows()).isEmpty();
        assertThat(opened.recent()).isEmpty();
        assertThat(opened.nodes()).isEmpty();
    }

    @Test
    default void aStoreMayBeClosedTwice() {
        TaskStore store = opened(newStore());
        store.open(opening(NODE));

        store.close();
        store.close();
    }

    @Test
    default void aStoreThatWasNeverOpenedMayBeClosed() {
        newStore().close();
    }

    @Test
    default void tasksRunAndEndAndAreListedInTheirOrder() throws Exception {
        TaskManager tasks = start().tasks();
        Gate gate = new Gate();
        tasks.register("completes", ctx -> ctx.result(List.of("a", 1)));
        tasks.register("fails", ctx -> {
            throw new IllegalStateException("no");
        });
        tasks.register("is canceled", gate);
        tasks.register("waits", ctx -> {});
        List.of("completes", "fails", "is canceled").forEach(tasks::start);
        gate.next();
        tasks.cancel("is canceled");

        assertThat(Waits.ended(tasks, "completes"))
                .isInstanceOfSatisfying(
                        Completed.class,
                        completed ->
                                assertThat(String.valueOf(completed.result())).contains("[\"a\",1]"));
        assertThat(Waits.ended(tasks, "fails"))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.error()).isEqualTo("no"));
        assertThat(tasks.getAllStates())
                .extracting(state -> state.id() + " " + state.status())
                .containsExactly("completes COMPLETED", "fails ERROR", "is canceled CANCELED", "waits PENDING");
        assertThat(tasks.getStoreStatus().isUp()).isTrue();
    }

    @Test
    default void eachOfManySubmitsIsRunOnce() {
        TaskManager tasks = start().tasks();
        Queue<Integer> ran = new ConcurrentLinkedQueue<>();
        TaskType<Integer, Void> type = tasks.type("t", Integer.class, Void.class, (ctx, payload) -> {
            ran.add(payload);
            return null;
        });
        List<Integer> payloads = IntStream.range(0, 1_000).boxed().toList();
        List<String> ids = new ArrayList<>();
        tasks.submitAll(type, payloads.subList(0, 900)).forEach(state -> ids.add(state.id()));
        payloads.subList(900, 1_000)
                .forEach(payload -> ids.add(tasks.submit(type, payload).id()));

        ids.forEach(id -> assertThat(Waits.ended(tasks, id).status()).isEqualTo(TaskStatus.COMPLETED));
        assertThat(ran).containsExactlyInAnyOrderElementsOf(payloads);
    }

    @Test
    default void anIdIsTakenOnce() {
        TaskManager tasks = start().tasks();
        TaskType<String, Void> type = tasks.type("t", String.class, Void.class, (ctx, payload) -> null);
        SubmitOptions options = SubmitOptions.builder().id("a").build();
        TaskState made = tasks.submit(type, "x", options);

        assertThat(made.id()).isEqualTo("a");
        assertThatExceptionOfType(TaskExistsException.class).isThrownBy(() -> tasks.submit(type, "y", options));
    }

    @Test
    default void theNewestRunIsTheFirst() {
        TaskManager tasks = start().tasks();
        tasks.register("x", ctx -> {
            throw new IllegalStateException("run " + ctx.run());
        });
        for (int run = 1; run <= 2; run++) {
            int number = run;
            tasks.start("x");
            Waits.until(tasks, "x", state -> state instanceof Failed failed && failed.run() == number);
        }

        TaskRun newest = tasks.getRuns("x", 10).getFirst();
        assertThat(newest.run()).isEqualTo(2);
        assertThat(newest.outcome()).isEqualTo(TaskStatus.ERROR);
        assertThat(newest.error()).isEqualTo("run 2");
        assertThat(tasks.getRuns("unknown", 10)).isEmpty();
    }

    @Test
    default void theOldestOfTooManyAreForgotten() {
        TaskManager tasks = start(builder -> builder.maxHistory(2)).tasks();
        for (String id : List.of("a", "b", "c", "d")) {
            tasks.register(id, ctx -> {});
            tasks.start(id);
            Waits.until(
                    "end of " + id,
                    () -> tasks.getState(id)
                            .map(state -> state.status().isTerminal())
                            .orElse(true));
        }
        Waits.until("two tasks", () -> tasks.getAllStates().size() == 2);

        assertThat(tasks.getAllStates()).extracting(TaskState::id).containsExactly("c", "d");
    }
}
