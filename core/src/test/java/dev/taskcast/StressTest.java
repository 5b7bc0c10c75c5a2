package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.Subscription;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskListener;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Stopped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many threads start, cancel, time out, forget, take away and make anew the same few tasks, while listeners of different
 * speeds follow; what each of them got must obey {@link Invariants}, and lead to what there is in the end.
 */
class StressTest {
    private static final int THREADS = 6;

    /** Checks what it gets, as slowly as it is let. */
    private static final class Checked implements TaskListener {
        private final Semaphore turns;
        private final Invariants invariants = new Invariants();
        private final AtomicReference<@Nullable Throwable> problem = new AtomicReference<>();
        private final CountDownLatch atEnd = new CountDownLatch(1);
        private final AtomicInteger count = new AtomicInteger();

        Checked(Semaphore turns) {
            this.turns = turns;
        }

        @Override
        public void onChange(TaskChange change) {
            turns.acquireUninterruptibly();
            count.incrementAndGet();
            try {
                invariants.add(change);
                if (change instanceof TaskChange.Updated update
                        && update.state() instanceof Running running
                        && running.progress().message().equals(StressHandler.GHOST)) {
                    throw new AssertionError("Wanted nothing of a run that was ended, got: " + change);
                }
            } catch (AssertionError e) {
                problem.compareAndSet(null, e);
            }
            if (change.id().equals("end")) {
                atEnd.countDown();
            }
        }
    }

    @Test
    void threeSeconds() throws Exception {
        stress(Duration.ofSeconds(3));
    }

    @Test
    @Tag("long")
    void aMinute() throws Exception {
        stress(Duration.ofSeconds(60));
    }

    private static void stress(Duration duration) throws Exception {
        long seed = Long.getLong("taskcast.seed", System.nanoTime());
        try (LogCapture log = LogCapture.open(record -> record.getThrown() instanceof AssertionError);
                TaskManager tasks = TaskManager.builder()
                        .maxHistory(3)
                        .eventBufferSize(50)
                        .progressInterval(Duration.ofMillis(1))
                        .build()) {
            StressHandler handler = new StressHandler(seed);
            Semaphore slowTurns = new Semaphore(0);
            Checked fast = new Checked(new Semaphore(Integer.MAX_VALUE));
            Checked slow = new Checked(slowTurns);
            tasks.subscribe(fast);
            tasks.subscribe(slow);
            AtomicInteger calls = new AtomicInteger();
            tasks.subscribe(change -> {
                if (calls.incrementAndGet() % 30 == 0) {
                    slowTurns.release(); // thirty times slower than this one
                }
                throw new IllegalStateException("this listener always fails");
            });
            work(tasks, handler, seed, duration);
            slowTurns.release(Integer.MAX_VALUE / 2);
            finish(tasks, List.of(fast, slow), "seed " + seed);
            assertThat(log.records(Level.ALL)).as("seed %s", seed).isEmpty();
            assertThat(slow.count.get()).as("the slow one missed some").isLessThan(fast.count.get());
            assertThat(fast.count.get()).isGreaterThan(1_000);
        }
        assertThat(InvariantsExtension.threads()).as("seed %s", seed).isEmpty();
    }

    private static void work(TaskManager tasks, StressHandler handler, long seed, Duration duration)
            throws InterruptedException {
        long until = System.nanoTime() + duration.toNanos();
        AtomicLong steps = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        AtomicReference<@Nullable Throwable> problem = new AtomicReference<>();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(seed + i);
            threads.add(Thread.ofPlatform()
                    .start(
                            () -> { // virtual ones would leave no carrier to the handlers
                                try {
                                    while (System.nanoTime() < until && problem.get() == null) {
                                        step(tasks, handler, random);
                                        steps.incrementAndGet();
                                    }
                                } catch (Throwable t) {
                                    problem.set(t);
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(problem.get()).as("seed %s", seed).isNull();
        assertThat(steps.get()).as("seed %s", seed).isGreaterThan(1_000);
    }

    private static void step(TaskManager tasks, StressHandler handler, Random random) {
        int task = random.nextInt(StressHandler.TASKS);
        String id = "t" + task;
        switch (random.nextInt(12)) {
            case 0, 1 -> {
                try {
                    tasks.register(id, handler, StressHandler.options(task));
                } catch (IllegalStateException e) {
                    assertThat(e).hasMessageContaining("already registered");
                }
            }
            case 2 -> {
                if (random.nextInt(10) == 0) {
                    tasks.unregister(id);
                }
            }
            case 3, 4 -> tasks.cancel(id);
            case 5 ->
                tasks.getState(id).ifPresent(state -> assertThat(state.id()).isEqualTo(id));
            case 6 -> assertThat(tasks.getAllStates()).hasSizeLessThanOrEqualTo(StressHandler.TASKS);
            case 7 -> handler.haunt();
            case 8 -> {
                if (random.nextInt(50) == 0) {
                    Subscription brief = tasks.subscribe(change -> {});
                    brief.close();
                }
            }
            default -> tasks.start(id);
        }
    }

    private static void finish(TaskManager tasks, List<Checked> listeners, String seed) throws InterruptedException {
        Awaitility.await(seed).atMost(Await.LIMIT).until(() -> {
            tasks.getAllStates().forEach(state -> tasks.cancel(state.id()));
            return tasks.getAllStates().stream().noneMatch(StressTest::isAlive);
        });
        tasks.register("end", ctx -> {});
        Map<String, TaskState> truth = new HashMap<>();
        tasks.getAllStates().forEach(state -> truth.put(state.id(), state));
        for (Checked listener : listeners) {
            Await.latch(listener.atEnd);
            assertThat(listener.problem.get()).as(seed).isNull();
            assertThat(listener.invariants.newest()).as(seed).isEqualTo(truth);
        }
    }

    private static boolean isAlive(TaskState state) {
        return state instanceof Running || (state instanceof Stopped stopped && stopped.stopping() != null);
    }
}
