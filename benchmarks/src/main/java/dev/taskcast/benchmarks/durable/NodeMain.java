package dev.taskcast.benchmarks.durable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.taskcast.TaskManager;
import dev.taskcast.benchmarks.process.Numbers;
import dev.taskcast.benchmarks.process.ProcessStats;
import dev.taskcast.store.jdbc.HeadStats;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.task.TaskType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** One of {@link ManyNodes}. Arguments: a database, a name, slots. It does what it reads. */
final class NodeMain {
    private static final int BATCH = 1_000;
    private static final int CONNECTIONS = 10;

    private final TaskManager tasks;
    private final JdbcTaskStore store;
    private final AtomicLong ran = new AtomicLong();
    private final List<Double> latencies = Collections.synchronizedList(new ArrayList<>());
    private final Random random = new Random(1);
    private final TaskType<String, Void> job = new TaskType<>("job", String.class, Void.class);

    private NodeMain(Place.Database database, String name, int slots) {
        var config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setMaximumPoolSize(CONNECTIONS);
        store = JdbcTaskStore.of(new HikariDataSource(config));
        tasks = TaskManager.builder().store(store).nodeName(name).slots(slots).build();
        if (slots == 0) { // who submits has to know the type
            String ignored = work(0);
        }
    }

    public static void main(String[] args) throws Exception {
        var node = new NodeMain((Place.Database) Place.parse(args[0]), args[1], Integer.parseInt(args[2]));
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", -1);
            System.out.println(node.answer(words[0], words.length == 1 ? 0 : Integer.parseInt(words[1])));
        }
        Runtime.getRuntime().halt(0);
    }

    private String answer(String what, int number) throws Exception {
        return switch (what) {
            case "submit" -> submit(number);
            case "each" -> submitEach(number);
            case "work" -> work(number);
            case "forget" -> forget();
            case "latency" -> latency();
            case "stats" -> stats();
            default -> throw new IllegalArgumentException("command must be known, got: " + what);
        };
    }

    private String submit(int count) {
        for (int done = 0; done < count; done += BATCH) {
            tasks.submitAll(
                    job,
                    IntStream.range(done, Math.min(count, done + BATCH))
                            .mapToObj(JobQueue::payload)
                            .toList());
        }
        tasks.close();
        return "done";
    }

    /** One by one, with the time. */
    private String submitEach(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            tasks.submit(job, String.valueOf(System.nanoTime()));
            Thread.sleep(20 + random.nextInt(20));
        }
        return "done";
    }

    private String work(int millis) {
        tasks.type("job", String.class, Void.class, (ctx, payload) -> {
            if (millis > 0) {
                Thread.sleep(millis);
            } else if (!payload.endsWith("x")) { // the clock is the machine's, and so the same for all processes
                latencies.add((System.nanoTime() - Long.parseLong(payload)) / 1e6);
            }
            ran.incrementAndGet();
            return null;
        });
        return "works";
    }

    private String forget() {
        latencies.clear();
        return "forgotten";
    }

    private String latency() {
        List<Double> all = List.copyOf(latencies);
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms of %d",
                Numbers.percentile(all, 0.5),
                Numbers.percentile(all, 0.99),
                all.size());
    }

    private String stats() throws IOException {
        HeadStats head = store.headStats();
        return ran + " " + ProcessStats.cpuNanos() + " " + head.appends() + " " + head.refused() + " " + head.turns()
                + " " + head.missedTurns() + " " + ProcessStats.compilerNanos();
    }
}
