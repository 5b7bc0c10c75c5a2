package dev.taskcast.benchmarks.stream;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One program: measures its cases so many times over, all contenders in turn, and prints a table. */
final class Measurement<C> {

    private final String title;
    private final Options options;

    /** Measures a case once, in processes of its own. */
    interface Once<C> {
        Map<String, Double> measure(Contender contender, C what) throws Exception;
    }

    Measurement(String title, Options options) {
        this.title = title;
        this.options = options;
    }

    /** All rounds; the table. */
    String run(List<C> cases, Once<C> once) throws Exception {
        Table table = new Table(title);
        for (C what : cases) {
            for (int round = 0; round < options.measured().rounds(); round++) {
                for (Contender contender : options.contenders()) {
                    Map<String, Double> figures = measure(once, contender, what);
                    if (!figures.isEmpty()) {
                        table.add(what.toString(), contender.label(), figures);
                    }
                }
            }
        }
        return table.text();
    }

    /** Nothing where it fails: that costs the others nothing of a long run. */
    private Map<String, Double> measure(Once<C> once, Contender contender, C what) throws Exception {
        try {
            return once.measure(contender, what);
        } catch (IOException e) {
            System.out.println("# failed: " + what + ", " + contender.label() + ": " + e.getMessage());
            return Map.of();
        }
    }
}
