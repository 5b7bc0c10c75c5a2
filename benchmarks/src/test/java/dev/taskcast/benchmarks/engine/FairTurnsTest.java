package dev.taskcast.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Small. */
class FairTurnsTest {
    @Test
    void oneTaskBeginsBesideMany() throws Exception {
        String line = FairTurns.table(200, 1);

        assertThat(line).contains("1 task beside 200 of another key");
        int median = Integer.parseInt(line.replaceAll("(?s).*key: (\\d+) of these.*", "$1"));
        assertThat(median).isLessThan(2);
    }
}
