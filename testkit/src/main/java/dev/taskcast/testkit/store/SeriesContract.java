package dev.taskcast.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.series.Buckets;
import dev.taskcast.series.Sums;
import dev.taskcast.store.TaskStore;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a store passes beside its suite that {@linkplain TaskStore#series counts} by itself: each event counts once, whatever happens. */
public interface SeriesContract extends Stored {
    /**
     * Worlds by chance.
     *
     * @return seeds
     */
    static LongStream seriesSeeds() {
        return FinderContract.seeds();
    }

    /**
     * What is counted is what has happened, whatever is flushed, and whenever the process is killed.
     *
     * @param seed what happens
     */
    @ParameterizedTest
    @MethodSource("dev.taskcast.testkit.store.SeriesContract#seriesSeeds")
    default void whatIsCountedIsWhatHasHappened(long seed) {
        SeriesWorld world = new SeriesWorld(seed);
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        for (int round = 0; round < 30; round++) {
            world.live(store, history, 1 + world.next(20));
            for (int flushes = world.next(3); flushes > 0; flushes--) {
                store.flush();
            }
            if (round % 3 == 0) {
                world.isCounted(store);
            }
            if (world.next(5) == 0) {
                crash(store);
                store = opened(newStore());
                history = new History(store.open(opening("node-" + (round + 2))));
                world.isCounted(store);
            }
        }
        store.flush();
        world.isCounted(store);
    }

    /** A flush with nothing new in it, and one that is done once more, count nothing. */
    @Test
    default void whatIsFlushedOnceMoreCountsOnce() {
        SeriesWorld world = new SeriesWorld(1);
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        world.live(store, history, 50);
        store.flush();
        store.flush();
        world.isCounted(store);
        store.close();
        TaskStore next = opened(newStore());
        next.open(opening("node-2"));
        next.flush();
        world.isCounted(next);
    }

    /** What was counted outlasts the process, however that has ended, and is told of by each that comes after it. */
    @Test
    default void theNumbersOutlastTheProcess() {
        for (int life = 1; life <= 4; life++) {
            Node node = start(builder -> builder.recent(0));
            SeriesOfTasksContract.Tasks tasks = new SeriesOfTasksContract.Tasks(node.tasks());
            tasks.endAll("life" + life + "-");
            tasks.areCounted(life);
            if (life % 2 == 0) {
                kill(node);
            } else {
                node.tasks().close();
            }
        }
    }

    /** Of minutes and hours as many are kept as is said, the newest, and what lies ahead does not take their place. */
    @Test
    default void bucketsAreKeptByTheirNumber() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        long begin = history.now();
        happenEach(store, history, 60_000, Buckets.MINUTES.kept() + 200);
        long end = history.now();
        assertThat(store.series().orElseThrow().read(Buckets.MINUTES, 0, Long.MAX_VALUE, List.of(Sums.ALL)))
                .hasSizeBetween(Buckets.MINUTES.kept(), Buckets.MINUTES.kept() + 130)
                .allMatch(row -> row.from() > begin);
        assertThat(store.series().orElseThrow().read(Buckets.HOURS, 0, Long.MAX_VALUE, List.of(Sums.ALL)))
                .hasSizeBetween(Buckets.MINUTES.kept() / 60, Buckets.MINUTES.kept() / 60 + 5);

        history.passTime(-end); // a clock that begins in 1970
        happenEach(store, history, 60_000, 100);
        history.passTime(end - history.now());
        happenEach(store, history, 60_000, 100);
        assertThat(store.series().orElseThrow().read(Buckets.MINUTES, end - 60_000_000, end, List.of(Sums.ALL)))
                .hasSizeGreaterThanOrEqualTo(998);
    }

    /** A task begins and ends now and then, and each time that is flushed. */
    private static void happenEach(TaskStore store, History history, long millis, int times) {
        for (int i = 0; i < times; i++) {
            if (history.rows().isEmpty()) {
                history.make("a");
            }
            history.start("a", NODE);
            history.complete("a");
            history.passTime(millis - 20);
            Stored.append(store, history);
            if (i % 10 == 0) {
                store.flush();
            }
        }
        store.flush();
    }
}
