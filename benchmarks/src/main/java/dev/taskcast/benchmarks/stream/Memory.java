package dev.taskcast.benchmarks.stream;

import dev.taskcast.benchmarks.stream.ServerSide.Used;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the server keeps for a stream on which nothing happens, and for one whose reader has stopped. Arguments: see {@link Options}. */
final class Memory {

    private static final int WARM_UP_STREAMS = 100;
    private static final int STOPPED = 10;
    private static final int SMALL_BUFFER = 4_096;
    private static final double MISSED_RATE = 5_000;
    private static final String STUCK = "stuck";

    private final Options options;
    private final Pair.Starter pairs;
    private final int warmUps;

    /** So many idle streams. */
    record Case(int viewers) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%,d idle streams", viewers);
        }
    }

    Memory(Options options, Pair.Starter pairs, int warmUps) {
        this.options = options;
        this.pairs = pairs;
        this.warmUps = warmUps;
    }

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(List.of(10_000), List.of(), args).ready();
        System.out.print(new Memory(options, Pair.processes(options.flags()), 50).run());
    }

    String run() throws Exception {
        List<Case> cases = options.viewers().stream().map(Case::new).toList();
        return new Measurement<Case>("memory", options).run(cases, this::idle)
                + new Measurement<String>("readers who have stopped", options)
                        .run(List.of(STOPPED + " of them"), (contender, what) -> stopped(contender));
    }

    private Map<String, Double> idle(Contender contender, Case what) throws Exception {
        try (Pair pair = pairs.start(contender, Setup.ONE)) {
            // Few at a time: many would grow the old generation, and the streams to measure would seem to cost nothing.
            for (int i = 0; i < warmUps; i++) {
                pair.viewers().open("warm", WARM_UP_STREAMS, ViewersSide.EVENTS);
                pair.server().pace(1_000, 10); // some see that a viewer has gone only when they write
                pair.viewers().close("warm");
                pair.server().pace(1_000, 10);
            }
            Used before = pair.server().memory();
            pair.viewers().open("idle", what.viewers(), ViewersSide.EVENTS);
            Used idle = pair.server().memory();
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("RSS KB/stream", kilobytes(idle.resident() - before.resident()) / what.viewers());
            figures.put("heap KB/stream", kilobytes(idle.heap() - before.heap()) / what.viewers());
            return figures;
        }
    }

    /** From when their sockets are full. */
    private Map<String, Double> stopped(Contender contender) throws Exception {
        long millis = 2 * options.measured().millis();
        try (Pair pair = pairs.start(contender, Setup.ONE)) {
            pair.viewers().open(STUCK, STOPPED, ViewersSide.EVENTS, SMALL_BUFFER);
            pair.viewers().rate(STUCK, 0);
            pair.server().pace(MISSED_RATE, millis);
            Used full = pair.server().memory();
            double events = pair.server().pace(MISSED_RATE, millis).events();
            Used after = pair.server().memory();
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("events missed by each", events);
            figures.put("heap KB more", kilobytes(after.heap() - full.heap()));
            figures.put("RSS KB more", kilobytes(after.resident() - full.resident()));
            figures.put("cut", (double) pair.viewers().count(STUCK).cut());
            return figures;
        }
    }

    private static double kilobytes(long bytes) {
        return bytes / 1024.0;
    }
}
