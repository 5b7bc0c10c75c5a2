package dev.taskcast.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.store.Watched;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is watched is what somebody has begun to watch or asked for, and for ten seconds after that. */
class WatchingTest {
    private static final Duration LINGER = Duration.ofNanos(Watching.LINGER_NANOS);

    private final ManualClock clock = new ManualClock();
    private final AtomicBoolean hasListeners = new AtomicBoolean();
    private final Watching watching = new Watching(clock, hasListeners::get);

    private static Watched task(String... ids) {
        return new Watched(0, false, Set.of(ids), Set.of(), Set.of(), Set.of(), Set.of());
    }

    @Test
    void whatSeveralBeginIsWatchedUntilTheLastHasEnded() {
        assertThat(watching.now()).isEqualTo(Watched.NOTHING);
        Runnable first = watching.begin(task("a", "b"));
        Runnable second = watching.begin(task("b"));
        assertThat(watching.now()).isEqualTo(task("a", "b"));
        first.run();
        first.run();
        clock.advance(LINGER.minusNanos(1));
        assertThat(watching.now()).isEqualTo(task("a", "b"));
        clock.advance(Duration.ofNanos(1));
        assertThat(watching.now()).isEqualTo(task("b"));
        second.run();
        clock.advance(LINGER);
        assertThat(watching.now().isNothing()).isTrue();
    }

    @Test
    void whatWasAskedForIsWatchedForAWhile() {
        watching.asked("a");
        watching.askedForLines("b");
        Watched both = new Watched(0, false, Set.of("a"), Set.of(), Set.of(), Set.of(), Set.of("b"));
        assertThat(watching.now()).isEqualTo(both);
        clock.advance(Duration.ofSeconds(6));
        watching.asked("a");
        assertThat(watching.now()).isEqualTo(both);
        clock.advance(Duration.ofSeconds(4));
        assertThat(watching.now()).isEqualTo(task("a"));
        clock.advance(Duration.ofSeconds(6));
        assertThat(watching.now()).isEqualTo(Watched.NOTHING);
    }

    @Test
    void whatIsAskedForMeanwhileDoesNotEndWhatOthersWatch() {
        Runnable end = watching.begin(task("a"));
        watching.asked("a");
        clock.advance(LINGER.multipliedBy(2));
        assertThat(watching.now()).isEqualTo(task("a"));
        end.run();
        clock.advance(LINGER);
        assertThat(watching.now()).isEqualTo(Watched.NOTHING);
    }

    @Test
    void allIsWatchedWhereSomebodyListensOrTooMuchIsNamed() {
        hasListeners.set(true);
        assertThat(watching.now().everything()).isTrue();
        hasListeners.set(false);
        assertThat(watching.now()).isEqualTo(Watched.NOTHING);
        Set<String> many = IntStream.rangeClosed(0, Watching.MOST_TERMS)
                .mapToObj(i -> "t" + i)
                .collect(Collectors.toSet());
        Runnable end = watching.begin(task(many.toArray(String[]::new)));
        assertThat(watching.now().everything()).isTrue();
        assertThat(watching.now().tasks()).isEmpty();
        end.run();
        clock.advance(LINGER);
        assertThat(watching.now()).isEqualTo(Watched.NOTHING);
    }
}
