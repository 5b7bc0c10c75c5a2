package dev.taskcast.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void aMedianIsInTheMiddle() {
        assertThat(Numbers.median(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Numbers.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
    }

    @Test
    void aPercentileIsOneOfTheValues() {
        List<Double> hundred =
                IntStream.rangeClosed(1, 100).mapToObj(Double::valueOf).toList();

        assertThat(Numbers.percentile(hundred, 0.5)).isEqualTo(50);
        assertThat(Numbers.percentile(hundred, 0.99)).isEqualTo(99);
        assertThat(Numbers.percentile(List.of(7.0), 0.99)).isEqualTo(7);
    }

    @Test
    void aRatioIsTheMedianOfTheRoundsRatios() {
        List<Double> values = List.of(20.0, 10.0, 90.0);
        List<Double> others = List.of(10.0, 4.0, 100.0);

        assertThat(Numbers.ratio(values, others)).isEqualTo(2, within(1e-9));
    }

    @Test
    void nothingHasNoMedian() {
        assertThatIllegalArgumentException().isThrownBy(() -> Numbers.median(List.of()));
    }
}
