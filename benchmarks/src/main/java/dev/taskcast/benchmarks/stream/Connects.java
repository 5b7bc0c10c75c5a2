package dev.taskcast.benchmarks.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * How fast streams begin, 64 of them under way at any time: with nothing to be told, with a dump, and with a replay; and what those who
 * are there already notice of a large dump. Arguments: see {@link Options}.
 */
final class Connects {

    private static final String NEW = "new";
    private static final String LIVE = "live";
    private static final double LIVE_RATE = 100;
    private static final int MOST_WARM = 50_000; // by then the compiler is done with it
    private static final int WARM_WINDOWS = 8;
    private static final long LIVE_PAUSE_MICROS = 100;

    private final Options options;
    private final Pair.Starter pairs;
    private final Sizes sizes;

    /**
     * How much of each.
     *
     * @param connects viewers who come with nothing to be told
     * @param dump who come to the dump of so many tasks
     * @param replay who come to the replay of so many events
     * @param live who are there while one comes to a dump of so many tasks
     */
    record Sizes(Case connects, Case dump, Case replay, Case live) {

        static final Sizes FULL =
                new Sizes(new Case(5_000, 0), new Case(200, 1_000), new Case(100, 9_000), new Case(100, 100_000));
    }

    /** So many viewers, and tasks or events. */
    record Case(int viewers, int many) {
        @Override
        public String toString() {
            String streams = String.format(Locale.ROOT, "%,d streams", viewers);
            return many == 0 ? streams : streams + String.format(Locale.ROOT, ", %,d", many);
        }
    }

    Connects(Options options, Pair.Starter pairs, Sizes sizes) {
        this.options = options;
        this.pairs = pairs;
        this.sizes = sizes;
    }

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(List.of(), List.of(), args).ready();
        System.out.print(new Connects(options, Pair.processes(options.flags()), Sizes.FULL).run());
    }

    String run() throws Exception {
        return measure("streams with nothing to be told", sizes.connects(), this::begin)
                + measure("streams that begin with a dump of so many tasks", sizes.dump(), this::begin)
                + measure("streams that begin with a replay of so many events", sizes.replay(), this::replay)
                + measure("live, while another takes a dump of so many tasks", sizes.live(), this::live);
    }

    private String measure(String title, Case what, Measurement.Once<Case> once) throws Exception {
        return new Measurement<Case>(title, options)
                .run(
                        List.of(what),
                        (contender, of) -> contender == Contender.NCHAN && of.many() > 0
                                ? Map.of() // it has no tasks
                                : once.measure(contender, of));
    }

    private Map<String, Double> begin(Contender contender, Case what) throws Exception {
        try (Pair pair = pairs.start(contender, Setup.ONE.withRegistered(what.many()))) {
            return begin(pair, what, ViewersSide.EVENTS);
        }
    }

    private Map<String, Double> replay(Contender contender, Case what) throws Exception {
        try (Pair pair = pairs.start(contender, Setup.ONE.withBuffer(what.many() + 1_000))) {
            return begin(
                    pair,
                    what,
                    ViewersSide.EVENTS + "?lastEventId=" + pair.server().history(what.many()));
        }
    }

    private Map<String, Double> begin(Pair pair, Case what, String path) throws Exception {
        pair.viewers().pause(options.measured().pauseMicros());
        warmUp(pair, what, path);
        long busy = pair.viewers().count(NEW).busyNanos();
        double seconds = pair.viewers().open(NEW, what.viewers(), path) / 1e9;
        ViewersSide.Count read = pair.viewers().count(NEW);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("streams/s", what.viewers() / seconds);
        figures.put("frames/s", read.frames() / seconds);
        figures.put("MB/s", read.bytes() / 1e6 / seconds);
        figures.put("viewers busy %", (read.busyNanos() - busy) / 1e7 / seconds);
        return figures;
    }

    /** A server is slow at first, for tens of thousands of streams: its compiler has no processor of its own. */
    private void warmUp(Pair pair, Case what, String path) throws IOException, InterruptedException {
        long millis = options.measured().millis();
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WARM_WINDOWS * millis);
        for (int opened = 0; opened == 0 || (opened < MOST_WARM && System.nanoTime() < until); ) {
            pair.viewers().open("warm" + opened, what.viewers(), path);
            pair.viewers().close("warm" + opened);
            opened += what.viewers();
            TimeUnit.MILLISECONDS.sleep(millis / 10); // until the server has seen that they are gone
        }
        TimeUnit.MILLISECONDS.sleep(millis / 2); // what is measured is no end of others
    }

    private Map<String, Double> live(Contender contender, Case of) throws Exception {
        long millis = options.measured().millis();
        try (Pair pair = pairs.start(contender, Setup.ONE.withRegistered(of.many()));
                ViewersSide late = pair.patient().start()) {
            pair.viewers().open(LIVE, of.viewers(), ViewersSide.OWN_TASK.replace("%d", "0"));
            WarmUp.fan(pair, LIVE, of.viewers(), millis);
            pair.viewers().pause(LIVE_PAUSE_MICROS); // the others read meanwhile
            List<Double> ignored = new ArrayList<>();
            paced(pair, late, WARM_WINDOWS * millis, ignored);
            Window alone = Window.quietest(
                    options.measured().windows(),
                    pair,
                    LIVE,
                    () -> pair.server().pace(LIVE_RATE, millis));
            List<Double> dumps = new ArrayList<>();
            Window disturbed = Window.quietest(1, pair, LIVE, () -> paced(pair, late, millis, dumps));
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("p99 ms with dumps", disturbed.latency().p99() / 1e3);
            figures.put("p99 ms without", alone.latency().p99() / 1e3);
            figures.put("p50 ms with dumps", disturbed.latency().p50() / 1e3);
            figures.put("p50 ms without", alone.latency().p50() / 1e3);
            figures.put("longest ms with dumps", disturbed.latency().max() / 1e3);
            figures.put(
                    "a dump ms",
                    dumps.stream().mapToDouble(Double::doubleValue).average().orElse(0));
            return figures;
        }
    }

    /** The milliseconds that it took. */
    private static double dump(ViewersSide viewers) throws IOException {
        double millis = viewers.open(NEW, 1, ViewersSide.EVENTS) / 1e6;
        viewers.close(NEW);
        return millis;
    }

    /** Events at a steady rate, and dumps all the while. */
    private static ServerSide.Published paced(Pair pair, ViewersSide late, long millis, List<Double> dumps)
            throws IOException {
        CompletableFuture<ServerSide.Published> published = CompletableFuture.supplyAsync(() -> pace(pair, millis));
        while (!published.isDone()) {
            dumps.add(dump(late));
        }
        return published.join();
    }

    private static ServerSide.Published pace(Pair pair, long millis) {
        try {
            return pair.server().pace(LIVE_RATE, millis);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
