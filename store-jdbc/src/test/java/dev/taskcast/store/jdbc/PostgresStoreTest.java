package dev.taskcast.store.jdbc;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.NodeAbout;
import dev.taskcast.store.Opened;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.TaskStore;
import dev.taskcast.testkit.store.History;
import dev.taskcast.testkit.store.NodeSeriesContract;
import dev.taskcast.testkit.store.Samples;
import dev.taskcast.testkit.store.SeriesWorld;
import dev.taskcast.testkit.store.SharedStoreContract;
import dev.taskcast.testkit.store.Stored;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class PostgresStoreTest extends SharedStoreContract
        implements JdbcFinderContract,
                FormerVersionContract,
                NewerVersionContract,
                RateTableContract,
                RoomContract,
                SubmitContract,
                ServerFaultsContract,
                UnreadableContract,
                JdbcSeriesContract,
                NodeSeriesContract {
    private final DataSource source = newDatabase();

    /** Of the newest version, unless it is overridden. */
    DataSource newDatabase() {
        return TestPostgres.newDatabase();
    }

    @Override
    public DataSource source() {
        return source;
    }

    @Override
    public JdbcTaskStore newStore() {
        return JdbcTaskStore.of(source);
    }

    /** Its connections stay, as those of a node do whose end the server has not noticed. */
    @Override
    public void crash(TaskStore store) {}

    @Override
    public Connection connection() throws SQLException {
        return source.getConnection();
    }

    @Override
    public void failAtTheEnd(boolean fails) {
        if (fails) {
            sql("CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'fails'; END $$");
            sql(
                    "CREATE TRIGGER fails BEFORE UPDATE OF flushed ON taskcast_store FOR EACH ROW EXECUTE FUNCTION fails()");
        } else {
            sql("DROP FUNCTION fails() CASCADE");
        }
    }

    /** As where the server has crashed before it had on disk what it had acknowledged. */
    @Override
    public void dropNewer() {
        sql("DROP TABLE taskcast_live; ALTER TABLE taskcast_nodes DROP COLUMN watch, DROP COLUMN watching,"
                + " DROP COLUMN drained, DROP COLUMN version, DROP COLUMN since, DROP COLUMN slots, DROP COLUMN free,"
                + " DROP COLUMN load, DROP COLUMN hearing, DROP COLUMN types");
    }

    @Test
    void aFlushThatTheServerHasLostCountsOnce() {
        List<String> tables =
                List.of("store", "tasks", "runs", "notes", "gone", "limits", "orphans", "rests", "series");
        SeriesWorld world = new SeriesWorld(7);
        JdbcTaskStore store = opened(newStore());
        JdbcTaskStore other = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        History ofOther = new History(other.open(opening("node-2")));
        for (int round = 0; round < 6; round++) {
            world.live(store, history, 50);
            store.flush();
            tables.forEach(table -> sql("CREATE TABLE lost_" + table + " AS TABLE taskcast_" + table));
            world.live(store, history, 50);
            store.flush();
            tables.forEach(table -> sql(
                    "SET session_replication_role = replica; DELETE FROM taskcast_" + table + "; INSERT INTO taskcast_"
                            + table + " SELECT * FROM lost_" + table + "; DROP TABLE lost_" + table));
            assertThat(other.journal().read(ofOther.head(), ofOther)).isTrue();
            world.isCounted(other);
            world.live(other, ofOther, 20);
            assertThat(store.journal().read(history.head(), history)).isTrue();
            (round % 2 == 0 ? store : other)
                    .flush(); // the one finds that out, and reads the journal; the other still knows all
            world.isCounted(store);
            store.flush();
            world.isCounted(store);
            world.isCounted(other);
        }
    }

    /** Where what is kept begins in the midst of a block. */
    @Test
    void noBlockIsLeftBehindWhereOldOnesAreDeleted() {
        JdbcTaskStore store =
                opened(JdbcTaskStore.builder(source).keepEvents(1_000).build());
        History history = new History(store.open(opening(NODE)));
        for (int block = 0; block < 360; block++) {
            for (String id : List.of("a", "b", "c")) {
                history.make(block + id);
            }
            append(store, history);
            if (block % 5 == 0) {
                store.flush();
            }
        }
        store.flush();
        assertThat(count("SELECT sum(transitions) FROM taskcast_events")).isBetween(1_000L, 1_002L);
    }

    @Test
    void whoeverFlushesFirstFlushesForAll() {
        JdbcTaskStore store1 = opened(newStore());
        JdbcTaskStore store2 = opened(newStore());
        History history1 = new History(store1.open(opening("node-1")));
        History history2 = new History(store2.open(opening("node-2")));
        Samples.everything(history1, NODE);
        append(store1, history1);
        assertThat(store2.journal().read(history2.head(), history2)).isTrue();
        store2.flush();
        store1.flush();
        history1.submit("removed later", History.register("removed later"));
        history1.limit(LimitId.type("type \n"), LimitSetting.NONE.paused(true));
        append(store1, history1);
        assertThat(store2.journal().read(history2.head(), history2)).isTrue();
        store1.flush();
        history2.submit("removed later", new Command.Unregister());
        append(store2, history2);
        assertThat(store2.journal().read(history2.head(), history2)).isTrue();
        store2.flush();
        assertThat(store1.journal().read(history1.head(), history1)).isTrue();
        store1.flush();

        Opened opened = opened(newStore()).open(opening("node-3"));
        assertThat(opened.rows()).isEqualTo(history1.rows());
        assertThat(opened.limits()).isEqualTo(history1.limits());
        assertThat(count("SELECT count(*) FROM taskcast_tasks WHERE id = 'removed later'"))
                .isZero();
        assertThat(store1.isGone("removed later")).isTrue();
    }

    @Test
    void aLimitThatIsInTheTablesIsNotTakenBackByANodeThatComesLater() {
        JdbcTaskStore store1 = opened(newStore());
        JdbcTaskStore store2 = opened(newStore());
        History history1 = new History(store1.open(opening("node-1")));
        History history2 = new History(store2.open(opening("node-2")));
        history1.limit(LimitId.MANAGER, LimitSetting.NONE.paused(true));
        append(store1, history1);
        assertThat(store2.journal().read(history2.head(), history2)).isTrue();
        assertThat(history2.limits()).isEqualTo(history1.limits());
        history1.limit(LimitId.MANAGER, LimitSetting.NONE);
        append(store1, history1);
        store1.flush();
        store2.flush();

        assertThat(opened(newStore()).open(opening("node-3")).limits()).isEmpty();
    }

    @Test
    void itsClockIsTheDatabases() {
        JdbcTaskStore store = opened(newStore());
        long before = databaseMillis();
        long atOpening = store.open(opening(NODE)).now();
        long atRenewal = store.nodes().renew(NodeAbout.NOTHING).now();

        assertThat(List.of(before, atOpening, atRenewal, databaseMillis())).isSorted();
    }

    private long databaseMillis() {
        return count("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint");
    }

    @Test
    void nodesHearOfBlocksAndNoNotificationIsInATransactionOfTheApplication() throws SQLException {
        JdbcTaskStore store1 = opened(newStore());
        JdbcTaskStore store2 = opened(newStore());
        History history1 = new History(store1.open(opening("node-1")));
        store2.open(opening("node-2"));
        AtomicInteger heard = new AtomicInteger();
        store2.journal().onHint(heard::incrementAndGet);
        store1.nodes().renew(NodeAbout.NOTHING);
        await().until(() -> count(
                        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()")
                == 2);

        int before = heard.get();
        history1.make("a");
        append(store1, history1);
        await().until(() -> heard.get() > before);

        int between = heard.get();
        try (Connection connection = connection()) {
            connection.setAutoCommit(false);
            store1.inbox().submit(JdbcTransaction.of(connection), SubmitContract.submitted("b"));
            connection.commit();
        }
        history1.make("c");
        append(store1, history1);
        await().until(() -> heard.get() > between);
        assertThat(heard).as("of the block alone, which came later").hasValue(between + 1);
    }

    @Test
    void tablesCanHaveOtherNames() {
        JdbcTaskStore.Builder builder =
                JdbcTaskStore.builder(source).schema("jobs").tablePrefix("j_");
        JdbcTaskStore store = opened(builder.build());
        History history = new History(store.open(opening(NODE)));
        Samples.everything(history, NODE);
        append(store, history);
        store.flush();

        assertThat(count("SELECT count(*) FROM jobs.j_tasks"))
                .isEqualTo(history.rows().size());
        assertThat(opened(newStore()).open(opening("node-2")).rows()).isEmpty();
        assertThat(opened(builder.migrate(false).build())
                        .open(opening("node-3"))
                        .rows())
                .isEqualTo(history.rows());
        assertThatThrownBy(() -> JdbcTaskStore.builder(source)
                        .tablePrefix("x; DROP TABLE y")
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JdbcTaskStore.builder(source).schema("A").build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tablesAreNotMadeWhereThatIsNotWanted() {
        assertThatThrownBy(() -> opened(
                                JdbcTaskStore.builder(source).migrate(false).build())
                        .open(opening(NODE)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("by hand");
    }

    @Test
    void manyNodesMakeTheTablesAtOnce() {
        List<CompletableFuture<Opened>> all = IntStream.range(0, 6)
                .mapToObj(i -> opened(newStore()))
                .map(store -> CompletableFuture.supplyAsync(
                        () -> store.open(Stored.openingAt("node-" + store.hashCode(), LEAST))))
                .toList();

        assertThat(all).allSatisfy(opened -> assertThat(opened.join().head()).isEqualTo(LEAST));
        assertThat(all).filteredOn(opened -> opened.join().nodes().isEmpty()).hasSize(1);
    }

    @Test
    void aPoolOfFourIsEnough() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(4);
        config.setConnectionTimeout(5_000);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            JdbcTaskStore store = opened(JdbcTaskStore.of(pool));
            History history = new History(store.open(opening(NODE)));
            Samples.everything(history, NODE);
            append(store, history);
            store.nodes().renew(NodeAbout.NOTHING);
            await().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 4);
            store.flush();
            TaskRow failed = history.row("failed");
            assertThat(store.records().runs(failed.created(), 1)).hasSize(1);
            store.close();
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }

    @Test
    void anInterruptOfACallerBreaksNothing() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        Samples.everything(history, NODE);
        append(store, history);
        Thread.currentThread().interrupt();
        store.flush();
        assertThat(store.records().runs(history.row("failed").created(), 5)).hasSize(1);
        assertThat(Thread.interrupted()).isTrue();
        history.make("more");
        append(store, history);
        assertThat(history.taken()).extracting(Applied::position).isEmpty();
    }
}
