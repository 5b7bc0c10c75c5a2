package dev.taskcast.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskcast.time.ManualClock;
import dev.taskcast.time.StoreClock;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AlarmTest {
    private final ManualClock clock = new ManualClock();
    private final StoreClock storeClock = new StoreClock(clock, 0);
    private final TaskClock.Timers timers = clock.newTimers();
    private boolean isBroken;
    private int wakes;

    private final Alarm alarm = new Alarm(storeClock, new Fragile(), () -> wakes++);

    /** There is no memory for a timer now and then. */
    private final class Fragile implements TaskClock.Timers {
        @Override
        public TaskClock.Timer after(Duration delay, Runnable action) {
            if (isBroken) {
                throw new OutOfMemoryError("for the test");
            }
            return timers.after(delay, action);
        }

        @Override
        public void close() {
            timers.close();
        }
    }

    @Test
    void goesOffAtTheEarliestTime() {
        long now = storeClock.millis();
        alarm.at(now + 500);
        alarm.at(now + 200);
        alarm.at(now + 300);
        clock.advance(Duration.ofMillis(199));
        assertThat(wakes).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(wakes).isEqualTo(1);
        clock.advance(Duration.ofSeconds(2));
        assertThat(wakes).isEqualTo(1);
    }

    @Test
    void aTimeThatCanNotBeSetLeavesTheOneBefore() {
        long now = storeClock.millis();
        alarm.at(now + 500);
        isBroken = true;
        assertThatThrownBy(() -> alarm.at(now + 200)).isInstanceOf(OutOfMemoryError.class);
        isBroken = false;
        clock.advance(Duration.ofMillis(500));
        assertThat(wakes).isEqualTo(1);
        alarm.at(now + 700);
        clock.advance(Duration.ofMillis(200));
        assertThat(wakes).isEqualTo(2);
    }
}
