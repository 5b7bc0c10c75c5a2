package dev.taskcast.benchmarks.stream;

import dev.taskcast.benchmarks.process.Numbers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The figures of all rounds: a row for each case and contender, with the ratio of the first figure to the case's first row. */
final class Table {

    private final String title;
    private final Map<String, Map<String, Map<String, List<Double>>>> cases = new LinkedHashMap<>();

    Table(String title) {
        this.title = title;
    }

    /** One round's figures. */
    void add(String what, String contender, Map<String, Double> figures) {
        System.out.println("# " + what + ", " + contender + ": " + figures);
        Map<String, List<Double>> row = cases.computeIfAbsent(what, key -> new LinkedHashMap<>())
                .computeIfAbsent(contender, key -> new LinkedHashMap<>());
        figures.forEach((name, value) ->
                row.computeIfAbsent(name, key -> new ArrayList<>()).add(value));
    }

    /** In Markdown. */
    String text() {
        Set<String> names = cases.values().stream()
                .flatMap(rows -> rows.values().stream())
                .flatMap(row -> row.keySet().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (names.isEmpty()) {
            return "";
        }
        String first = names.iterator().next();
        var text = new StringBuilder("\n| " + title + " | | ");
        text.append(names.stream()
                .map(name -> name.equals(first) ? name + " | ratio" : name)
                .collect(Collectors.joining(" | ")));
        text.append(" |\n|").append(" --- |".repeat(names.size() + 3)).append('\n');
        cases.forEach((what, rows) -> {
            List<Double> limit = rows.values().iterator().next().get(first);
            rows.forEach((contender, row) -> {
                text.append("| ").append(what).append(" | ").append(contender).append(" |");
                for (String name : names) {
                    text.append(' ').append(cell(row.get(name))).append(" |");
                    if (name.equals(first)) {
                        text.append(' ').append(ratio(row.get(name), limit)).append(" |");
                    }
                }
                text.append('\n');
            });
        });
        return text.toString();
    }

    private static String ratio(@Nullable List<Double> values, @Nullable List<Double> limit) {
        return values == null || limit == null ? "" : String.format(Locale.ROOT, "%.2f", Numbers.ratio(values, limit));
    }

    private static String cell(@Nullable Collection<Double> values) {
        if (values == null) {
            return "";
        }
        String median = number(Numbers.median(values));
        return values.size() == 1
                ? median
                : median + " (" + number(Collections.min(values)) + "–" + number(Collections.max(values)) + ")";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
    }
}
