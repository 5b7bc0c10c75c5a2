package dev.taskcast.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.SeededRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Since when the oldest waits. */
class AgesTest {
    private static final long NOW = 1_800_000_000_000L;

    static SeededRandom[] randoms() {
        return SeededRandom.several(6);
    }

    @ParameterizedTest
    @MethodSource("randoms")
    void itIsKnownAboutHoweverLongTheyHaveComeFor(SeededRandom random) {
        long span = 1L << (10 + random.nextInt(30));
        Ages ages = new Ages();
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            long since = NOW - random.nextLong(span);
            ages.add(since);
            all.add(since);
        }
        Collections.sort(all);
        for (long oldest : all) {
            long error = Math.max(1_024, span / 1_000);
            assertThat(ages.oldest()).isBetween(oldest - error, oldest);
            ages.remove(oldest);
        }
        assertThat(ages.oldest()).isZero();
        ages.add(NOW);
        assertThat(ages.oldest()).isBetween(NOW - 1_024, NOW);
    }

    @ParameterizedTest
    @MethodSource("randoms")
    void whoHadTheirTurnDoNotCount(SeededRandom random) {
        Ages ages = new Ages();
        ages.add(0);
        assertThat(ages.oldest()).isZero();
        ages.remove(0);
        long since = NOW + random.nextInt(1_000);
        ages.add(since);
        assertThat(ages.oldest()).isBetween(since - 1_024, since);
    }
}
