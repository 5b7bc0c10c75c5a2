package dev.taskcast.store.jdbc;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskcast.store.Batch;
import dev.taskcast.store.NodeAbout;
import dev.taskcast.store.Opening;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.codec.BlockWriter;
import dev.taskcast.testkit.store.History;
import dev.taskcast.testkit.store.Stored;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What becomes of a store whose server is away, stops, or loses what it had. */
interface ServerFaultsContract extends JdbcContract {
    /** Gives connections to the database that the store is on. */
    DataSource source();

    @Test
    default void anAnswerThatIsLostIsFoundOut() {
        Faults faults = new Faults(new PostgresDialect(source()));
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
    default void whatIsStillOnItsWayIsWaitedFor() throws Exception {
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
    default void aServerThatStopsForAMomentIsFoundAgain() {
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
    default void aServerThatHasLostBlocksIsNotWrittenTo() throws SQLException {
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
    default void whatFollowsOnAnOlderCopyIsNotTakenForTheJournal() throws SQLException {
        isNotTakenForTheJournal("lost");
    }

    /** What follows does not begin where this node's end is. */
    @Test
    default void norWhereItsBlocksAreOfAnotherLength() throws SQLException {
        isNotTakenForTheJournal("lost", "lost too");
    }

    private void isNotTakenForTheJournal(String... lost) throws SQLException {
        JdbcTaskStore store1 = opened(newStore());
        JdbcTaskStore store2 = opened(newStore());
        History history1 = new History(store1.open(Stored.openingAt("node-1", LEAST)));
        History history2 = new History(store2.open(Stored.openingAt("node-2", LEAST)));
        history1.make("a");
        append(store1, history1);
        assertThat(store2.journal().read(history2.head(), history2)).isTrue();
        Stream.of(lost).forEach(history1::make);
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
    default void aSourceOfConnectionsThatFailsUnexpectedlyIsAnOutage() {
        AtomicInteger toFail = new AtomicInteger();
        DataSource broken = (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (toFail.getAndDecrement() > 0) {
                        throw new IllegalStateException("The pool is not there");
                    }
                    return method.invoke(source(), arguments);
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
    default void anInterruptEndsTheWaitForAServerThatIsNotThere() {
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
    default void aDatabaseThatMayNotBeWrittenLosesNothing() throws SQLException {
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
    default void aServerThatIsNotThereIsWaitedFor() {
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
}
