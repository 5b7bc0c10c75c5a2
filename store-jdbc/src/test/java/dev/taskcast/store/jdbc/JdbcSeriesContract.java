package dev.taskcast.store.jdbc;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.series.Buckets;
import dev.taskcast.series.Sums;
import dev.taskcast.store.StoreException;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskStats;
import dev.taskcast.testkit.store.History;
import dev.taskcast.testkit.store.SeriesContract;
import dev.taskcast.testkit.store.SeriesWorld;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of the series, on every database. */
interface JdbcSeriesContract extends SeriesContract, JdbcContract {
    /** From now on the last that a flush writes fails, or no longer. */
    void failAtTheEnd(boolean fails);

    @ParameterizedTest
    @MethodSource("dev.taskcast.testkit.store.SeriesContract#seriesSeeds")
    default void aFlushThatIsCutOffCountsOnce(long seed) {
        SeriesWorld world = new SeriesWorld(seed);
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        for (int round = 0; round < 25; round++) {
            world.live(store, history, 1 + world.next(25));
            boolean isCutOff = world.next(3) == 0;
            if (isCutOff) {
                failAtTheEnd(true);
                assertThatThrownBy(store::flush).isInstanceOf(StoreException.class);
                failAtTheEnd(false);
                world.isCounted(store);
            }
            if (world.next(2) == 0) {
                world.live(store, history, 1 + world.next(5));
            }
            if (world.next(3) == 0) {
                crash(store);
                store = opened(newStore());
                history = new History(store.open(opening("node-" + (round + 2))));
            }
            world.isCounted(store);
            if (world.next(2) == 0) {
                store.flush();
                world.isCounted(store);
            }
        }
    }

    /** Takes back what tables of versions from 10 on have, where that is something. */
    default void dropNewer() {}

    @Test
    default void theSeriesOfAnOlderStoreBeginWithWhatItsTablesLacked() {
        SeriesWorld world = new SeriesWorld(5);
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        world.live(store, history, 100);
        store.flush();
        world.forget();
        world.live(store, history, 100);
        crash(store);
        dropNewer();
        sql("DROP TABLE taskcast_series");
        sql("ALTER TABLE taskcast_store DROP COLUMN series");
        sql("DROP TABLE taskcast_rates");
        sql("ALTER TABLE taskcast_store DROP COLUMN rates_block");
        sql("ALTER TABLE taskcast_store DROP COLUMN rates_time");
        sql("DELETE FROM taskcast_version WHERE version > 7");

        JdbcTaskStore next = opened(newStore());
        next.open(opening("node-2"));
        world.isCounted(next);
        next.flush();
        world.isCounted(next);
    }

    @Test
    default void whatANodeOfAnOlderVersionFlushesIsCountedByTheOthers() {
        SeriesWorld world = new SeriesWorld(6);
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        world.live(store, history, 100);
        store.flush();
        world.live(store, history, 100);
        sql("UPDATE taskcast_store SET flushes = flushes + 1, flushed = (SELECT max(block) FROM taskcast_events)");

        store.flush();
        world.isCounted(store);
        assertThat(count("SELECT count(*) FROM taskcast_store WHERE series = flushed"))
                .isEqualTo(1);
    }

    @Test
    default void ofTooManyTypesTheSumIsRight() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < TaskStats.MOST + 100; i++) {
                String id = "r" + round + "t" + i;
                history.submit(
                        id,
                        new Command.Register(
                                new TaskIdentity(id, "type" + i, null, null, null, List.of()), Terms.DEFAULT, null));
                history.start(id, NODE);
            }
            history.passTime(-2 * 10 * (TaskStats.MOST + 100)); // all in one minute
            append(store, history);
            store.flush();
        }
        assertThat(store.series().orElseThrow().read(Buckets.HOURS, 0, Long.MAX_VALUE, List.of(Sums.ALL)))
                .singleElement()
                .satisfies(row -> assertThat(row.sums().starts()).isEqualTo(2L * (TaskStats.MOST + 100)));
        List<String> named = store.series().orElseThrow().busiest(Buckets.HOURS, 0, Long.MAX_VALUE, 10_000);
        assertThat(named).hasSize(TaskStats.MOST);
        assertThat(store.series().orElseThrow().read(Buckets.HOURS, 0, Long.MAX_VALUE, named))
                .allSatisfy(row -> assertThat(row.sums().starts()).isEqualTo(2));
    }
}
