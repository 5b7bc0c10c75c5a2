package dev.taskcast.benchmarks.servers;

import dev.taskcast.benchmarks.process.CpuMeter;
import dev.taskcast.benchmarks.process.Jvm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Measures all variants in turn, so many times over, each in fresh JVMs, and prints the medians as a table.
 * Arguments: {@code [REPETITIONS [IDLE_STREAMS [VARIANT,VARIANT,… [SCENARIO,SCENARIO,…]]]]}, where a
 * scenario is {@code idle}, {@code gone} or a fan-out {@link Frame#of mode}. Further flags for the server's
 * JVM: the system property {@code taskcast.flags}.
 */
final class CompareServers {

    private static final List<String> VARIANTS = List.of(
            "raw",
            "jetty",
            "jetty-handoff",
            "netty-nio-codec",
            "netty-nio-stripped",
            "netty-nio-handoff",
            "netty-epoll-codec",
            "netty-epoll-stripped",
            "netty-epoll-fd",
            "netty-uring-codec",
            "netty-uring-stripped",
            "netty-uring-fd");

    // A small eden that the warm-up fills once: otherwise garbage that touches fresh pages counts as memory.
    private static final List<String> FLAGS =
            List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmn16m", "-Xmx256m", "--enable-native-access=ALL-UNNAMED");

    private static final int WARM_UP_STREAMS = 100;
    private static final int WARM_UP_ROUNDS = 50;
    private static final int FAN_STREAMS = 1_000;
    private static final int FAN_SECONDS = 1;
    private static final int FAN_WINDOWS = 4;
    private static final int WARM_UP_FRAMES = 300_000;
    private static final double QUIET = 0.15; // cores

    private final int idleStreams;
    private final List<String> scenarios;
    private final Map<String, Map<String, double[]>> results = new LinkedHashMap<>();

    private CompareServers(int idleStreams, List<String> scenarios) {
        this.scenarios = scenarios;
        this.idleStreams = idleStreams;
    }

    public static void main(String[] args) throws Exception {
        int repetitions = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        var compare = new CompareServers(
                args.length > 1 ? Integer.parseInt(args[1]) : 5_000,
                List.of((args.length > 3 ? args[3] : "idle,gone,1,10,10g").split(",")));
        List<String> variants = args.length > 2 ? List.of(args[2].split(",")) : VARIANTS;
        for (int i = 0; i < repetitions; i++) {
            for (String variant : variants) {
                compare.measure(variant);
            }
        }
        compare.print();
    }

    private void measure(String variant) throws Exception {
        for (String scenario : scenarios) {
            switch (scenario) {
                case "idle" -> run(variant, this::idle);
                case "gone" -> run(variant, this::gone);
                default -> {
                    if (!(variant.equals("jetty") && scenario.equals("10g"))) { // its response takes one buffer
                        run(variant, (name, server, client) -> fanOut(name, scenario, server, client));
                    }
                }
            }
        }
    }

    private interface Scenario {
        void run(String variant, Jvm server, Jvm client) throws Exception;
    }

    private static void run(String variant, Scenario scenario) throws Exception {
        List<String> flags = new ArrayList<>(FLAGS);
        flags.addAll(Arrays.asList(
                System.getProperty("taskcast.flags", "-Xshare:auto").split(" ")));
        try (Jvm server = Jvm.start(0, flags, ServerMain.class, variant);
                Jvm client = Jvm.start(1, FLAGS, ClientMain.class, server.line())) {
            scenario.run(variant, server, client);
        }
    }

    private void idle(String variant, Jvm server, Jvm client) throws Exception {
        // Few at a time: many would grow the old generation, and the streams to measure would seem to cost nothing.
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            client.ask("open " + WARM_UP_STREAMS);
            server.ask("wait " + WARM_UP_STREAMS);
            client.ask("close " + WARM_UP_STREAMS);
            while (server.askNumbers("open")[0] > 0) {
                server.ask("fan 1 0"); // one round: some servers see a gone client only when they write
                Thread.sleep(5);
            }
        }
        long[] before = server.askNumbers("idle");
        client.ask("open " + idleStreams);
        server.ask("wait " + idleStreams);
        long[] after = server.askNumbers("idle");
        add(variant, "1 heap KB/stream", (after[0] - before[0]) / 1024.0 / idleStreams);
        add(variant, "2 RSS KB/stream", (after[1] - before[1]) / 1024.0 / idleStreams);
        if (Boolean.getBoolean("taskcast.histogram")) {
            for (String line = server.ask("histogram"); !line.equals("."); line = server.line()) {
                System.out.println(line);
            }
        }
    }

    /** The quietest of some windows: other work on the machine can only make a window worse. */
    private void fanOut(String variant, String mode, Jvm server, Jvm client) throws Exception {
        client.ask("open " + FAN_STREAMS);
        server.ask("wait " + FAN_STREAMS);
        // By work, not by time: on a busy machine the compiler would not be done, and its time would count.
        for (long warm = 0; warm < WARM_UP_FRAMES; ) {
            warm += server.askNumbers("fan " + mode + " 1")[0];
        }
        Window best = window(mode, server, client);
        for (int i = 1; i < FAN_WINDOWS && best.others > QUIET; i++) {
            Window next = window(mode, server, client);
            best = next.others < best.others ? next : best;
        }
        add(variant, "3 frames/s x" + mode, best.delivered / FAN_SECONDS);
        add(variant, "4 server us/frame x" + mode, best.serverNanos / 1000 / best.delivered);
        add(variant, "5 client us/frame x" + mode, best.clientNanos / 1000 / best.delivered);
        add(variant, "8 cores others used x" + mode, best.others);
    }

    private record Window(double delivered, double serverNanos, double clientNanos, double others) {}

    private static Window window(String mode, Jvm server, Jvm client) throws Exception {
        Thread.sleep(200); // what is still in the sockets
        long[] before = client.askNumbers("count");
        long busy = CpuMeter.busyNanos();
        long[] sent = server.askNumbers("fan " + mode + " " + FAN_SECONDS);
        busy = CpuMeter.busyNanos() - busy;
        Thread.sleep(200);
        long[] after = client.askNumbers("count");
        double clientNanos = after[1] - before[1];
        double others = ((double) busy - sent[1] - clientNanos) / TimeUnit.SECONDS.toNanos(FAN_SECONDS);
        return new Window((after[0] - before[0]) / (double) Frame.BYTES, sent[1], clientNanos, Math.max(0, others));
    }

    private void gone(String variant, Jvm server, Jvm client) throws Exception {
        client.ask("open 300");
        server.ask("wait 300");
        client.ask("close 100");
        TimeUnit.SECONDS.sleep(1);
        long open = server.askNumbers("open")[0];
        client.ask("half 100");
        TimeUnit.SECONDS.sleep(1);
        add(variant, "6 of 100 closed, seen", 300.0 - open);
        add(variant, "7 of 100 half-closed, seen", (double) open - server.askNumbers("open")[0]);
    }

    private void add(String variant, String what, double value) {
        System.out.printf("# %s %s %.3f%n", variant, what, value);
        Map<String, double[]> row = results.computeIfAbsent(variant, name -> new TreeMap<>());
        double[] old = row.getOrDefault(what, new double[0]);
        double[] values = Arrays.copyOf(old, old.length + 1);
        values[old.length] = value;
        row.put(what, values);
    }

    private void print() {
        results.forEach((variant, row) -> row.forEach((what, values) -> {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            System.out.printf(
                    "| %s | %s | %.2f | %.2f – %.2f |%n",
                    variant, what.substring(2), sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
        }));
    }
}
