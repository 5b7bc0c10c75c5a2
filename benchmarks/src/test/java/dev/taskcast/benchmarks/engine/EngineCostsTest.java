package dev.taskcast.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.TimeValue;

/** For a moment: that all are measured, and numbers come out. */
class EngineCostsTest {
    @Test
    void eachRowHasANumber() throws Exception {
        var plan = new ProgressCalls.Plan(0, 1, TimeValue.milliseconds(10));

        String table = new EngineCosts(new EngineCosts.Sizes(100, 2, 10, 1_000, 1_000, plan)).run(1);

        assertThat(table.lines().skip(2))
                .hasSize(8)
                .allMatch(
                        row -> Double.parseDouble(row.split("\\|", -1)[2].trim().replace(",", "")) > 0, "above 0");
    }
}
