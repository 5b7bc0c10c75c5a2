package dev.taskcast.benchmarks.durable;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTest {
    @Test
    void eachFigureHasATable() {
        var results = new Results();
        results.add(Measure.LATENCY, "one", Map.of("p50-ms", 1.5));
        results.add(Measure.EXECUTE, "one", Map.of("jobs/s", 2_000.0));
        results.add(Measure.EXECUTE, "other", Map.of("jobs/s", 1_000.0));
        results.add(Measure.EXECUTE, "other", Map.of("jobs/s", 3_000.0));

        assertThat(results.tables().lines().filter(line -> line.startsWith("| ")))
                .containsExactly(
                        "| | median jobs/s | least – most | ratio to one |",
                        "| --- | --- | --- | --- |",
                        "| one | 2,000 | 2,000 – 2,000 | 1.00 |",
                        "| other | 2,000 | 1,000 – 3,000 | 0.50 |",
                        "| | median p50-ms | least – most | ratio to one |",
                        "| --- | --- | --- | --- |",
                        "| one | 1.50 | 1.50 – 1.50 | 1.00 |");
    }
}
