package dev.taskcast.benchmarks.stream;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What viewers notice of one in a hundred who reads nothing, or one KB a second. Arguments: see {@link Options}. */
final class BadNeighbours {

    private static final double RATE = 20;
    private static final double FILL_RATE = 5_000;
    private static final int SMALL_BUFFER = 4_096;
    private static final String GOOD = "good";
    private static final String BAD = "bad";

    private final Options options;
    private final Pair.Starter pairs;

    /** So many good ones, and a hundredth of that who read so many bytes a second; -1 where they are good too. */
    record Case(int viewers, int bytesPerSecond) {

        int bad() {
            return Math.max(1, viewers / 100);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    switch (bytesPerSecond) {
                        case ViewerGroup.ALL -> "%,d viewers";
                        case 0 -> "%,d viewers and 1 %% more who read nothing";
                        default -> "%,d viewers and 1 %% more who read a KB/s";
                    },
                    viewers);
        }
    }

    BadNeighbours(Options options, Pair.Starter pairs) {
        this.options = options;
        this.pairs = pairs;
    }

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(List.of(1_000), List.of(), args).ready();
        System.out.print(new BadNeighbours(options, Pair.processes(options.flags())).run());
    }

    String run() throws Exception {
        List<Case> cases = options.viewers().stream()
                .flatMap(viewers -> List.of(ViewerGroup.ALL, 0, 1_000).stream().map(rate -> new Case(viewers, rate)))
                .toList();
        return new Measurement<Case>("bad neighbours", options).run(cases, this::measure);
    }

    private Map<String, Double> measure(Contender contender, Case what) throws Exception {
        long millis = options.measured().millis();
        try (Pair pair = pairs.start(contender, Setup.ONE)) {
            pair.viewers().open(BAD, what.bad(), ViewersSide.EVENTS, SMALL_BUFFER);
            pair.viewers().rate(BAD, what.bytesPerSecond());
            if (what.bytesPerSecond() != ViewerGroup.ALL) {
                pair.server().pace(FILL_RATE, millis); // until their sockets are full
            }
            pair.viewers().open(GOOD, what.viewers(), ViewersSide.EVENTS);
            pair.viewers().pause(options.measured().pauseMicros());
            WarmUp.fan(pair, GOOD, what.viewers(), millis);
            Window window = Window.quietest(
                    options.measured().windows(),
                    pair,
                    GOOD,
                    () -> pair.server().pace(RATE, millis));
            Map<String, Double> figures = Latency.figures(window);
            figures.put("cut", (double) (pair.viewers().count(GOOD).cut()
                    + pair.viewers().count(BAD).cut()));
            return figures;
        }
    }
}
