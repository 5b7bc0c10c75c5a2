package dev.taskcast.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.taskcast.Await;
import dev.taskcast.LogCapture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemClockTest {
    private static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final TaskClock clock = TaskClock.system();
    private final TaskClock.Timers timers = clock.newTimers();

    @AfterEach
    void close() {
        timers.close();
    }

    @Test
    void itIsTheSystems() {
        long nanos = System.nanoTime();
        long millis = System.currentTimeMillis();

        assertThat(clock.nanos()).isBetween(nanos, nanos + Duration.ofMinutes(1).toNanos());
        assertThat(clock.millis()).isBetween(millis, millis + 60_000);
        assertThat(clock.instant().toEpochMilli()).isBetween(millis, millis + 60_000);
    }

    @Test
    void aTimerGoesOffOnceItsTimeIsOver() throws Exception {
        AtomicReference<Long> at = new AtomicReference<>();
        CountDownLatch fired = new CountDownLatch(1);
        long begun = clock.nanos();
        timers.after(Duration.ofMillis(5), () -> {
            at.set(clock.nanos());
            fired.countDown();
        });
        Await.latch(fired);

        assertThat(at.get() - begun).isGreaterThanOrEqualTo(Duration.ofMillis(5).toNanos());
    }

    @Test
    void aTimerThatWasDroppedDoesNotGoOff() throws Exception {
        AtomicInteger fired = new AtomicInteger();
        CountDownLatch later = new CountDownLatch(1);
        TaskClock.Timer dropped = timers.after(Duration.ofMillis(20), fired::incrementAndGet);
        dropped.cancel();
        dropped.cancel();
        timers.after(Duration.ofMillis(40), later::countDown);
        Await.latch(later);

        assertThat(fired).hasValue(0);
    }

    @Test
    void anActionThatFailsIsLoggedAndHarmsNoOther() throws Exception {
        try (LogCapture log = LogCapture.open()) {
            CountDownLatch other = new CountDownLatch(1);
            timers.after(Duration.ZERO, () -> {
                throw new StackOverflowError("action");
            });
            timers.after(Duration.ofNanos(1), other::countDown);
            Await.latch(other);

            assertThat(log.records(Level.SEVERE)).hasSize(1);
            assertThat(log.records(Level.SEVERE).getFirst().getThrown()).hasMessage("action");
        }
    }

    @Test
    void closingDropsTimersAndWaitsForTheActionUnderWay() throws Exception {
        CountDownLatch inAction = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        timers.after(Duration.ZERO, () -> {
            inAction.countDown();
            Await.stubbornly(mayEnd);
            ended.incrementAndGet();
        });
        timers.after(NEVER, ended::incrementAndGet);
        Await.latch(inAction);
        AtomicInteger endedAtClose = new AtomicInteger(-1);
        Thread closing = Await.start(() -> {
            timers.close();
            endedAtClose.set(ended.get());
        });
        mayEnd.countDown();
        Await.end(closing);

        assertThat(endedAtClose).hasValue(1);
        timers.after(Duration.ZERO, ended::incrementAndGet).cancel();
        timers.close();
        assertThat(ended).hasValue(1);
    }

    @Test
    void timersMayBeClosedWithinAnAction() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        timers.after(Duration.ZERO, () -> {
            timers.close();
            closed.countDown();
        });

        Await.latch(closed);
    }

    /** The first timer makes the thread: a close just then must not stumble over it. */
    @Test
    void closingAtOnceWithTheFirstTimerIsSafe() throws Exception {
        for (int round = 0; round < 500; round++) {
            TaskClock.Timers racing = clock.newTimers();
            CountDownLatch go = new CountDownLatch(1);
            Thread setting = Await.start(() -> {
                go.countDown();
                racing.after(NEVER, () -> {});
            });
            Await.latch(go);
            long until = System.nanoTime() + round * 400L;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            assertThatNoException().as("round %s", round).isThrownBy(racing::close);
            Await.end(setting);
        }
    }

    /**
     * A virtual thread that waits for a lock of the timers and is woken first goes on only when a carrier is free. Handlers that compute may hold
     * all carriers: then whoever stands behind it in that lock's queue, the timers' own thread included, would wait until they end.
     */
    @Test
    void virtualThreadsThatSetTimersAndThenComputeHoldUpNoTimer() throws Exception {
        int computing = 4 * Runtime.getRuntime().availableProcessors();
        for (int round = 0; round < 300; round++) {
            AtomicBoolean stop = new AtomicBoolean();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < computing; i++) {
                threads.add(Thread.ofVirtual().unstarted(() -> {
                    TaskClock.Timer set = timers.after(NEVER, () -> {});
                    while (!stop.get()) {
                        Thread.onSpinWait();
                    }
                    set.cancel();
                }));
            }
            CountDownLatch fired = new CountDownLatch(50);
            threads.forEach(Thread::start);
            for (int i = 0; i < 50; i++) {
                timers.after(Duration.ofNanos(i * 1_000L), fired::countDown);
            }
            boolean haveFired = fired.await(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
            stop.set(true);
            for (Thread thread : threads) {
                Await.end(thread);
            }
            assertThat(haveFired).as("round %s", round).isTrue();
        }
    }
}
