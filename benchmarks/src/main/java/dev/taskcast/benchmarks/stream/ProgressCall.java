package dev.taskcast.benchmarks.stream;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a progress call in a tight loop costs the thread that makes it, with and without viewers; the limit is a volatile write of a
 * fresh record. Arguments: see {@link Options}.
 */
final class ProgressCall {

    private static final long INTERVAL_MILLIS = 100; // the default
    private static final String ALL = "all";

    private final Options options;
    private final Pair.Starter pairs;

    /** So many viewers. */
    record Case(int viewers) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%,d viewers", viewers);
        }
    }

    ProgressCall(Options options, Pair.Starter pairs) {
        this.options = options;
        this.pairs = pairs;
    }

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(List.of(0, 1_000), List.of(), args).ready();
        System.out.print(new ProgressCall(options, Pair.processes(options.flags())).run());
    }

    String run() throws Exception {
        List<Case> cases = options.viewers().stream().map(Case::new).toList();
        return new Measurement<Case>("progress call", options).run(cases, this::measure);
    }

    private Map<String, Double> measure(Contender contender, Case what) throws Exception {
        if (contender == Contender.NCHAN) {
            return Map.of();
        }
        try (Pair pair = pairs.start(contender, new Setup(1, 0, INTERVAL_MILLIS, 1_000))) {
            pair.viewers().open(ALL, what.viewers(), ViewersSide.EVENTS);
            pair.server().nanosPerReport(options.measured().millis()); // to warm up
            pair.viewers().clear(ALL);
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put(
                    "ns/call", pair.server().nanosPerReport(options.measured().millis()));
            figures.put("frames seen", (double) pair.viewers().count(ALL).frames());
            return figures;
        }
    }
}
