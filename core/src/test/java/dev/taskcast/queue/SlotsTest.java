package dev.taskcast.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many runs are started, and when one that was started ahead begins or is handed back. */
class SlotsTest {
    private static final long SHORT = 1_000;
    private static final long LONG = 1_000_000_000;
    private static final long MILLI = 1_000_000;

    private final Slots<String> slots = new Slots<>(2, true);

    /** All slots are used up between two looks, so many times. */
    private void busy(int looks) {
        for (int i = 0; i < looks; i++) {
            for (int run = 0; run < 2; run++) {
                assertThat(slots.begins("quick", 0)).isTrue();
                assertThat(slots.freed(SHORT)).isEmpty();
            }
            slots.room(0);
        }
    }

    @Test
    void asManyAreStartedAsThereAreSlots() {
        assertThat(slots.room(0)).isEqualTo(2);
        assertThat(slots.begins("a", 0)).isTrue();
        assertThat(slots.begins("b", 0)).isTrue();
        assertThat(slots.room(0)).isZero();
        slots.freed(LONG);
        assertThat(slots.room(0)).isEqualTo(1);
    }

    @Test
    void runsAreStartedAheadOnlyWhereAllSlotsWereUsedUpByShortOnesForAWhile() {
        busy(2);
        assertThat(slots.room(0)).isEqualTo(2);
        busy(3);
        assertThat(slots.room(0)).isEqualTo(4);
        assertThat(slots.begins("long", 0)).isTrue();
        slots.freed(LONG);
        assertThat(slots.room(0)).as("after a long one").isEqualTo(2);
    }

    /** As many as end between two looks, where that goes on and on. */
    @Test
    void whereLongOnesEndAllTheTimeTheNextOnesAreStartedAhead() {
        Slots<String> many = new Slots<>(10, true);
        for (int i = 0; i < 10; i++) {
            many.begins("run", 0);
        }
        int ahead = 0;
        for (int look = 1; look <= 20; look++) {
            for (int end = 0; end < 2; end++) {
                assertThat(many.freed(20 * MILLI).size()).isEqualTo(ahead == 0 ? 0 : 1);
            }
            int room = many.room(4L * look * MILLI);
            for (int i = 0; i < room; i++) {
                many.begins("run", 4L * look * MILLI);
            }
            ahead += room - 2;
        }
        assertThat(ahead).isEqualTo(2);
    }

    @Test
    void oneThatWasStartedAheadBeginsWithTheNextFreeSlotOrIsHandedBack() {
        busy(3);
        slots.begins("a", 0);
        slots.begins("b", 0);
        assertThat(slots.begins("c", 0)).isFalse();
        assertThat(slots.begins("d", 0)).isFalse();
        assertThat(slots.freed(SHORT)).containsExactly("c");
        assertThat(slots.tooLate(100 * MILLI)).isEmpty();
        assertThat(slots.tooLate(300 * MILLI)).containsExactly("d");
        assertThat(slots.freed(SHORT)).isEmpty();
    }

    @Test
    void onceStoppedNothingBeginsAndWhatWaitedIsHandedBack() {
        busy(3);
        slots.begins("a", 0);
        slots.begins("b", 0);
        slots.begins("c", 0);

        assertThat(slots.stop()).containsExactly("c");
        assertThat(slots.freed(SHORT)).isEmpty();
        assertThat(slots.room(0)).isZero();
    }

    @Test
    void withoutSlotsNothingIsEverStarted() {
        Slots<String> none = new Slots<>(0, true);
        for (int i = 0; i < 10; i++) {
            assertThat(none.room(0)).isZero();
        }
    }
}
