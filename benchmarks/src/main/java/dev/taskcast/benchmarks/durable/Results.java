package dev.taskcast.benchmarks.durable;

import dev.taskcast.benchmarks.process.Numbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of all rounds, as tables. */
final class Results {

    /** A figure of a measure; each has its own table. */
    private record Figure(Measure measure, String name) {}

    private final Map<Figure, Map<String, List<Double>>> figures = new LinkedHashMap<>();

    void add(Measure measure, String contender, Map<String, Double> values) {
        values.forEach((name, value) -> figures.computeIfAbsent(new Figure(measure, name), key -> new LinkedHashMap<>())
                .computeIfAbsent(contender, key -> new ArrayList<>())
                .add(value));
    }

    /** In order of measures; a ratio is the median of the rounds' ratios to the table's first row. */
    String tables() {
        var text = new StringBuilder();
        figures.entrySet().stream()
                .sorted((a, b) -> a.getKey().measure().compareTo(b.getKey().measure()))
                .forEach(figure -> append(text, figure.getKey(), figure.getValue()));
        return text.toString();
    }

    private static void append(StringBuilder text, Figure figure, Map<String, List<Double>> rows) {
        Map.Entry<String, List<Double>> first = rows.entrySet().iterator().next();
        text.append(String.format(
                Locale.ROOT,
                "%n%s: %s%n%n| | median %s | least – most | ratio to %s |%n| --- | --- | --- | --- |%n",
                figure.measure().step(),
                figure.measure().title(),
                figure.name(),
                first.getKey()));
        rows.forEach((contender, values) -> text.append(String.format(
                "| %s | %s | %s – %s | %.2f |%n",
                contender,
                number(Numbers.median(values)),
                number(Collections.min(values)),
                number(Collections.max(values)),
                Numbers.ratio(values, first.getValue()))));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
    }
}
