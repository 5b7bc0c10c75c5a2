package dev.taskcast.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StoreClockTest {
    private static final long SHOWN = 1_800_000_000_000L;

    private final ManualClock clock = new ManualClock();
    private final StoreClock store = new StoreClock(clock, SHOWN);

    @Test
    void goesOnWithTheMonotonicClockWhateverTheTimeOfDayIs() {
        clock.advance(Duration.ofSeconds(5));
        clock.moveWall(Duration.ofDays(-400));
        assertThat(store.millis()).isEqualTo(SHOWN + 5_000);
        clock.moveWall(Duration.ofDays(800));
        assertThat(store.millis()).isEqualTo(SHOWN + 5_000);
    }

    @Test
    void followsTheStoreForwardAndNeverBack() {
        store.read(SHOWN + 60_000);
        assertThat(store.millis()).isEqualTo(SHOWN + 60_000);
        store.read(SHOWN);
        store.read(0);
        assertThat(store.millis()).isEqualTo(SHOWN + 60_000);
    }

    @Test
    void passesByATimeThatNoClockCanShow() {
        store.read(Long.MAX_VALUE);
        store.read(StoreClock.LATEST + 1);
        assertThat(store.millis()).isEqualTo(SHOWN);
        store.read(StoreClock.LATEST);
        assertThat(store.millis()).isEqualTo(StoreClock.LATEST);
    }
}
