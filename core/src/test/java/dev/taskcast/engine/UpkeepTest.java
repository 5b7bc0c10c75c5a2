package dev.taskcast.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import dev.taskcast.forecast.Curve;
import dev.taskcast.forecast.Curves;
import dev.taskcast.forecast.Forecast;
import dev.taskcast.lines.LineStore;
import dev.taskcast.run.Runs;
import dev.taskcast.store.shared.JournalStore;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.thread.Loop;
import dev.taskcast.time.ManualClock;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How runs went is kept, also where the store was away for a while, and other nodes get to know it. */
class UpkeepTest {
    private final ManualClock clock = new ManualClock();
    private final TaskClock.Timers timers = clock.newTimers();
    private final JournalStore store = SharedJournal.ofManyNodes(clock).connect();
    private final Curves curves = new Curves();
    private final Runs runs = new Runs();
    private final LineStore lines = new LineStore(true, Long.MAX_VALUE);
    private final Upkeep upkeep =
            new Upkeep(store, new Upkeep.OfRuns(runs, lines, curves), clock, timers, () -> {}, Loop.Watch.NONE);

    @AfterEach
    void close() {
        upkeep.close(Duration.ofSeconds(1));
        timers.close();
    }

    private static Curve curve(double seconds) {
        Forecast forecast = new Forecast(null, false);
        for (int i = 0; i <= 10; i++) {
            forecast.add(i * seconds / 10, i, 10);
        }
        return Objects.requireNonNull(forecast.curve(seconds, false));
    }

    /** Time goes by until something is so. */
    private void passUntil(String what, BooleanSupplier isSo) {
        long limit = System.nanoTime() + Await.LIMIT.toNanos();
        while (!isSo.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still not: " + what).isLessThan(limit);
            clock.advance(Duration.ofSeconds(1));
        }
    }

    @Test
    void whatCouldNotBeKeptIsKeptLater() {
        upkeep.start();
        store.down(true);
        curves.learn("x", curve(10));
        clock.advance(Duration.ofSeconds(1));
        store.down(false);
        curves.learn("y", curve(20));
        passUntil("both are kept", () -> store.records().curves().size() == 2);
        Curves again = new Curves();
        again.restore(store.records().curves());
        assertThat(again.of("x")).isEqualTo(curve(10));
        passUntil("nothing is left to keep", () -> curves.changed().isEmpty());
    }

    @Test
    void curvesThatCannotBeKeptHoldUpNothingElse() {
        store.failCurves();
        curves.learn("x", curve(10));
        upkeep.start();
        lines.add("t", 1, 1, () -> false, "a line");
        passUntil("the line is kept", () -> !store.records().lines(1).isEmpty());
        assertThat(curves.changed()).containsKey("x");
    }

    @Test
    void whatOtherNodesHaveSeenIsKnownWithinAMinute() {
        upkeep.exchangeCurves();
        upkeep.start();
        store.records().keepCurves(Map.of("x", curve(10).toBytes(), "odd", new byte[] {1, 2}));
        long before = clock.nanos();
        passUntil("it is known", () -> Objects.equals(curves.of("x"), curve(10)));
        assertThat(clock.nanos() - before).isGreaterThanOrEqualTo(60_000_000_000L);
        assertThat(curves.of("odd")).isNull();
    }

    @Test
    void whatIsNotKeptYetIsNewerThanWhatTheStoreHas() {
        store.records().keepCurves(Map.of("x", curve(10).toBytes()));
        curves.learn("x", curve(30));
        curves.restore(store.records().curves());
        assertThat(curves.of("x")).isEqualTo(curve(30));
    }
}
