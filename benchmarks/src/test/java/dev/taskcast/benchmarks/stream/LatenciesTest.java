package dev.taskcast.benchmarks.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void percentilesAreToTheMicrosecond() {
        var latencies = new Latencies();
        for (int micros = 1; micros <= 1_000; micros++) {
            latencies.add(micros * 1_000L + 999);
        }
        latencies.add(60_000_000_000L);

        assertThat(latencies.micros(0.5)).isEqualTo(501);
        assertThat(latencies.micros(0.99)).isEqualTo(991);
        assertThat(latencies.micros(1)).isEqualTo(2_000_000);
    }

    @Test
    void nothingTookNoTime() {
        assertThat(new Latencies().micros(0.5)).isZero();
    }
}
