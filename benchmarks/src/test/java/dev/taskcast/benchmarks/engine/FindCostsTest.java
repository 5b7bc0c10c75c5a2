package dev.taskcast.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FindCostsTest {
    @Test
    void eachQuestionIsAsked() throws Exception {
        assertThat(FindCosts.measure(100))
                .hasSize(7)
                .allSatisfy((name, millis) -> assertThat(millis)
                        .as(name)
                        .hasSize(40)
                        .allSatisfy(each -> assertThat(each).isPositive()));
    }
}
