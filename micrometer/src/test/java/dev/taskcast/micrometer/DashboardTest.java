package dev.taskcast.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Held;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.task.TaskType;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard and the table of the meters, against the meters as Prometheus gets them. */
class DashboardTest {
    private static final Pattern SAMPLE = Pattern.compile("(taskcast_\\w+)(?:\\{([^}]*)})? .*");
    private static final Pattern METRIC = Pattern.compile("\\b(taskcast_\\w+)(?:\\{([^}]*)})?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)(?:=~|!=|=)");
    private static final Pattern BY = Pattern.compile("\\bby \\(([^)]*)\\)");
    private static final Pattern ROW = Pattern.compile("\\| `(taskcast[.\\w]+)` \\| (\\w+) \\|([^|]*)\\|.*");

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, Set<String>> labels = new HashMap<>(); // of each metric
    private JsonNode dashboard;

    /** A manager to which enough has happened that each meter is there. */
    @BeforeEach
    void scrape() throws Exception {
        TaskMeters meters = new TaskMeters(registry);
        TaskManager tasks = invariants.manager(builder -> builder.slots(1).observer(meters));
        Held held = Held.polite();
        TaskType<String, Void> type = tasks.type("mail", String.class, Void.class, (ctx, payload) -> {
            held.run(ctx);
            return null;
        });
        tasks.submit(type, "");
        Held.Run run = held.next();
        tasks.submit(type, "");
        meters.bind(tasks);
        new StreamMeters(TaskEndpoint.builder(tasks).build()).bindTo(registry);
        registry.scrape().lines().map(SAMPLE::matcher).filter(Matcher::matches).forEach(sample -> {
            Set<String> of = labels.computeIfAbsent(sample.group(1), made -> new HashSet<>(Set.of("instance")));
            Matcher label = LABEL.matcher(Objects.requireNonNullElse(sample.group(2), ""));
            while (label.find()) {
                of.add(label.group(1));
            }
        });
        run.end();
        held.next().end();
        try (InputStream in = Objects.requireNonNull(TaskMeters.class.getResourceAsStream("grafana-dashboard.json"))) {
            dashboard = JsonMapper.shared().readTree(in);
        }
    }

    private List<String> queries() {
        List<String> queries = new ArrayList<>();
        dashboard
                .get("panels")
                .forEach(panel -> panel.path("targets")
                        .forEach(target -> queries.add(target.get("expr").stringValue())));
        dashboard.get("templating").get("list").forEach(variable -> {
            if (variable.get("type").stringValue().equals("query")) {
                queries.add(variable.get("query").get("query").stringValue());
            }
        });
        return queries;
    }

    @Test
    void eachQueryNamesMetersThatAreThere() {
        List<String> queries = queries();
        assertThat(queries).hasSizeGreaterThan(25);
        for (String query : queries) {
            Set<String> shown = new HashSet<>();
            Matcher metric = METRIC.matcher(query);
            while (metric.find()) {
                String name = metric.group(1);
                assertThat(labels).as(query).containsKey(name);
                Set<String> known = labels.getOrDefault(name, Set.of());
                Matcher label = LABEL.matcher(Objects.requireNonNullElse(metric.group(2), ""));
                while (label.find()) {
                    assertThat(known).as(query).contains(label.group(1));
                }
                shown.addAll(known);
            }
            assertThat(shown).as("meters in " + query).isNotEmpty();
            Matcher by = BY.matcher(query);
            while (by.find()) {
                assertThat(shown).as(query).contains(by.group(1).split(", *"));
            }
        }
    }

    /** Quantiles and rates aside, what is measured is shown. */
    @Test
    void eachMeterIsShown() {
        Set<String> shown = new TreeSet<>();
        queries().forEach(query -> METRIC.matcher(query).results().forEach(metric -> shown.add(metric.group(1))));

        assertThat(labels.keySet().stream()
                        .map(name -> name.replaceAll("_(bucket|count|sum|max)$", "_bucket"))
                        .filter(name -> !shown.contains(name))
                        .distinct())
                .isEmpty();
    }

    @Test
    void itsPanelsDoNotLieOnEachOther() {
        Set<String> taken = new HashSet<>();
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : dashboard.get("panels")) {
            assertThat(ids.add(panel.get("id").intValue())).isTrue();
            assertThat(panel.get("title").stringValue()).isNotBlank();
            JsonNode place = panel.get("gridPos");
            for (int x = 0; x < place.get("w").intValue(); x++) {
                for (int y = 0; y < place.get("h").intValue(); y++) {
                    int column = place.get("x").intValue() + x;
                    assertThat(column).isLessThan(24);
                    assertThat(taken.add(column + "," + (place.get("y").intValue() + y)))
                            .as(panel.get("title").stringValue())
                            .isTrue();
                }
            }
        }
        assertThat(dashboard.get("uid").stringValue()).isEqualTo("taskcast");
    }

    /** Name, kind and tags. */
    @Test
    void theTableOfTheDocumentsIsThatOfTheMeters() throws IOException {
        Set<String> documented = new TreeSet<>();
        Files.readString(Path.of("../docs/observability.md"))
                .lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row -> documented.add(row.group(1) + " " + row.group(2) + " "
                        + new TreeSet<>(
                                List.of(row.group(3).replace("`", "").trim().split(", *")))));
        Set<String> made = new TreeSet<>();
        registry.getMeters().forEach(meter -> {
            Set<String> tags = new TreeSet<>();
            meter.getId().getTags().forEach(tag -> tags.add(tag.getKey()));
            if (tags.isEmpty()) {
                tags.add("");
            }
            made.add(meter.getId().getName() + " "
                    + meter.getId().getType().name().toLowerCase(Locale.ROOT) + " " + tags);
        });

        assertThat(documented).isEqualTo(made);
    }
}
