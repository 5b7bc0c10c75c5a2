package dev.taskcast.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
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
    void twoLivesOfOneMomentHaveRoomForMillionsOfTransitions() {
        long first = Epoch.next(NOW);

        assertThat(Epoch.next(NOW - Duration.ofHours(1).toMillis())).isGreaterThanOrEqualTo(first + (1 << 24));
    }

    /** What {@link Epoch#next} gives to the first manager of a JVM whose clock began in 1970. */
    private static long firstLeast(Random random) {
        return (1L << 12) | random.nextInt(1 << 12);
    }

    @Test
    void aLifeThatKnowsNoTimeTakesNoPositionOfAnEarlierOne() {
        Random random = new Random(1);
        long position = Epoch.from(firstLeast(random)) + 500;
        for (int life = 0; life < 100_000; life++) {
            long birth = Epoch.from(firstLeast(random));

            assertThat(birth).isBetween(7_000_000_000_000_000L, 1L << 53);
            assertThat(position - birth).as("life %s", life).matches(ahead -> ahead < 0 || ahead > 1_000);
        }
    }

    @Test
    void aClockThatCantBeRightGivesNoPositionThatIsTooLarge() {
        for (String wrong : List.of("1970-01-01T00:00:20Z", "2025-12-31T23:59:59Z", "2085-01-02T00:00:00Z")) {
            assertThat(Epoch.inMemory(Instant.parse(wrong).toEpochMilli()))
                    .as(wrong)
                    .isLessThan(1L << 53);
        }
        assertThat(Epoch.inMemory(Long.MAX_VALUE)).isLessThan(1L << 53);
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
