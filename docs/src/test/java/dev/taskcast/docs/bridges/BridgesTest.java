package dev.taskcast.docs.bridges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.task.TaskCanceledException;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The code of docs/bridges.md: a job stays where it is, and its bar moves. */
class BridgesTest {
    private static final Duration LIMIT = Duration.ofSeconds(60); // a net

    private final TaskManager tasks = TaskManager.create();
    private final LiveJobs jobs = new LiveJobs(tasks, "job");
    private final ExecutorService pool =
            Executors.newFixedThreadPool(2, Thread.ofPlatform().name("pool-", 0).factory());
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void stop() {
        go.countDown();
        pool.shutdownNow();
        tasks.close();
    }

    private TaskState only() {
        return tasks.getAllStates().stream()
                .filter(task -> task.identity().type().equals("job"))
                .findFirst()
                .orElseThrow();
    }

    private <S extends TaskState> S ended(String id, Class<S> how) {
        await().atMost(LIMIT)
                .until(() -> tasks.getState(id).orElseThrow().status().isTerminal());
        assertThat(tasks.getState(id).orElseThrow()).isInstanceOf(how);
        return how.cast(tasks.getState(id).orElseThrow());
    }

    private String running() {
        await().atMost(LIMIT).until(() -> !tasks.getAllStates().isEmpty() && only().status() == TaskStatus.RUNNING);
        return only().id();
    }

    @Test
    void aPoolDoesWhatATaskSubmitsToIt() {
        Bridges.register(tasks, pool, progress -> {
            progress.progress(Thread.currentThread().getName(), 1, 2);
            go.await();
            return null;
        });
        tasks.start("reindex");
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(tasks.getState("reindex").orElseThrow().toString())
                                .contains("pool-"));
        go.countDown();
        ended("reindex", TaskState.Completed.class);
    }

    @Test
    void itsFailureIsTheTasks() {
        Bridges.register(tasks, pool, progress -> {
            throw new IllegalStateException("Disk full");
        });
        tasks.start("reindex");
        assertThat(ended("reindex", TaskState.Failed.class).error()).isEqualTo("Disk full");
    }

    @Test
    void aCancelInterruptsItsThread() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Bridges.register(tasks, pool, progress -> {
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return null;
        });
        tasks.start("reindex");
        begun.await();
        tasks.cancel("reindex");
        interrupted.await();
        ended("reindex", TaskState.Canceled.class);
    }

    @Test
    void whoSubmitsToAPoolHasTheirFutureAndABar() throws Exception {
        assertThat(Bridges.submit(jobs, pool, List.of("a", "b")).get()).isEqualTo(2);
        TaskState.Completed task = ended(only().id(), TaskState.Completed.class);
        assertThat(task.identity().title()).isEqualTo("Indexing");
    }

    @Test
    void aCancelEndsTheJobAtItsNextItem() {
        Future<?> job = pool.submit(() -> {
            jobs.run("Endless", task -> {
                while (true) {
                    task.throwIfCanceled();
                    Thread.onSpinWait();
                }
            });
            return null;
        });
        String id = running();
        tasks.cancel(id);
        assertThatThrownBy(job::get).hasCauseInstanceOf(TaskCanceledException.class);
        ended(id, TaskState.Canceled.class);
    }

    @Test
    void aJobThatFailsHasAFailedTask() {
        assertThatThrownBy(() -> jobs.run("Bad", task -> {
                    throw new IllegalStateException("No disk");
                }))
                .hasMessage("No disk");
        assertThat(ended(only().id(), TaskState.Failed.class).error()).isEqualTo("No disk");
    }

    private record Orders(CompletableFuture<Integer> reserved, CompletableFuture<Integer> paid) implements Shop {
        @Override
        public CompletableFuture<Integer> reserve() {
            return reserved;
        }

        @Override
        public CompletableFuture<Integer> pay(int order) {
            return paid;
        }
    }

    @Test
    void aChainOfFuturesMovesABar() throws Exception {
        Orders shop = new Orders(new CompletableFuture<>(), new CompletableFuture<>());
        CompletableFuture<Integer> order = Bridges.order(jobs, shop);
        String id = running();
        shop.reserved.complete(7);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(only().toString()).contains("Paying"));
        shop.paid.complete(7);
        assertThat(order.get()).isEqualTo(7);
        ended(id, TaskState.Completed.class);
    }

    @Test
    void aFutureThatFailsOrIsCanceled() throws Exception {
        Orders shop = new Orders(new CompletableFuture<>(), new CompletableFuture<>());
        CompletableFuture<Integer> failing = Bridges.order(jobs, shop);
        String failed = running();
        shop.reserved.completeExceptionally(new IllegalStateException("Sold out"));
        assertThatThrownBy(failing::get).hasRootCauseMessage("Sold out");
        assertThat(ended(failed, TaskState.Failed.class).error()).isEqualTo("Sold out");

        CompletableFuture<Integer> future = new CompletableFuture<>();
        CompletableFuture<Integer> canceled = jobs.follow("Other", task -> future);
        String id = tasks.find(TaskQuery.builder().statuses(TaskStatus.RUNNING).build())
                .states()
                .getFirst()
                .id();
        tasks.cancel(id);
        await().atMost(LIMIT).until(canceled::isDone);
        assertThat(future).isCancelled();
        ended(id, TaskState.Canceled.class);
    }

    @Test
    void whatIsCanceledBeforeItsTurnIsNotBegun() {
        tasks.queue("job").pause();
        Future<?> job = pool.submit(() -> {
            jobs.run("Late", task -> {});
            return null;
        });
        await().atMost(LIMIT).until(() -> tasks.getAllStates().size() == 1);
        tasks.cancel(only().id());
        assertThatThrownBy(job::get).hasCauseInstanceOf(TaskCanceledException.class);
    }

    @Test
    void nobodyCanStartItFromElsewhere() throws Exception {
        jobs.run("Once", task -> {});
        String id = only().id();
        ended(id, TaskState.Completed.class);
        tasks.start(id);
        assertThat(ended(id, TaskState.Failed.class).error()).contains("can't be started from here");
    }

    @Configuration
    @EnableScheduling
    static class Scheduling {}

    @Test
    void aScheduledMethodStaysOnSpringsThread() {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("test", Map.of("nightly.cron", "* * * * * *")));
            context.register(Scheduling.class);
            context.registerBean(Nightly.class, () -> new Nightly(jobs));
            context.refresh();
            await().atMost(LIMIT).until(() -> !tasks.getAllStates().isEmpty());
            assertThat(ended(only().id(), TaskState.Completed.class).toString())
                    .contains("Imported by ")
                    .doesNotContain("Imported by task");
        }
    }
}
