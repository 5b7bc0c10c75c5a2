package dev.taskcast.store.jdbc;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.LimitSetting.Values;
import dev.taskcast.lifecycle.UsedRates;
import dev.taskcast.store.StoreException;
import dev.taskcast.testkit.store.History;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is used up of rates is that of the journal's block that the tables say, however a flush or a node has ended. */
interface RateTableContract extends JdbcContract {
    /** Of 100 starts a minute each uses up 600 ms. */
    LimitSetting PACED = LimitSetting.NONE.declared(Values.NONE.perPeriod(100, 60_000));

    /** When the first start is. */
    long BEGUN = 1_700_000_000_000L;

    private static void run(JdbcTaskStore store, History history, String id, int starts) {
        for (int i = 0; i < starts; i++) {
            history.startAt(id, NODE, BEGUN);
            history.complete(id);
        }
        append(store, history);
    }

    private static UsedRates used(int starts) {
        return new UsedRates(
                Map.of(LimitId.MANAGER, new UsedRates.Use(100, 60_000, (BEGUN + 600L * starts) * 1_000_000)), BEGUN);
    }

    private History begun(JdbcTaskStore store) {
        History history = new History(store.open(opening(NODE)));
        history.limit(LimitId.MANAGER, PACED);
        history.make("a");
        history.make("b");
        append(store, history);
        return history;
    }

    /** Where a flush is several transactions, the tasks are written by then, and some are gone for good. */
    @Test
    default void aFlushThatIsCutOffCountsNoStartTwiceAndLosesNone() {
        JdbcTaskStore store = opened(newStore());
        History history = begun(store);
        run(store, history, "a", 3);
        store.flush();
        run(store, history, "a", 4);
        history.unregister("a");
        run(store, history, "b", 2);
        sql("ALTER TABLE taskcast_gone RENAME TO elsewhere"); // it is among the last that are written
        assertThatThrownBy(store::flush).isInstanceOf(StoreException.class);
        sql("ALTER TABLE elsewhere RENAME TO taskcast_gone");
        run(store, history, "b", 5);
        crash(store);

        JdbcTaskStore next = opened(newStore());
        assertThat(next.open(opening("node-2")).rates()).isEqualTo(used(14));
        next.flush();
        crash(next);
        assertThat(opened(newStore()).open(opening("node-3")).rates()).isEqualTo(used(14));
    }

    /** As after a migration: there are the newest starts of tasks, and the journal. */
    @Test
    default void whatAnOlderVersionHasNotKeptIsFoundAsFarAsItCanBe() {
        JdbcTaskStore store = opened(newStore());
        History history = begun(store);
        run(store, history, "a", 3);
        run(store, history, "b", 1);
        store.flush();
        long then = history.now();
        history.make("lives");
        append(store, history);
        store.flush();
        run(store, history, "b", 2);
        crash(store);
        sql("DELETE FROM taskcast_rates");
        sql("UPDATE taskcast_store SET flushes = flushes + 1, rates_block = 0, rates_time = 0");

        JdbcTaskStore next = opened(newStore());
        UsedRates found = next.open(opening("node-2")).rates();
        UsedRates.Use use = found.uses().get(LimitId.MANAGER);
        assertThat(use).isNotNull();
        assertThat(use.fullNanos() / 1_000_000 - then).isBetween(-1_000L, 4 * 600L); // by the wall clock that rows have
        next.flush();
        History goesOn = new History(next.journal().readAnew(1_000, Long.MAX_VALUE));
        goesOn.make("c");
        append(next, goesOn);
        next.flush();
        assertThat(count("SELECT rates_block - flushed FROM taskcast_store")).isZero();
        crash(next);
        assertThat(opened(newStore()).open(opening("node-3")).rates().uses()).isEqualTo(found.uses());
    }

    /** It brings the tables up, and says nothing of rates. */
    @Test
    default void aNodeOfAnOlderVersionBesideThisOneMakesNoDifferenceForLong() {
        JdbcTaskStore store = opened(newStore());
        History history = begun(store);
        run(store, history, "a", 3);
        store.flush();
        sql("UPDATE taskcast_store SET flushes = flushes + 1, rates_block = rates_block - 1");
        for (int i = 0; i < 3; i++) { // the first one notices, where others may be there
            run(store, history, "a", 1);
            store.flush();
        }
        crash(store);

        assertThat(count("SELECT rates_block - flushed FROM taskcast_store")).isZero();
        assertThat(opened(newStore()).open(opening("node-2")).rates()).isEqualTo(used(6));
    }

    @Test
    default void whatCannotBeReadOfRatesIsLeftAlone() {
        JdbcTaskStore store = opened(newStore());
        History history = begun(store);
        run(store, history, "a", 3);
        store.flush();
        crash(store);
        String queue = "INSERT INTO taskcast_rates (name, permits, period, full_at) VALUES ('{\"k\":\"queue\",\"n\":\"";
        sql(queue + "none\"}', 0, 60000, 1)");
        sql(queue + "many\"}', 1099511627776, 60000, 1)");
        sql(queue + "no time\"}', 1, 0, 1)");
        sql(queue + "long\"}', 1, 9000000000000000000, 1)");
        sql("INSERT INTO taskcast_rates (name, permits, period, full_at) VALUES ('?', 1, 60000, 1)");

        assertThat(opened(newStore()).open(opening("node-2")).rates()).isEqualTo(used(3));
        assertThat(count("SELECT count(*) FROM taskcast_rates")).isEqualTo(6);
    }

    @Test
    default void aStoreWithoutRatesKeepsNothingOfThem() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.limit(LimitId.MANAGER, LimitSetting.NONE.declared(Values.NONE.atOnce(5)));
        history.make("a");
        history.start("a", NODE);
        append(store, history);
        store.flush();

        assertThat(count("SELECT count(*) FROM taskcast_rates")).isZero();
        assertThat(count("SELECT rates_block - flushed FROM taskcast_store")).isZero();
    }
}
