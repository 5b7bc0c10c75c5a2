package dev.taskcast.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskcast.SeededRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {
    static SeededRandom[] randoms() {
        return SeededRandom.several(20);
    }

    @ParameterizedTest
    @MethodSource("randoms")
    void whatIsReadIsOffByASixteenthAtTheMost(SeededRandom random) {
        Histogram whole = new Histogram();
        Histogram half = new Histogram();
        Histogram otherHalf = new Histogram();
        List<Long> times = new ArrayList<>();
        int magnitude = 1 + random.nextInt(40);
        for (int i = 1 + random.nextInt(500); i > 0; i--) {
            long time = (1L << random.nextInt(magnitude)) + random.nextInt(1_000) - 1;
            times.add(time);
            whole.add(time);
            (random.nextBoolean() ? half : otherHalf).add(time);
        }
        half.add(otherHalf);
        Collections.sort(times);
        Histogram read = Histogram.of(whole.toBytes());
        assertThat(read.count()).isEqualTo(times.size());
        assertThat(half.toBytes()).isEqualTo(whole.toBytes()).isEqualTo(read.toBytes());
        for (int percent : new int[] {1, 50, 95, 100}) {
            long exact = times.get((times.size() * percent + 99) / 100 - 1);
            assertThat(read.percentile(percent))
                    .as("%s of %s", percent, times)
                    .isBetween(exact - exact / 16, exact + exact / 16);
        }
    }

    @Test
    void withoutTimesItIsEmpty() {
        Histogram empty = new Histogram();
        assertThat(empty.count()).isZero();
        assertThat(empty.percentile(50)).isZero();
        assertThat(empty.toBytes()).isEmpty();
        assertThat(Histogram.of(new byte[0]).count()).isZero();
        empty.add(new Histogram());
        assertThat(empty.count()).isZero();
    }

    @Test
    void timesThatCanNotBeAreTakenForTheNextOnes() {
        Histogram times = new Histogram();
        times.add(-5);
        assertThat(times.percentile(50)).isZero();
        times.add(Long.MAX_VALUE);
        assertThat(times.percentile(100)).isGreaterThan(1L << 41);
        assertThat(Histogram.of(times.toBytes()).count()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "1 -128", "100 0", "127 127 127 127 127 127", "-1 127 1", "-1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1"
            })
    void whatIsNoHistogramIsRefused(String numbers) {
        String[] texts = numbers.split(" ", -1);
        byte[] bytes = new byte[texts.length];
        for (int i = 0; i < texts.length; i++) {
            bytes[i] = Byte.parseByte(texts[i]);
        }
        assertThatThrownBy(() -> Histogram.of(bytes)).isInstanceOf(IllegalArgumentException.class);
    }
}
