package dev.taskcast.benchmarks.stream;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * From a progress call to its frame read, at a steady rate, about 20,000 frames a second in all; each event is seen by all
 * viewers, one written to after the other. Arguments: see {@link Options}.
 */
final class Latency {

    private static final double FRAMES_PER_SECOND = 20_000;
    private static final double MAX_RATE = 1_000;
    private static final String ALL = "all";

    private final Options options;
    private final Pair.Starter pairs;

    /** So many viewers. */
    record Case(int viewers) {

        double rate() {
            return Math.min(MAX_RATE, FRAMES_PER_SECOND / viewers);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%,.0f events/s to %,d viewers", rate(), viewers);
        }
    }

    Latency(Options options, Pair.Starter pairs) {
        this.options = options;
        this.pairs = pairs;
    }

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(List.of(1_000, 5_000), List.of(), args).ready();
        System.out.print(new Latency(options, Pair.processes(options.flags())).run());
    }

    String run() throws Exception {
        List<Case> cases = options.viewers().stream().map(Case::new).toList();
        return new Measurement<Case>("latency", options).run(cases, this::measure);
    }

    private Map<String, Double> measure(Contender contender, Case what) throws Exception {
        long millis = options.measured().millis();
        try (Pair pair = pairs.start(contender, Setup.ONE)) {
            pair.viewers().open(ALL, what.viewers(), ViewersSide.EVENTS);
            pair.viewers().pause(options.measured().pauseMicros());
            WarmUp.fan(pair, ALL, what.viewers(), millis);
            Window window = Window.quietest(
                    options.measured().windows(), pair, ALL, () -> pair.server().pace(what.rate(), millis));
            return figures(window);
        }
    }

    /** Latencies first, in milliseconds. */
    static Map<String, Double> figures(Window window) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("p99 ms", window.latency().p99() / 1e3);
        figures.put("p50 ms", window.latency().p50() / 1e3);
        figures.put("longest ms", window.latency().max() / 1e3);
        figures.put("server µs/frame", window.serverMicrosPerFrame());
        figures.put(
                "frames/event",
                window.read().frames() / (double) window.published().events());
        figures.put("other cores", window.otherCores());
        return figures;
    }
}
