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
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Batch;
import dev.taskcast.store.NodeAbout;
import dev.taskcast.store.Opened;
import dev.taskcast.store.Opening;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.Submitted;
import dev.taskcast.store.TaskStore;
import dev.taskcast.store.codec.BlockWriter;
import dev.taskcast.task.StoreTransaction;
import dev.taskcast.task.TaskExistsException;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.Turn;
import dev.taskcast.task.Waiting;
import dev.taskcast.testkit.store.History;
import dev.taskcast.testkit.store.NodeSeriesContract;
import dev.taskcast.testkit.store.Samples;
import dev.taskcast.testkit.store.SeriesWorld;
import dev.taskcast.testkit.store.SharedStoreContract;
import dev.taskcast.testkit.store.Stored;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresStoreTest extends SharedStoreContract
        implements JdbcFinderContract,
                FormerVersionContract,
                NewerVersionContract,
                RateTableContract,
                RoomContract,
                JdbcSeriesContract,
                NodeSeriesContract {
    private final DataSource source = newDatabase();

    /** Of the newest version, unless it is overridden. */
    DataSource newDatabase() {
        return TestPostgres.newDatabase();
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
            store1.inbox().submit(JdbcTransaction.of(connection), submitted("b"));
            connection.commit();
        }
        history1.make("c");
        append(store1, history1);
        await().until(() -> heard.get() > between);
        assertThat(heard).as("of the block alone, which came later").hasValue(between + 1);
    }

    private static Submitted submitted(String id) {
        return new Submitted(
                0,
                new TaskIdentity(id, "type", "Title", null, "ann", List.of("t"), new Turn("mail", "k", 7, 2)),
                new Terms(true, true, false, 3, null, null, "{\"new\":1}"),
                History.payload(List.of(id, 1.5)),
                new Waiting.ForTime(0, 5, 1_700_000_000_000L, false, null, null));
    }

    @Test
    void aSubmitIsThereWhenItsTransactionIs() throws SQLException {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        try (Connection connection = connection()) {
            assertThatThrownBy(() -> store.inbox().submit(JdbcTransaction.of(connection), submitted("a")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("auto-commit");
            assertThatThrownBy(() -> store.inbox().submit(new StoreTransaction() {}, submitted("a")))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("JdbcTransaction.of");
            connection.setAutoCommit(false);
            store.inbox().submit(JdbcTransaction.of(connection), submitted("a"));
            assertThat(store.inbox().submitted(10)).isEmpty();
            connection.rollback();
            assertThat(store.inbox().submitted(10)).isEmpty();
            store.inbox().submit(JdbcTransaction.of(connection), submitted("b"));
            store.inbox().submit(JdbcTransaction.of(connection), submitted("c"));
            assertThatThrownBy(() -> store.inbox().submit(JdbcTransaction.of(connection), submitted("b")))
                    .isInstanceOf(TaskExistsException.class);
            connection.commit();
        }

        List<Submitted> there = store.inbox().submitted(10);
        assertThat(there).extracting(each -> each.identity().id()).containsExactly("b", "c");
        Submitted expected = submitted("b");
        assertThat(there.getFirst().identity()).isEqualTo(expected.identity());
        assertThat(there.getFirst().terms()).isEqualTo(expected.terms());
        assertThat(there.getFirst().payload()).isEqualTo(expected.payload());
        assertThat(there.getFirst().waiting()).isEqualTo(expected.waiting());
        assertThat(store.inbox().submitted(1)).hasSize(1);

        Batch batch = register(history, there.getFirst());
        assertThat(store.journal().append(batch)).isTrue();
        assertThat(store.inbox().submitted(10))
                .extracting(each -> each.identity().id())
                .containsExactly("c");
        assertThat(opened(newStore()).open(opening("node-2")).rows()).isEqualTo(history.rows());
    }

    private static Batch register(History history, Submitted submitted) {
        history.submit(
                submitted.identity().id(),
                new Command.Register(
                        submitted.identity(), submitted.terms(), submitted.payload(), submitted.waiting()));
        return history.batch(submitted.number());
    }

    @Test
    void aSubmitThatAnotherNodeHasTakenIsNotTakenAgain() throws SQLException {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        try (Connection connection = connection()) {
            connection.setAutoCommit(false);
            store.inbox().submit(JdbcTransaction.of(connection), submitted("a"));
            connection.commit();
            Submitted there = store.inbox().submitted(10).getFirst();
            PostgresDialect.execute(connection, "DELETE FROM taskcast_inbox");
            connection.commit();

            assertThat(store.journal().append(register(history, there))).isFalse();
        }
        assertThat(store.journal().read(LEAST, history)).isTrue();
        assertThat(opened(newStore()).open(opening("node-2")).rows()).isEmpty();
    }

    @Test
    void aSubmitThatCannotBeReadIsSetAside() throws SQLException {
        JdbcTaskStore store = opened(newStore());
        store.open(opening(NODE));
        try (Connection connection = connection()) {
            connection.setAutoCommit(false);
            store.inbox().submit(JdbcTransaction.of(connection), submitted("bad"));
            store.inbox().submit(JdbcTransaction.of(connection), submitted("good"));
            PostgresDialect.execute(connection, "UPDATE taskcast_inbox SET body = '{}' WHERE id = 'bad'");
            connection.commit();
        }

        assertThat(store.inbox().submitted(10))
                .extracting(each -> each.identity().id())
                .containsExactly("good");
        assertThat(store.inbox().submitted(1))
                .extracting(each -> each.identity().id())
                .containsExactly("good");
        assertThat(count("SELECT count(*) FROM taskcast_inbox WHERE bad")).isEqualTo(1);
    }

    @Test
    void anAnswerThatIsLostIsFoundOut() {
        Faults faults = new Faults(new PostgresDialect(source));
        JdbcTaskStore store = opened(new JdbcTaskStore(faults.dialect(), Options.DEFAULT));
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        Batch batch = history.batch();
        faults.loseAnswers(true);
        assertThatThrownBy(() -> store.journal().append(batch))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("PostgreSQL at jdbc:postgresql://")
                .hasMessageContaining("SQLSTATE 08006");
        faults.loseAnswers(false);

        assertThat(store.journal().isKept(batch)).isTrue();
        history.make("b");
        append(store, history);
        assertThat(opened(newStore()).open(opening("node-2")).rows()).isEqualTo(history.rows());
    }

    @Test
    void whatIsStillOnItsWayIsWaitedFor() throws Exception {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        Batch kept = history.batch();
        assertThat(late(store, kept, true)).isTrue();
        history.make("b");
        Batch lost = history.batch();
        assertThat(late(store, lost, false)).isFalse();
        assertThat(store.journal().append(lost)).isTrue();

        assertThat(opened(newStore()).open(opening("node-2")).rows()).isEqualTo(history.rows());
    }

    /** As if the batch had been sent over a connection that is lost, and the server is still at it. */
    private boolean late(JdbcTaskStore store, Batch batch, boolean commits) throws Exception {
        try (Connection old = connection();
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            old.setAutoCommit(false);
            long next =
                    count("SELECT block + greatest(1, transitions) FROM taskcast_events ORDER BY block DESC LIMIT 1");
            try (PreparedStatement insert =
                    old.prepareStatement("INSERT INTO taskcast_events VALUES (?, ?, ?, ?, ?, ?, 3)")) {
                insert.setLong(1, next);
                insert.setInt(2, 1);
                insert.setLong(3, batch.last());
                insert.setString(4, NODE);
                insert.setLong(5, batch.token());
                insert.setBytes(6, BlockWriter.block(batch, NODE));
                insert.executeUpdate();
            }
            Future<Boolean> answer = threads.submit(() -> store.journal().isKept(batch));
            await().until(() -> count("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);
            if (commits) {
                old.commit();
            } else {
                old.rollback();
            }
            return answer.get();
        }
    }

    @Test
    void aServerThatStopsForAMomentIsFoundAgain() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        append(store, history);
        store.flush();
        store.nodes().renew(NodeAbout.NOTHING);
        terminateAll();

        history.make("b");
        Batch batch = history.batch();
        assertThatThrownBy(() -> store.journal().append(batch)).isInstanceOf(StoreException.class);
        assertThat(store.journal().isKept(batch)).isFalse();
        assertThat(store.journal().append(batch)).isTrue();
        assertThat(store.nodes().renew(NodeAbout.NOTHING).nodes())
                .hasSize(1); // its connection was dead too, and nobody needs to know
        assertThatThrownBy(store::flush).isInstanceOf(StoreException.class);
        store.flush();
        assertThat(opened(newStore()).open(opening("node-2")).rows()).isEqualTo(history.rows());
    }

    private void terminateAll() {
        count("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }

    @Test
    void aServerThatHasLostBlocksIsNotWrittenTo() throws SQLException {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        append(store, history);
        history.make("b");
        append(store, history);
        try (Connection connection = connection()) {
            PostgresDialect.execute(connection, "DELETE FROM taskcast_events WHERE position > " + (LEAST + 1));
        }
        history.make("c");

        assertThat(store.journal().append(history.batch())).isFalse();
        assertThatThrownBy(() -> store.journal().read(history.head(), history))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("has lost what it had kept");
    }

    @Test
    void whatFollowsOnAnOlderCopyIsNotTakenForTheJournal() throws SQLException {
        JdbcTaskStore store1 = opened(newStore());
        JdbcTaskStore store2 = opened(newStore());
        History history1 = new History(store1.open(Stored.openingAt("node-1", LEAST)));
        History history2 = new History(store2.open(Stored.openingAt("node-2", LEAST)));
        history1.make("a");
        append(store1, history1);
        assertThat(store2.journal().read(history2.head(), history2)).isTrue();
        history1.make("lost");
        append(store1, history1);
        try (Connection connection = connection()) { // as a backup from before
            PostgresDialect.execute(connection, "DELETE FROM taskcast_events WHERE position > " + (LEAST + 1));
        }
        for (String id : List.of("b", "c")) {
            history2.make(id);
            append(store2, history2);
        }

        assertThatThrownBy(() -> store1.journal().read(history1.head(), history1))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("has lost what it had kept");
        assertThat(history1.taken()).isEmpty();
    }

    @Test
    void aSourceOfConnectionsThatFailsUnexpectedlyIsAnOutage() {
        AtomicInteger toFail = new AtomicInteger();
        DataSource broken = (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (toFail.getAndDecrement() > 0) {
                        throw new IllegalStateException("The pool is not there");
                    }
                    return method.invoke(source, arguments);
                });
        toFail.set(1);
        JdbcTaskStore store = opened(JdbcTaskStore.of(broken));
        store.open(opening(NODE)); // waits for it
        terminateAll();
        toFail.set(Integer.MAX_VALUE);

        assertThatThrownBy(() -> store.nodes().renew(NodeAbout.NOTHING))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("The pool is not there");
        toFail.set(0);
        assertThat(store.nodes().renew(NodeAbout.NOTHING).nodes()).hasSize(1);
    }

    @Test
    void anInterruptEndsTheWaitForAServerThatIsNotThere() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setServerNames(new String[] {"localhost"});
        nowhere.setPortNumbers(new int[] {1});
        JdbcTaskStore store = opened(JdbcTaskStore.of(nowhere));
        long start = System.nanoTime();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> store.open(new Opening(NODE, 1, 1, Duration.ofSeconds(20))))
                .isInstanceOf(StoreException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
    }

    @Test
    void aDatabaseThatMayNotBeWrittenLosesNothing() throws SQLException {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        readOnly(true);
        history.make("a");
        Batch batch = history.batch();

        assertThatThrownBy(() -> store.journal().append(batch)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.journal().isKept(batch))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("read-only");
        readOnly(false);
        assertThat(store.journal().isKept(batch)).isFalse();
        assertThat(store.journal().append(batch)).isTrue();
    }

    private void readOnly(boolean on) throws SQLException {
        try (Connection connection = connection()) {
            PostgresDialect.execute(connection, "SET default_transaction_read_only = off");
            PostgresDialect.execute(
                    connection,
                    "ALTER DATABASE " + connection.getCatalog() + " SET default_transaction_read_only = "
                            + (on ? "on" : "off"));
        }
        terminateAll();
    }

    @Test
    void aServerThatIsNotThereIsWaitedFor() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setServerNames(new String[] {"localhost"});
        nowhere.setPortNumbers(new int[] {1});
        nowhere.setPassword("secret");
        JdbcTaskStore store = opened(JdbcTaskStore.of(nowhere));
        long start = System.nanoTime();

        assertThatThrownBy(() -> store.open(new Opening(NODE, 1, 1, Duration.ofMillis(600))))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("reach")
                .hasMessageNotContaining("secret");
        assertThat(System.nanoTime() - start).isGreaterThan(500_000_000);
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
