package dev.taskcast.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EpochTest {
    private static final long NOW = Instant.parse("2026-11-24T00:00:00Z").toEpochMilli();

    @Test
    void eachBaseIsAboveThoseBeforeItWhateverTheClockSays() {
        long first = Epoch.next(NOW);
        long sameInstant = Epoch.next(NOW);
        long clockSetBack = Epoch.next(NOW - Duration.ofDays(400).toMillis());
        long beforeTheOrigin = Epoch.next(0);

        assertThat(sameInstant).isGreaterThan(first + 1_000);
        assertThat(clockSetBack).isGreaterThan(sameInstant + 1_000);
        assertThat(beforeTheOrigin).isGreaterThan(clockSetBack + 1_000).isPositive();
    }

    @Test
    void aLaterLifeBeginsAboveAllThatAnEarlierOneCanHaveCommitted() {
        long future = Instant.parse("2080-01-01T00:00:00Z").toEpochMilli(); // later than any other test of this JVM
        long earlier = Epoch.next(future);
        long aSecondLater = Epoch.next(future + 1_000);

        assertThat(aSecondLater - earlier).isGreaterThan(4_000_000L - 8_192);
        assertThat(aSecondLater).isLessThan(1L << 53);
    }
}
