package dev.taskcast.benchmarks.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Viewers who each watch a task of their own, 1,000 updates a second over all tasks in turn: each event is one viewer's. What an event
 * costs should depend neither on how many others watch something else, nor on how many tasks there are. Arguments: see {@link Options}.
 */
final class Feeds {

    private static final double RATE = 1_000;
    private static final long INTERVAL_MILLIS =
            10; // below the tenth of a second between two updates of one of 100 tasks
    private static final String ALL = "all";

    private final Options options;
    private final Pair.Starter pairs;

    /** So many viewers and tasks of theirs, and tasks that nobody watches. */
    record Case(int viewers, int registered) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%,d viewers, each of a task, and %,d tasks more", viewers, registered);
        }
    }

    Feeds(Options options, Pair.Starter pairs) {
        this.options = options;
        this.pairs = pairs;
    }

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(List.of(5_000, 1_000, 100), List.of(10, 100_000), args)
                .ready();
        System.out.print(new Feeds(options, Pair.processes(options.flags())).run());
    }

    String run() throws Exception {
        List<Case> cases = new ArrayList<>();
        for (int registered : options.tasks()) {
            options.viewers().forEach(viewers -> cases.add(new Case(viewers, registered)));
        }
        return new Measurement<Case>("feeds", options).run(cases, this::measure);
    }

    private Map<String, Double> measure(Contender contender, Case what) throws Exception {
        if (contender == Contender.NCHAN) {
            return Map.of(); // a channel for each would be its way, and another program
        }
        long millis = options.measured().millis();
        // In its dump each viewer of the limit would get the other tasks, which the filter leaves out.
        int registered = contender.isTaskcast() ? what.registered() : 0;
        try (Pair pair = pairs.start(contender, new Setup(what.viewers(), registered, INTERVAL_MILLIS, 1_000))) {
            double seconds = pair.viewers().open(ALL, what.viewers(), ViewersSide.OWN_TASK) / 1e9;
            pair.viewers().pause(options.measured().pauseMicros());
            warmUp(pair, millis);
            Window window = Window.quietest(
                    options.measured().windows(), pair, ALL, () -> pair.server().pace(RATE, millis));
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("server µs/event", window.serverMicrosPerEvent());
            figures.put("p50 ms", window.latency().p50() / 1e3);
            figures.put("p99 ms", window.latency().p99() / 1e3);
            figures.put(
                    "events seen %",
                    100.0 * window.read().frames() / window.published().events());
            figures.put("streams begun/s", what.viewers() / seconds);
            figures.put("other cores", window.otherCores());
            return figures;
        }
    }

    private static void warmUp(Pair pair, long millis) throws IOException {
        pair.server().pace(20 * RATE, 2 * millis);
        pair.server().pace(RATE, millis / 4); // what was too much for it has come by then
    }
}
