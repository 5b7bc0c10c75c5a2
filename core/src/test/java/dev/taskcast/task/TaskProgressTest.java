package dev.taskcast.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskProgressTest {
    @ParameterizedTest
    @CsvSource({"0, 10, 0", "5, 10, 0.5", "10, 10, 1", "11, 10, 1", "-3, 10, 0"})
    void theFractionIsClamped(double current, double total, double fraction) {
        assertThat(new TaskProgress("m", current, total).fraction()).hasValue(fraction);
    }

    @ParameterizedTest
    @CsvSource({"NaN, 10", "Infinity, 10", "-Infinity, 10", "1, NaN", "1, Infinity", "1, 0", "1, -1"})
    void thereIsNoFractionWhereTheNumbersGiveNone(double current, double total) {
        assertThat(new TaskProgress("m", current, total).fraction()).isEqualTo(OptionalDouble.empty());
    }

    @Test
    void aMessageAloneHasNoNumbers() {
        assertThat(new TaskProgress("m")).isEqualTo(new TaskProgress("m", Double.NaN, Double.NaN));
        assertThat(TaskProgress.STARTING.message()).isEqualTo("Starting...");
    }
}
