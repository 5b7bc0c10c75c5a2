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
    private static final double LIVE_RATE = 20;

    private final Options options;
    private final Pair.Starter pairs;
    private final Sizes sizes;

    /**
     * How much of each.
     *
     * @param connects viewers who come with nothing to be told
     * @param dumpViewers who come to the dump of so many tasks
     * @param replayViewers who come to the replay of so many events
     * @param live who are there while one comes to a dump of so many tasks
     */
    record Sizes(int connects, Of dumpViewers, Of replayViewers, Of live) {

        /** So many viewers, and tasks or events. */
        record Of(int viewers, int many) {}

        static final Sizes FULL = new Sizes(5_000, new Of(200, 1_000), new Of(100, 9_000), new Of(100, 100_000));
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
        return new Measurement<String>(
                                String.format(Locale.ROOT, "%,d streams with nothing to be told", sizes.connects()),
                                options)
                        .run(List.of("connect"), (contender, what) -> begin(contender, 0, sizes.connects()))
                + new Measurement<Sizes.Of>("streams that begin with a dump or replay", options)
                        .run(List.of(sizes.dumpViewers()), (contender, of) -> begin(contender, of.many(), of.viewers()))
                + new Measurement<Sizes.Of>("streams that begin with a replay", options)
                        .run(List.of(sizes.replayViewers()), this::replay)
                + new Measurement<Sizes.Of>("live viewers while another takes a dump", options)
                        .run(List.of(sizes.live()), this::live);
    }

    /** Streams that begin with a dump of so many tasks. */
    private Map<String, Double> begin(Contender contender, int tasks, int viewers) throws Exception {
        if (contender == Contender.NCHAN && tasks > 0) {
            return Map.of();
        }
        try (Pair pair = pairs.start(contender, Setup.ONE.withRegistered(tasks))) {
            pair.viewers().pause(0);
            pair.viewers().open("warm", viewers, ViewersSide.EVENTS);
            pair.viewers().close("warm");
            TimeUnit.MILLISECONDS.sleep(
                    options.measured().millis() / 10); // until the server has seen that they are gone
            double seconds = pair.viewers().open(NEW, viewers, ViewersSide.EVENTS) / 1e9;
            return figures(pair, viewers, seconds);
        }
    }

    private static Map<String, Double> figures(Pair pair, int viewers, double seconds) throws Exception {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("streams/s", viewers / seconds);
        figures.put("frames/s", pair.viewers().count(NEW).frames() / seconds);
        figures.put("MB/s", pair.viewers().count(NEW).bytes() / 1e6 / seconds);
        return figures;
    }

    private Map<String, Double> replay(Contender contender, Sizes.Of of) throws Exception {
        if (contender == Contender.NCHAN) {
            return Map.of();
        }
        try (Pair pair = pairs.start(contender, Setup.ONE.withBuffer(of.many() + 1_000))) {
            String path = ViewersSide.EVENTS + "?lastEventId=" + pair.server().history(of.many());
            pair.viewers().pause(0);
            pair.viewers().open("warm", of.viewers(), path);
            pair.viewers().close("warm");
            double seconds = pair.viewers().open(NEW, of.viewers(), path) / 1e9;
            return figures(pair, of.viewers(), seconds);
        }
    }

    private Map<String, Double> live(Contender contender, Sizes.Of of) throws Exception {
        if (contender == Contender.NCHAN) {
            return Map.of();
        }
        long millis = options.measured().millis();
        try (Pair pair = pairs.start(contender, Setup.ONE.withRegistered(of.many()))) {
            pair.viewers().open(LIVE, of.viewers(), ViewersSide.OWN_TASK.replace("%d", "0"));
            pair.viewers().pause(0);
            WarmUp.fan(pair, LIVE, of.viewers(), millis);
            pair.viewers().open("warm", 3, ViewersSide.EVENTS);
            Window alone = Window.quietest(
                    options.measured().windows(),
                    pair,
                    LIVE,
                    () -> pair.server().pace(LIVE_RATE, millis));
            List<Double> dumps = new ArrayList<>();
            Window disturbed = Window.quietest(1, pair, LIVE, () -> {
                CompletableFuture<ServerSide.Published> published = CompletableFuture.supplyAsync(() -> pace(pair));
                for (int i = 0; !published.isDone(); i++) {
                    dumps.add(pair.viewers().open("dump" + i, 1, ViewersSide.EVENTS) / 1e6);
                    pair.viewers().close("dump" + i);
                }
                return published.join();
            });
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("p99 ms with dumps", disturbed.latency().p99() / 1e3);
            figures.put("p99 ms without", alone.latency().p99() / 1e3);
            figures.put("longest ms with dumps", disturbed.latency().max() / 1e3);
            figures.put(
                    "a dump ms",
                    dumps.stream().mapToDouble(Double::doubleValue).average().orElse(0));
            return figures;
        }
    }

    private ServerSide.Published pace(Pair pair) {
        try {
            return pair.server().pace(LIVE_RATE, options.measured().millis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
