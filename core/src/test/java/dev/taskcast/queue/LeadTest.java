package dev.taskcast.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many runs are likely to end until the next look. */
class LeadTest {
    private static final long MILLI = 1_000_000;

    private final Lead lead = new Lead();
    private long now;

    private void looks(int count, long every, int ended, boolean allBusy) {
        for (int i = 0; i < count; i++) {
            now += every;
            lead.look(now, ended, allBusy);
        }
    }

    @Test
    void whereRunsEndAllTheTimeItIsWhatEndsBetweenTwoLooks() {
        looks(20, 4 * MILLI, 10, true);
        assertThat(lead.runs()).isEqualTo(10);
    }

    @Test
    void whereSlotsAreFreeThereIsNone() {
        looks(20, 4 * MILLI, 10, true);
        looks(10, 4 * MILLI, 10, false);
        assertThat(lead.runs()).isZero();
        looks(6, 4 * MILLI, 10, true);
        assertThat(lead.runs()).as("after one window").isZero();
        looks(5, 4 * MILLI, 10, true);
        assertThat(lead.runs()).as("after two windows").isEqualTo(10);
    }

    @Test
    void whereRunsEndNowAndThenThereIsNone() {
        looks(20, 200 * MILLI, 1, true);
        assertThat(lead.runs()).isZero();
        looks(20, 25 * MILLI, 1, true);
        assertThat(lead.runs()).isZero();
    }

    @Test
    void howeverOftenLooksAreTakenItIsAsMuchAsEndsBetweenThem() {
        looks(100, MILLI, 1, true);
        assertThat(lead.runs()).isEqualTo(1);
        looks(100, MILLI / 4, 0, true);
        assertThat(lead.runs()).isZero();
    }
}
