package dev.taskcast.benchmarks.stream;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How many frames a second: one event after the other to all viewers, the next once all have had it, so that each write has one
 * frame; and some at once, which can be joined in a write. Arguments: see {@link Options}.
 */
final class FanOut {

    private static final String ALL = "all";

    private final Options options;
    private final Pair.Starter pairs;

    /** So many events at once to so many viewers. */
    record Case(int viewers, int events) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%,d viewers, %s", viewers, events == 1 ? "one event at a time" : events + " at once");
        }
    }

    FanOut(Options options, Pair.Starter pairs) {
        this.options = options;
        this.pairs = pairs;
    }

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(List.of(1, 100, 1_000, 5_000, 10_000), List.of(), args)
                .ready();
        System.out.print(new FanOut(options, Pair.processes(options.flags())).run());
    }

    String run() throws Exception {
        List<Case> cases = options.viewers().stream()
                .flatMap(viewers -> List.of(1, options.measured().events()).stream()
                        .distinct()
                        .map(events -> new Case(viewers, events)))
                .toList();
        return new Measurement<Case>("fan-out", options).run(cases, this::measure);
    }

    private Map<String, Double> measure(Contender contender, Case what) throws Exception {
        try (Pair pair = pairs.start(contender, Setup.ONE)) {
            pair.viewers().open(ALL, what.viewers(), ViewersSide.EVENTS);
            pair.viewers().pause(options.measured().pauseMicros());
            WarmUp.fan(
                    pair, ALL, what.viewers(), what.events(), options.measured().millis());
            Window window = Window.quietest(
                    options.measured().windows(),
                    pair,
                    ALL,
                    () -> fan(pair, what, options.measured().millis()));
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("frames/s", window.framesPerSecond());
            figures.put("server µs/frame", window.serverMicrosPerFrame());
            figures.put(
                    "frames/read",
                    window.read().frames() / (double) window.read().reads());
            figures.put("viewers busy %", window.viewersBusyPercent());
            figures.put("other cores", window.otherCores());
            return figures;
        }
    }

    private static ServerSide.Published fan(Pair pair, Case what, long millis) throws IOException {
        pair.viewers().acks(ALL, (long) what.viewers() * what.events());
        return pair.server().fan(what.events(), millis);
    }
}
