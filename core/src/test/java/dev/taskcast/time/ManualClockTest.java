package dev.taskcast.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ManualClockTest {
    private final ManualClock clock = new ManualClock();
    private final List<String> fired = new ArrayList<>();

    @Test
    void timersGoOffInTheOrderOfTheirTimeEachAtItsOwn() {
        long start = clock.nanos();
        TaskClock.Timers timers = clock.newTimers();
        timers.after(Duration.ofNanos(20), () -> fired.add("b at " + (clock.nanos() - start)));
        timers.after(Duration.ofNanos(10), () -> {
            fired.add("a at " + (clock.nanos() - start));
            timers.after(Duration.ofNanos(15), () -> fired.add("c at " + (clock.nanos() - start)));
        });

        clock.advance(Duration.ofNanos(9));
        assertThat(fired).isEmpty();
        clock.advance(Duration.ofNanos(30));

        assertThat(fired).containsExactly("a at 10", "b at 20", "c at 25");
        assertThat(clock.nanos() - start).isEqualTo(39);
        assertThat(clock.instant()).isEqualTo(ManualClock.START.plusNanos(39));
    }

    @Test
    void aDroppedTimerNeverGoesOff() {
        TaskClock.Timers timers = clock.newTimers();
        TaskClock.Timer dropped = timers.after(Duration.ofNanos(1), () -> fired.add("dropped"));
        timers.after(Duration.ofNanos(1), () -> fired.add("kept"));
        dropped.cancel();
        dropped.cancel();

        clock.advance(Duration.ofSeconds(1));

        assertThat(fired).containsExactly("kept");
    }

    @Test
    void closedTimersAreDroppedAndThoseOfOthersAreNot() {
        TaskClock.Timers mine = clock.newTimers();
        TaskClock.Timers others = clock.newTimers();
        mine.after(Duration.ofNanos(1), () -> fired.add("mine"));
        others.after(Duration.ofNanos(1), () -> fired.add("others"));
        mine.close();
        mine.after(Duration.ofNanos(1), () -> fired.add("late"));

        clock.advance(Duration.ofSeconds(1));

        assertThat(fired).containsExactly("others");
    }

    @Test
    void closingWaitsForAnActionUnderWay() throws Exception {
        TaskClock.Timers timers = clock.newTimers();
        CountDownLatch inAction = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        timers.after(Duration.ofNanos(1), () -> {
            inAction.countDown();
            Await.stubbornly(mayEnd);
            fired.add("action");
        });
        Thread advancing = Await.start(() -> clock.advance(Duration.ofNanos(1)));
        Await.latch(inAction);
        Thread closing = Await.start(() -> {
            timers.close();
            fired.add("closed");
        });

        mayEnd.countDown();
        Await.end(advancing);
        Await.end(closing);

        assertThat(fired).containsExactly("action", "closed");
    }

    @Test
    void timersCloseThemselvesWithinAnAction() {
        TaskClock.Timers timers = clock.newTimers();
        timers.after(Duration.ofNanos(1), timers::close);
        timers.after(Duration.ofNanos(2), () -> fired.add("late"));

        clock.advance(Duration.ofNanos(5));

        assertThat(fired).isEmpty();
    }

    @Test
    void theWallClockMovesByItself() {
        long nanos = clock.nanos();
        clock.moveWall(Duration.ofHours(-1));

        assertThat(clock.nanos()).isEqualTo(nanos);
        assertThat(clock.instant()).isEqualTo(ManualClock.START.minusSeconds(3600));
        assertThat(clock.millis()).isEqualTo(clock.instant().toEpochMilli());
    }
}
