package dev.taskcast.queues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import dev.taskcast.Held;
import dev.taskcast.TaskManager;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskNotUniqueException;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.Unique;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class DurableUniqueTest extends UniqueContract {
    private static final int ROUNDS = 40;
    private static final int THREADS_A_NODE = 6;

    @Override
    SharedJournal journal() {
        return SharedJournal.ofManyNodes();
    }

    @Test
    void keysAreTakenAfterARestart() throws Exception {
        TaskManager first = open(builder -> builder);
        submit("waits", SubmitOptions.builder().after(Duration.ofHours(1)).unique(Unique.join("waits")));
        submit("ended", Unique.throttle("ended", Duration.ofHours(1)));
        next().end();
        recorder().await("ended", TaskStatus.COMPLETED);
        first.close();
        open(builder -> builder);

        assertThat(submit("x", Unique.join("waits"))).isEqualTo("waits");
        assertThat(submit("x", Unique.throttle("ended", Duration.ofHours(1)))).isEqualTo("ended");
        clock.advance(Duration.ofHours(1));
        assertThat(submit("x", Unique.throttle("ended", Duration.ofHours(1)))).isEqualTo("x");
    }

    @Test
    void nobodyIsAnsweredWithATaskThatHasEndedOnAnotherNode() throws Exception {
        open(builder -> builder.slots(1));
        submit("a", Unique.join("k"));
        Held.Run a = next();
        dev.taskcast.Recorder onFirst = recorder();
        open(builder -> builder.slots(1)); // its clock stands still: it does not look by itself
        tasks().register("look", ctx -> {}); // what there is now it has read
        a.end();
        onFirst.await("a", TaskStatus.COMPLETED);

        assertThat(submit("b", Unique.join("k"))).isEqualTo("b");
    }

    @Test
    void aReplacedHandlerIsToldOnWhicheverNodeItIs() throws Exception {
        open(builder -> builder);
        submit("a", Unique.replace("k"));
        Held.Run a = next();
        TaskManager first = tasks();
        open(builder -> builder);
        submit("b", Unique.replace("k"));
        first.register("look", ctx -> {}); // it reads what the other one has appended

        a.awaitEnd();
        assertThat(a.ctx().isCanceled()).isTrue();
        assertThat(state("a").status()).isEqualTo(TaskStatus.CANCELED);
    }

    /** Each thread submits each key once, at the same time as all others on both nodes. */
    private void race(BiConsumer<TaskManager, TaskType<String, Void>> oneRound) throws Exception {
        List<Thread> threads = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(1);
        for (int node = 0; node < 2; node++) {
            TaskManager tasks = invariants.manager(builder ->
                    builder.store(Objects.requireNonNull(journal).connect()).slots(1));
            TaskType<String, Void> type = tasks.type("r", String.class, Void.class, (ctx, payload) -> {
                held.run(ctx);
                return null;
            });
            for (int i = 0; i < THREADS_A_NODE; i++) {
                threads.add(Await.start(() -> {
                    Await.latch(all);
                    oneRound.accept(tasks, type);
                }));
            }
        }
        all.countDown();
        for (Thread thread : threads) {
            Await.end(thread);
        }
    }

    @Test
    void ofManyThatJoinOnTwoNodesOneIsMade() throws Exception {
        List<Queue<String>> ids = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ids.add(new ConcurrentLinkedQueue<>());
        }
        race((tasks, type) -> {
            for (int round = 0; round < ROUNDS; round++) {
                ids.get(round).add(submitted(tasks, type, Unique.join("k" + round)));
            }
        });

        assertThat(ids).allSatisfy(each -> {
            assertThat(each).hasSize(2 * THREADS_A_NODE);
            assertThat(each.stream().distinct()).hasSize(1);
        });
        assertThat(Objects.requireNonNull(journal).rows()).hasSize(ROUNDS);
    }

    @Test
    void ofManyThatAreRejectedOnTwoNodesOneIsMade() throws Exception {
        Queue<String> made = new ConcurrentLinkedQueue<>();
        race((tasks, type) -> {
            for (int round = 0; round < ROUNDS; round++) {
                try {
                    made.add(submitted(tasks, type, Unique.reject("k" + round)));
                } catch (TaskNotUniqueException expected) {
                    assertThat(Objects.requireNonNull(journal).rows()).containsKey(expected.id());
                }
            }
        });

        assertThat(made).hasSize(ROUNDS);
        assertThat(Objects.requireNonNull(journal).rows()).hasSize(ROUNDS);
    }

    @Test
    void ofManyThatReplaceEachOtherOneIsLeft() throws Exception {
        race((tasks, type) -> {
            for (int round = 0; round < ROUNDS; round++) {
                submitted(tasks, type, Unique.replace("k"));
            }
        });

        assertThat(Objects.requireNonNull(journal).rows().values())
                .hasSize(2 * THREADS_A_NODE * ROUNDS)
                .filteredOn(row -> row.state().status() != TaskStatus.CANCELED)
                .hasSize(1);
    }

    private static String submitted(TaskManager tasks, TaskType<String, Void> type, Unique unique) {
        TaskState state =
                tasks.submit(type, "", SubmitOptions.builder().unique(unique).build());
        return state.id();
    }
}
