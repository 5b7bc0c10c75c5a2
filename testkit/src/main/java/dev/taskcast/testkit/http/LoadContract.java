package dev.taskcast.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.testkit.http.Watcher.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A server stays on time while handlers use every core, and while somebody does not read. */
interface LoadContract extends Served {
    int TASKS = 1_000;
    int CHANGES = 20;
    Pattern ID = Pattern.compile("\"id\":\"(t[0-9]+)\"");

    @Test
    default void cancelsAndTimeoutsAreOnTimeWhileHandlersSpinOnEveryCore() throws IOException {
        AtomicBoolean stop = new AtomicBoolean();
        int port = serve();
        try (Watcher watcher = Watcher.ready(port)) {
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

            long before = System.nanoTime();
            assertThat(RawClient.ask(port, "POST", "/tasks/spin-0/cancel").status())
                    .isEqualTo(202);
            watcher.await("\"taskId\":\"spin-0\"", "\"status\":\"canceled\"");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));

            tasks().start("late");
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            before = System.nanoTime();
            watcher.await("\"taskId\":\"late\"", "\"status\":\"timed_out\"");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(1_200));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            stop.set(true);
        }
    }

    @Test
    default void aViewerThatDoesNotReadSlowsNobodyAndEndsWithTheNewest() throws IOException {
        try (TaskManager many =
                TaskManager.builder().progressInterval(Duration.ZERO).build()) {
            Queue<TaskContext> runs = new ConcurrentLinkedQueue<>();
            CountDownLatch end = new CountDownLatch(1);
            for (int i = 0; i < TASKS; i++) {
                many.register("t" + i, ctx -> {
                    runs.add(ctx);
                    end.await();
                    ctx.result("the last of " + ctx.id());
                });
            }
            int port = serve(TaskEndpoint.builder(many).build());
            try (Watcher slow = new Watcher(RawClient.withSmallBuffer(port), RawClient.text("GET", "/tasks/events"));
                    Watcher fast = Watcher.ready(port)) {
                for (int i = 0; i < TASKS; i++) {
                    many.start("t" + i);
                }
                Set<String> running = new HashSet<>();
                while (running.size() < TASKS) {
                    running.add(id(fast.await("\"status\":\"running\"")));
                }
                while (runs.size() < TASKS) {
                    Thread.onSpinWait();
                }
                String padding = "x".repeat(1_000); // more in all than any socket's buffer takes
                for (int change = 1; change <= CHANGES; change++) {
                    for (TaskContext run : runs) {
                        run.progress(padding, change, CHANGES);
                    }
                    long before = System.nanoTime();
                    fast.await("\"id\":\"" + last(runs) + "\"", "\"current\":" + change + ",");
                    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
                }
                end.countDown();
                ended(fast);
                assertThat(ended(slow)).as("frames for who was slow").isLessThan(TASKS * CHANGES);
            }
            assertThat(many.getAllStates()).allMatch(state -> state.status() == TaskStatus.COMPLETED);
        }
    }

    private static String last(Queue<TaskContext> runs) {
        return runs.stream().reduce((a, b) -> b).orElseThrow().id();
    }

    /** Reads until all tasks have ended, with their newest; how many frames that took. */
    private static int ended(Watcher watcher) throws IOException {
        Map<String, String> ended = new HashMap<>();
        int frames = 0;
        while (ended.size() < TASKS) {
            Frame frame = watcher.next();
            frames++;
            if (frame.has("\"status\":\"completed\"")) {
                ended.put(id(frame), frame.data());
            } else if (frame.has("\"status\":")) {
                assertThat(ended).as("nothing older after the newest").doesNotContainKey(id(frame));
            }
        }
        ended.forEach((id, data) -> assertThat(data).contains("\"result\":\"the last of " + id + "\""));
        return frames;
    }

    private static String id(Frame frame) {
        Matcher matcher = ID.matcher(frame.data());
        return matcher.find() ? matcher.group(1) : "";
    }
}
