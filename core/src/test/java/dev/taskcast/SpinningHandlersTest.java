package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskChange.Updated;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStatus;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Twice as many handlers as cores compute without a pause on virtual threads, so that no other virtual thread runs: all
 * that must stay on time does, all the same. On the system's clock, since it is time that this is about: as the process was given it.
 */
class SpinningHandlersTest {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final Recorder seen = invariants.record(tasks);
    private final GivenTime time = GivenTime.start();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final Queue<String> begun =
            new ConcurrentLinkedQueue<>(); // has no lock that this thread could stand behind a handler for

    @AfterEach
    void endHandlers() {
        stop.set(true);
        time.close();
    }

    /** Starts them and waits until they hold all cores; gives one that has begun. */
    private String spin(TaskOptions options) throws InterruptedException {
        for (int i = 0; i < 2 * CORES; i++) {
            String id = "spin-" + i;
            tasks.register(
                    id,
                    ctx -> {
                        begun.add(id);
                        for (long n = 0; !stop.get(); n++) {
                            ctx.progress("spinning", (double) n, Double.NaN);
                        }
                    },
                    options);
            tasks.start(id);
        }
        String last = "";
        for (int i = 0; i < CORES; i++) {
            last = nextBegun();
        }
        return last;
    }

    private String nextBegun() throws InterruptedException {
        long end = System.nanoTime() + Await.LIMIT.toNanos();
        String next = begun.poll();
        while (next == null) {
            assertThat(System.nanoTime()).as("a handler has begun").isLessThan(end);
            Thread.sleep(1);
            next = begun.poll();
        }
        return next;
    }

    private void awaitSoon(String id, TaskStatus status) {
        awaitSoon(id + " " + status, id, state -> state.status() == status);
    }

    private void awaitSoon(String what, String id, Predicate<TaskState> wanted) {
        Duration end = time.elapsed().plus(SOON);
        TaskChange ignored = seen.await(
                what,
                () -> time.elapsed().compareTo(end) > 0,
                change -> change instanceof Updated u && u.id().equals(id) && wanted.test(u.state()));
    }

    @Test
    void aCancelReturnsAndIsSeenWithinASecond() throws Exception {
        String id = spin(TaskOptions.DEFAULT);
        Duration begin = time.elapsed();
        assertThat(tasks.cancel(id)).isEqualTo(CancelOutcome.CANCELED);
        assertThat(time.elapsed().minus(begin)).isLessThan(SOON);

        awaitSoon(id, TaskStatus.CANCELED);
    }

    @Test
    void aTimeoutFiresWithinASecond() throws Exception {
        String id = spin(TaskOptions.timeout(Duration.ofMillis(50)));

        awaitSoon(id, TaskStatus.TIMED_OUT);
    }

    @Test
    void progressIsSeenWithinASecond() throws Exception {
        String id = spin(TaskOptions.DEFAULT);
        awaitSoon(
                "progress of " + id,
                id,
                state -> state instanceof Running running && running.progress().current() > 0);
        assertThat(tasks.getState(id).orElseThrow()).isInstanceOf(Running.class);
    }

    @Test
    void aHandlerOnAPlatformThreadRunsAndACallbackIsCalledWithinASecond() throws Exception {
        spin(TaskOptions.DEFAULT);
        AtomicBoolean called = new AtomicBoolean();
        tasks.register(
                "platform",
                ctx -> {
                    ctx.signal().onCancel(() -> {
                        called.set(true);
                        tasks.register("called", c -> {});
                    });
                    tasks.cancel("platform");
                },
                TaskOptions.builder().platformThread().build());
        tasks.start("platform");

        awaitSoon("platform", TaskStatus.CANCELED);
        awaitSoon("called", TaskStatus.PENDING);
        assertThat(called).isTrue();
    }

    @Test
    void registeringStartingAndLookingTakesNoTime() throws Exception {
        spin(TaskOptions.DEFAULT);
        Duration begin = time.elapsed();
        for (int i = 0; i < 100; i++) {
            tasks.register("t" + i, ctx -> {});
            tasks.start("t" + i);
            assertThat(tasks.getAllStates()).isNotEmpty();
            tasks.unregister("t" + i);
        }

        assertThat(time.elapsed().minus(begin)).isLessThan(SOON);
    }
}
