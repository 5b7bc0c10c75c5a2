package dev.taskcast.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.task.TaskContext;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A thousand tasks that report what they are told to, each report an event of its own, until they are told to end. */
final class ManyTasks implements AutoCloseable {
    static final int COUNT = 1_000;

    private static final Pattern ID = Pattern.compile("\"id\":\"(t[0-9]+)\"");
    private static final String MESSAGE = "x".repeat(1_000); // in all more than any socket's buffer takes

    private final TaskManager manager =
            TaskManager.builder().progressInterval(Duration.ZERO).build();
    private final Queue<TaskContext> runs = new ConcurrentLinkedQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private int changes;

    ManyTasks() {
        for (int i = 0; i < COUNT; i++) {
            manager.register("t" + i, ctx -> {
                runs.add(ctx);
                end.await();
                ctx.result("the last of " + ctx.id());
            });
        }
    }

    TaskManager manager() {
        return manager;
    }

    /** Starts all; returns once a viewer has seen that they run. */
    void start(Watcher viewer) throws IOException {
        for (int i = 0; i < COUNT; i++) {
            manager.start("t" + i);
        }
        Set<String> running = new HashSet<>();
        while (running.size() < COUNT) {
            running.add(id(viewer.await("\"status\":\"running\"")));
        }
        while (runs.size() < COUNT) {
            Thread.onSpinWait();
        }
    }

    /** Changes all once; how long after that a viewer has seen it. */
    Duration change(Watcher viewer) throws IOException {
        changes++;
        String last = "";
        for (TaskContext run : runs) {
            run.progress(MESSAGE, changes, Integer.MAX_VALUE);
            last = run.id();
        }
        long before = System.nanoTime();
        viewer.await("\"id\":\"" + last + "\"", "\"current\":" + changes + ",");
        return Duration.ofNanos(System.nanoTime() - before);
    }

    void end() {
        end.countDown();
    }

    /** Reads until all have ended, with their newest; how many frames that took. */
    static int ended(Watcher watcher) throws IOException {
        Map<String, String> ended = new HashMap<>();
        int frames = 0;
        while (ended.size() < COUNT) {
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

    @Override
    public void close() {
        end();
        manager.close();
    }
}
