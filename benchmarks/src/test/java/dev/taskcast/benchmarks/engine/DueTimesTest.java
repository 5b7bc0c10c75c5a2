package dev.taskcast.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Small. */
class DueTimesTest {
    @Test
    void nobodyIsEarly() throws Exception {
        String line = DueTimes.lateness(50, Duration.ofMillis(500));

        assertThat(line).contains("50 tasks due over 500 ms", "p99");
        double earliest = Double.parseDouble(line.replaceAll("(?s).*the earliest ([-0-9.]+) ms.*", "$1"));
        assertThat(earliest).isNotNegative();
    }
}
