package dev.taskcast.benchmarks.stream;

import dev.taskcast.benchmarks.process.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an event costs the server against how much there is: tasks, events of the past, viewers. Prints {@code
 * axis,value,contender,micros} lines for {@link ScalePlots}: processor time for each event to ten viewers, and for each frame where
 * viewers are what grows. Arguments: see {@link Options}.
 */
final class Scale {

    /** The heading of what it prints. */
    static final String HEADING = "axis,value,contender,micros";

    private static final int VIEWERS = 10;
    private static final String ALL = "all";

    private final Options options;
    private final Pair.Starter pairs;

    /** What grows. */
    enum Axis {
        TASKS,
        HISTORY,
        VIEWERS
    }

    Scale(Options options, Pair.Starter pairs) {
        this.options = options;
        this.pairs = pairs;
    }

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(
                        List.of(1, 10, 100, 1_000, 10_000), List.of(10, 100, 1_000, 10_000, 100_000, 1_000_000), args)
                .ready();
        List<String> flags = new ArrayList<>(options.flags());
        flags.add("-Xmx3g");
        System.out.print(new Scale(options, Pair.processes(flags)).run());
    }

    String run() throws Exception {
        var text = new StringBuilder(HEADING + "\n");
        for (Axis axis : Axis.values()) {
            for (int value : axis == Axis.VIEWERS ? options.viewers() : options.tasks()) {
                add(text, axis, value);
            }
        }
        return text.toString();
    }

    private void add(StringBuilder text, Axis axis, int value) throws Exception {
        List<List<Double>> micros = new ArrayList<>();
        options.contenders().forEach(contender -> micros.add(new ArrayList<>()));
        for (int round = 0; round < options.measured().rounds(); round++) {
            for (int i = 0; i < micros.size(); i++) {
                micros.get(i).add(micros(options.contenders().get(i), axis, value));
            }
        }
        for (int i = 0; i < micros.size(); i++) {
            String line = String.format(
                    Locale.ROOT,
                    "%s,%d,%s,%.3f",
                    axis.name().toLowerCase(Locale.ROOT),
                    value,
                    options.contenders().get(i).label(),
                    Numbers.median(micros.get(i)));
            System.out.println("# " + line);
            text.append(line).append('\n');
        }
    }

    private double micros(Contender contender, Axis axis, int value) throws Exception {
        int viewers = axis == Axis.VIEWERS ? value : VIEWERS;
        long millis = options.measured().millis();
        try (Pair pair = pairs.start(contender, setup(contender, axis, value))) {
            if (axis == Axis.HISTORY && contender.isTaskcast()) {
                pair.server().history(value);
            }
            // Of one task, so that they begin without a dump of all.
            pair.viewers().open(ALL, viewers, ViewersSide.OWN_TASK.replace("%d", "0"));
            pair.viewers().pause(options.measured().pauseMicros());
            WarmUp.fan(pair, ALL, viewers, millis);
            Window window = Window.quietest(options.measured().windows(), pair, ALL, () -> {
                pair.viewers().acks(ALL, viewers);
                return pair.server().fan(1, millis);
            });
            return axis == Axis.VIEWERS ? window.serverMicrosPerFrame() : window.serverMicrosPerEvent();
        }
    }

    private static Setup setup(Contender contender, Axis axis, int value) {
        return switch (axis) {
            case TASKS -> Setup.ONE.withRegistered(contender.isTaskcast() ? value : 0);
            case HISTORY -> Setup.ONE.withBuffer(Math.max(1_000, value));
            case VIEWERS -> Setup.ONE;
        };
    }
}
