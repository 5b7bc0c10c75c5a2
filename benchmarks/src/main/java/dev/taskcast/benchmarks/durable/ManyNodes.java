package dev.taskcast.benchmarks.durable;

import dev.taskcast.benchmarks.process.Jvm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * So many JVMs with 50 slots each on one PostgreSQL, with tasks that do nothing and tasks that take 20 ms; and how long it takes from a
 * submit to the handler on another node, where nothing else is to be done. Arguments: {@code --nodes=1,2,4}, {@code --millis=0,20},
 * {@code --warm-up=30}, {@code --seconds=10}, {@code --most=30000} (no-op tasks a second, of which as many are made as may be
 * needed), {@code --latency=true}.
 *
 * <p>As long as the JVMs still compile, that is half of the processors' time, and more with each node: so it is said how much it was.
 */
final class ManyNodes {
    private static final List<String> FLAGS = List.of("-Xms1g", "-Xmx1g", "-XX:-UseDynamicNumberOfCompilerThreads");
    private static final int LATENCIES = 200;
    private static final int SLOTS = 50;

    private final PostgresServer server;
    private int warmUp = 30;
    private int seconds = 10;
    private int most = 30_000; // no-op tasks a second, of all nodes together

    private ManyNodes(PostgresServer server) {
        this.server = server;
    }

    public static void main(String[] args) throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            System.out.println("# " + server.description());
            var run = new ManyNodes(server);
            int[] nodes = {1, 2, 4};
            int[] millis = {0, 20};
            boolean latency = true;
            for (String arg : args) {
                String[] words = arg.split("=", 2);
                switch (words[0]) {
                    case "--nodes" -> nodes = numbers(words[1]);
                    case "--millis" -> millis = numbers(words[1]);
                    case "--warm-up" -> run.warmUp = Integer.parseInt(words[1]);
                    case "--seconds" -> run.seconds = Integer.parseInt(words[1]);
                    case "--most" -> run.most = Integer.parseInt(words[1]);
                    case "--latency" -> latency = Boolean.parseBoolean(words[1]);
                    default -> throw new IllegalArgumentException("option must be known, got: " + arg);
                }
            }
            if (latency) {
                run.latency();
            }
            for (int each : millis) {
                for (int count : nodes) {
                    run.saturate(count, each);
                }
            }
        }
    }

    private static int[] numbers(String words) {
        return Arrays.stream(words.split(",")).mapToInt(Integer::parseInt).toArray();
    }

    private void saturate(int count, int millis) throws Exception {
        Place.Database database = server.create();
        int fastest = millis == 0 ? most : count * SLOTS * 1_000 / millis;
        try (Jvm filler = Jvm.anywhere(FLAGS, NodeMain.class, database.word(), "filler", "0")) {
            filler.ask("submit " + fastest * (warmUp + seconds + 1));
        }
        PostgresServer.settle(database);
        List<Jvm> nodes = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                nodes.add(Jvm.anywhere(FLAGS, NodeMain.class, database.word(), "node" + i, String.valueOf(SLOTS)));
            }
            for (Jvm node : nodes) {
                node.ask("stats");
            }
            for (Jvm node : nodes) {
                node.send("work " + millis);
            }
            for (Jvm node : nodes) {
                node.line();
            }
            Thread.sleep(warmUp * 1_000L);
            Sample before = sample(nodes);
            Thread.sleep(seconds * 1_000L);
            report(millis, before, sample(nodes));
        } finally {
            nodes.forEach(Jvm::close);
            server.drop(database);
        }
    }

    /** Of each node: tasks, CPU ns, appends, those that were refused, turns, turns missed, CPU ns of the compiler. */
    private record Sample(long nanos, long serverNanos, List<long[]> nodes) {
        long sum(int of) {
            return nodes.stream().mapToLong(each -> each[of]).sum();
        }
    }

    private Sample sample(List<Jvm> nodes) throws Exception {
        List<long[]> each = new ArrayList<>();
        for (Jvm node : nodes) {
            each.add(node.askNumbers("stats"));
        }
        return new Sample(System.nanoTime(), server.cpuNanos(), each);
    }

    private static void report(int millis, Sample before, Sample after) {
        long tasks = after.sum(0) - before.sum(0);
        double took = (after.nanos() - before.nanos()) / 1e9;
        long[] shares = IntStream.range(0, after.nodes().size())
                .mapToLong(i -> after.nodes().get(i)[0] - before.nodes().get(i)[0])
                .toArray();
        long appends = after.sum(2) - before.sum(2);
        System.out.printf(
                Locale.ROOT,
                "%d ms, %d nodes: %,.0f tasks/s, CPU a task %.0f us in nodes (%.0f the compiler), %.0f us in PostgreSQL; %.0f appends/s,"
                        + " %.1f %% refused, turns %d, too late %d; shares %s, largest to smallest %.2f%n",
                millis,
                shares.length,
                tasks / took,
                (after.sum(1) - before.sum(1)) / 1e3 / tasks,
                (after.sum(6) - before.sum(6)) / 1e3 / tasks,
                (after.serverNanos() - before.serverNanos()) / 1e3 / tasks,
                appends / took,
                100.0 * (after.sum(3) - before.sum(3)) / Math.max(1, appends),
                after.sum(4) - before.sum(4),
                after.sum(5) - before.sum(5),
                Arrays.toString(
                        LongStream.of(shares).map(each -> 100 * each / tasks).toArray()),
                (double) LongStream.of(shares).max().orElse(0)
                        / Math.max(1, LongStream.of(shares).min().orElse(1)));
    }

    /** From one node, which runs nothing, to another one. */
    private void latency() throws Exception {
        Place.Database database = server.create();
        try (Jvm submitter = Jvm.anywhere(FLAGS, NodeMain.class, database.word(), "submitter", "0");
                Jvm worker = Jvm.anywhere(FLAGS, NodeMain.class, database.word(), "worker", String.valueOf(SLOTS))) {
            submitter.ask("stats");
            worker.ask("work 0");
            Thread.sleep(6_000); // until each knows of the other
            submitter.ask("each " + LATENCIES);
            worker.ask("forget");
            submitter.ask("each " + LATENCIES);
            Thread.sleep(500);
            System.out.println("submit to handler on another node, idle: " + worker.ask("latency"));
        } finally {
            server.drop(database);
        }
    }
}
