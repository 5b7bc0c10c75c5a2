package dev.taskcast.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server stays on time while handlers use every core, and while somebody does not read. */
interface LoadContract extends Served {
    int CHANGES = 20;

    @Test
    default void cancelsAndTimeoutsAreOnTimeWhileHandlersSpinOnEveryCore() throws IOException {
        AtomicBoolean stop = new AtomicBoolean();
        int port = serve();
        try (Watcher watcher = Watcher.ready(port);
                GivenTime time = GivenTime.start()) {
            int spinners = 2 * Runtime.getRuntime().availableProcessors();
            for (int i = 0; i < spinners; i++) {
                tasks().register("spin-" + i, ctx -> {
                    while (!stop.get()) {
                        Thread.onSpinWait();
                    }
                });
                tasks().start("spin-" + i);
            }
            // On a thread of its own: the clock of a timeout begins with its handler.
            TaskOptions options = TaskOptions.builder()
                    .timeout(Duration.ofMillis(200))
                    .platformThread()
                    .build();
            CountDownLatch begun = new CountDownLatch(1);
            tasks().register(
                            "late",
                            ctx -> {
                                begun.countDown();
                                while (!stop.get()) {
                                    Thread.onSpinWait();
                                }
                            },
                            options);
            watcher.await("\"taskId\":\"late\"");

            Duration before = time.elapsed();
            assertThat(RawClient.ask(port, "POST", "/tasks/spin-0/cancel").status())
                    .isEqualTo(202);
            watcher.await("\"taskId\":\"spin-0\"", "\"status\":\"canceled\"");
            assertThat(time.since(before)).isLessThan(Duration.ofSeconds(1));

            tasks().start("late");
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            before = time.elapsed();
            watcher.await("\"taskId\":\"late\"", "\"status\":\"timed_out\"");
            assertThat(time.since(before)).isLessThan(Duration.ofMillis(1_200));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            stop.set(true);
        }
    }

    @Test
    default void aViewerThatDoesNotReadSlowsNobodyAndEndsWithTheNewest() throws IOException {
        try (ManyTasks many = new ManyTasks();
                GivenTime time = GivenTime.start()) {
            int port = serve(TaskEndpoint.builder(many.manager()).build());
            try (Watcher slow = slowWatcher(port);
                    Watcher fast = Watcher.ready(port)) {
                many.start(fast);
                for (int i = 0; i < CHANGES; i++) {
                    Duration before = time.elapsed();
                    many.change(fast);
                    assertThat(time.since(before)).isLessThan(Duration.ofSeconds(2));
                }
                many.end();
                ManyTasks.ended(fast);
                assertThat(ManyTasks.ended(slow)).as("frames for who was slow").isLessThan(ManyTasks.COUNT * CHANGES);
            }
            assertThat(many.manager().getAllStates()).allMatch(state -> state.status() == TaskStatus.COMPLETED);
        }
    }

    @Test
    @Tag("long")
    default void aViewerThatDoesNotReadForAMinuteCostsNobodyAnything() throws IOException {
        try (ManyTasks many = new ManyTasks()) {
            int port = serve(TaskEndpoint.builder(many.manager()).build());
            try (Watcher fast = Watcher.ready(port)) {
                many.start(fast);
                Duration without = median(changes(many, fast, Duration.ofSeconds(15)));
                try (Watcher slow = slowWatcher(port)) {
                    changes(many, fast, Duration.ofSeconds(2)); // until its connection is full
                    long before = Memory.usedBytes();
                    List<Duration> times = changes(many, fast, Duration.ofMinutes(1));
                    assertThat(Memory.usedBytes() - before)
                            .as("bytes more, after %d changes of each task", times.size())
                            .isLessThan(4L << 20);
                    assertThat(median(times))
                            .as("until the other viewer has all changes; %s before", without)
                            .isLessThan(without.multipliedBy(2).plusMillis(50));
                    assertThat(times).allMatch(time -> time.compareTo(Duration.ofSeconds(2)) < 0);
                    many.end();
                    ManyTasks.ended(fast);
                    assertThat(ManyTasks.ended(slow))
                            .as("frames for who was slow, of %d changes of each task", times.size())
                            .isLessThan(ManyTasks.COUNT * CHANGES);
                }
            }
        }
    }

    private static Watcher slowWatcher(int port) throws IOException {
        return new Watcher(RawClient.withSmallBuffer(port), RawClient.text("GET", "/tasks/events"));
    }

    private static List<Duration> changes(ManyTasks many, Watcher viewer, Duration time) throws IOException {
        List<Duration> times = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            times.add(many.change(viewer));
        }
        return times;
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
