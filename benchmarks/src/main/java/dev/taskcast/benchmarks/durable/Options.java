package dev.taskcast.benchmarks.durable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The arguments of {@link CompareStores}. */
record Options(List<Measure> measures, Load load, int rounds, List<String> contenders, boolean install) {

    static Options parse(String... args) {
        var measures = new ArrayList<Measure>();
        int jobs = 60_000;
        int warmUp = -1;
        int rounds = 5;
        var contenders = new ArrayList<String>();
        boolean install = false;
        for (String arg : args) {
            String[] words = arg.split("=", 2);
            String value = words.length > 1 ? words[1] : "";
            switch (words[0]) {
                case "--measures" -> words(value).forEach(name -> measures.addAll(Measure.named(name)));
                case "--jobs" -> jobs = Integer.parseInt(value);
                case "--warm-up" -> warmUp = Integer.parseInt(value);
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--contenders" -> contenders.addAll(words(value));
                case "--install" -> install = true;
                default -> throw new IllegalArgumentException("option must be known, got: " + arg);
            }
        }
        return new Options(
                measures.isEmpty() ? List.of(Measure.values()) : measures,
                new Load(warmUp < 0 ? jobs : warmUp, jobs),
                rounds,
                contenders,
                install);
    }

    private static List<String> words(String value) {
        return Arrays.asList(value.split(",", -1));
    }

    /** All, or those with a word of the option in their label. */
    boolean wants(Contender contender) {
        return contenders.isEmpty() || contenders.stream().anyMatch(contender.label()::contains);
    }
}
