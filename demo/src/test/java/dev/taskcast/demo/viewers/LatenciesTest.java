package dev.taskcast.demo.viewers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LatenciesTest {
    private final Latencies latencies = new Latencies();

    @Test
    void withoutAnyThereIsNoPercentile() {
        assertThat(latencies.percentile(50)).isZero();
        assertThat(new Sample(7, 0, 0, 0, 0).message()).isEqualTo("7 viewers · p50 – · p99 – · 0 frames");
    }

    @Test
    void percentilesAreToATwentiethOfAMillisecond() {
        for (int millis = 1; millis <= 100; millis++) {
            latencies.add(millis * 1_000L - 1);
        }

        assertThat(latencies.count()).isEqualTo(100);
        assertThat(latencies.percentile(50)).isEqualTo(50_000);
        assertThat(latencies.percentile(99)).isEqualTo(99_000);
    }

    @Test
    void whatIsOutOfBoundsCountsAtTheEdge() {
        latencies.add(-5); // the clock was set back
        latencies.add(Long.MAX_VALUE / 2);

        assertThat(latencies.percentile(50)).isEqualTo(50);
        assertThat(latencies.percentile(99)).isEqualTo(5_000_000);
    }

    @Test
    void aSampleIsReadAsItWasWritten() {
        Sample sample = new Sample(1_000, 0.25, 12_345, 1_850, 6_400);

        assertThat(Sample.parse(sample.line())).isEqualTo(sample);
        assertThat(sample.message()).isEqualTo("1000 viewers · p50 1.9 ms · p99 6.4 ms · 12345 frames");
    }
}
