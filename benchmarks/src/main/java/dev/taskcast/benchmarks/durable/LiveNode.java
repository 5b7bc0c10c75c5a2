package dev.taskcast.benchmarks.durable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.taskcast.TaskManager;
import dev.taskcast.benchmarks.process.ProcessStats;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.TaskServer;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.task.TaskContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** A node of {@link LiveAcross}: it answers each line with one. */
final class LiveNode {
    private final TaskManager tasks;
    private int runs;

    private LiveNode(TaskManager tasks) {
        this.tasks = tasks;
    }

    public static void main(String[] words) throws IOException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(((Place.Database) Place.parse(words[0])).jdbcUrl());
        try (HikariDataSource source = new HikariDataSource(config);
                TaskManager tasks =
                        TaskManager.builder().store(JdbcTaskStore.of(source)).build();
                TaskServer server = TaskServer.builder()
                        .endpoint(TaskEndpoint.builder(tasks).build())
                        .port(0)
                        .start()) {
            LiveNode node = new LiveNode(tasks);
            System.out.println(server.port());
            BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                System.out.println(node.obey(order.split(" ", -1)));
            }
        }
    }

    private long obey(String[] order) {
        return switch (order[0]) {
            case "cpu" -> ProcessStats.cpuNanos();
            case "run" -> run(Integer.parseInt(order[1]), Integer.parseInt(order[2]));
            case "end" -> end();
            default -> throw new IllegalArgumentException("order must be known, got: " + order[0]);
        };
    }

    private long run(int many, int millis) {
        for (; runs < many; runs++) {
            tasks.register("x" + runs, ctx -> report(ctx, millis));
            tasks.start("x" + runs);
        }
        return runs;
    }

    private long end() {
        for (; runs > 0; runs--) {
            tasks.cancel("x" + (runs - 1));
            tasks.unregister("x" + (runs - 1));
        }
        return 0;
    }

    /** What is done is the time: on Linux the monotonic clock is the same for all processes. */
    private static void report(TaskContext ctx, int millis) throws InterruptedException {
        while (!ctx.isCanceled()) {
            Thread.sleep(millis + (millis > 100 ? ThreadLocalRandom.current().nextInt(100) : 0));
            ctx.progress("on", micros(), 1L << 53);
        }
    }

    static double micros() {
        long whole = System.nanoTime() / 1_000;
        return whole;
    }
}
