package dev.taskcast.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Small. */
class LineCostsTest {
    @Test
    void eachNumberIsThere() {
        assertThat(LineCosts.table(new int[] {100, 1_000}, 50, 1_000, 1))
                .contains("100 waiting", "1,000 waiting", "nobody waits", "memory");
    }
}
