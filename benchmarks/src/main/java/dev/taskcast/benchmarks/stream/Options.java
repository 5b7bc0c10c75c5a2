package dev.taskcast.benchmarks.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The arguments of all programs of this package:
 *
 * <ul>
 *   <li>{@code --rounds=3}
 *   <li>{@code --millis=2000}: how long each window lasts
 *   <li>{@code --windows=3}: how many there may be until the rest of the machine is quiet in one
 *   <li>{@code --viewers=1,100,…}, {@code --events=10}, {@code --tasks=…}: the cases, where a program has them
 *   <li>{@code --pause=0}: microseconds for which the viewers leave their sockets alone when there was nothing to read; without any they
 *       keep a processor busy, and neither wait nor make the server wake them
 *   <li>{@code --contenders=raw,taskcast,…}
 *   <li>{@code --flags=FLAG,…}: for the server's JVM
 *   <li>{@code --install}: Debian's packages of nginx and nchan
 * </ul>
 */
record Options(
        Measured measured,
        List<Integer> viewers,
        List<Integer> tasks,
        List<Contender> contenders,
        List<String> flags,
        boolean install) {

    /** How often and how long. */
    record Measured(int rounds, long millis, int windows, int events, long pauseMicros) {}

    /**
     * Reads arguments.
     *
     * @param viewers where they name none
     * @param tasks where they name none
     */
    static Options parse(List<Integer> viewers, List<Integer> tasks, String... args) {
        Options options =
                new Options(new Measured(3, 2_000, 3, 10, 0), viewers, tasks, Contender.USUAL, List.of(), false);
        for (String arg : args) {
            String[] words = arg.split("=", 2);
            options = options.with(words[0], words.length > 1 ? words[1] : "", arg);
        }
        return options;
    }

    private Options with(String name, String value, String arg) {
        Measured m = measured;
        return switch (name) {
            case "--rounds" ->
                with(new Measured(Integer.parseInt(value), m.millis, m.windows, m.events, m.pauseMicros));
            case "--millis" -> with(new Measured(m.rounds, Long.parseLong(value), m.windows, m.events, m.pauseMicros));
            case "--windows" ->
                with(new Measured(m.rounds, m.millis, Integer.parseInt(value), m.events, m.pauseMicros));
            case "--events" ->
                with(new Measured(m.rounds, m.millis, m.windows, Integer.parseInt(value), m.pauseMicros));
            case "--pause" -> with(new Measured(m.rounds, m.millis, m.windows, m.events, Long.parseLong(value)));
            case "--viewers" -> new Options(m, numbers(value), tasks, contenders, flags, install);
            case "--tasks" -> new Options(m, viewers, numbers(value), contenders, flags, install);
            case "--contenders" -> with(words(value).map(Contender::of).toList());
            case "--flags" ->
                new Options(m, viewers, tasks, contenders, words(value).toList(), install);
            case "--install" -> new Options(m, viewers, tasks, contenders, flags, true);
            default -> throw new IllegalArgumentException("option must be known, got: " + arg);
        };
    }

    private Options with(Measured newMeasured) {
        return new Options(newMeasured, viewers, tasks, contenders, flags, install);
    }

    Options with(List<Contender> newContenders) {
        return new Options(measured, viewers, tasks, newContenders, flags, install);
    }

    private static Stream<String> words(String value) {
        return Arrays.stream(value.split(",", -1));
    }

    private static List<Integer> numbers(String value) {
        return words(value).map(Integer::valueOf).toList();
    }

    /** With those contenders only that can be measured here; says which ones are left out. */
    Options ready() throws IOException, InterruptedException {
        List<Contender> ready = new ArrayList<>();
        for (Contender contender : contenders) {
            if (install && contender == Contender.NCHAN && contender.obstacle().isPresent()) {
                NchanEvents.install();
            }
            Optional<String> obstacle = contender.obstacle();
            obstacle.ifPresent(why -> System.out.println("# left out: " + contender.label() + ": " + why));
            if (obstacle.isEmpty()) {
                ready.add(contender);
            }
        }
        return with(ready);
    }
}
