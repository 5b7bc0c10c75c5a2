package dev.taskcast.store.jdbc.crash;

import dev.taskcast.TaskManager;
import dev.taskcast.TaskManagerBuilder;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.TaskServer;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A process that serves tasks over HTTP, and takes all of its memory for some time when it is told to. Arguments: a folder, or
 * {@code memory}. It is told by lines: {@code take MILLIS}, {@code status}; and answers each by a line.
 */
final class HungryWorker {
    private static final int FILLERS = 3;

    /** What is taken: a chain, so that to hold one more needs nothing but itself. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Taken(byte[] bytes, @Nullable Taken before) {}

    private HungryWorker() {}

    public static void main(String[] words) throws Exception {
        TaskManagerBuilder builder = TaskManager.builder().maxHistory(200).closeTimeout(Duration.ofSeconds(1));
        if (!words[0].equals("memory")) {
            builder.store(JdbcTaskStore.embedded(Path.of(words[0])));
        }
        TaskManager tasks = builder.build();
        TaskType<Object, Object> ignored = tasks.type(
                "quick",
                Object.class,
                Object.class,
                (ctx, payload) -> payload,
                TypeOptions.builder().submittable().build());
        // On a platform thread: where the JDK 25 has no memory for a moment, its DelayScheduler may forget to wake
        // virtual
        // threads that sleep, whoever made them.
        tasks.register(
                "ticking",
                ctx -> {
                    for (int i = 1; !ctx.isCanceled(); i++) {
                        tick(i, ctx);
                    }
                },
                TaskOptions.builder().platformThread().build());
        tasks.start("ticking");
        TaskServer server = TaskServer.builder()
                .endpoint(TaskEndpoint.builder(tasks).build())
                .port(0)
                .start();
        say("READY " + server.port());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("take ")) {
                take(Long.parseLong(line.substring(5)));
                say("GIVEN BACK");
            } else {
                say(
                        tasks.getStoreStatus().isUp()
                                ? "UP"
                                : "DOWN " + tasks.getStoreStatus().reason());
            }
        }
    }

    private static void tick(int i, TaskContext ctx) throws InterruptedException {
        try {
            ctx.progress("Ticking", i, Integer.MAX_VALUE);
        } catch (OutOfMemoryError expected) {
            Thread.onSpinWait();
        }
        Thread.sleep(20);
    }

    /** Several threads take whatever there is, down to the last bytes, again and again. */
    private static void take(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        Thread[] fillers = new Thread[FILLERS];
        for (int i = 0; i < FILLERS; i++) {
            fillers[i] = new Thread(() -> fill(end));
            fillers[i].start();
        }
        for (Thread filler : fillers) {
            filler.join();
        }
    }

    private static void fill(long end) {
        Taken taken = null;
        int size = 1 << 20;
        while (System.nanoTime() - end < 0) {
            try {
                taken = new Taken(new byte[size], taken);
            } catch (OutOfMemoryError full) {
                size = size > 64 ? size / 2 : 1 << 12;
            }
        }
        if (taken != null && taken.bytes.length < 0) {
            throw new IllegalStateException("held until here");
        }
    }

    private static void say(String words) {
        System.out.println(words);
        System.out.flush();
    }
}
