package dev.taskcast.store.jdbc;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.taskcast.store.NodeAbout;
import dev.taskcast.store.StoreException;
import dev.taskcast.testkit.store.History;
import dev.taskcast.testkit.store.Stored;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Connections go back to the application's pool as they came, though the pool resets nothing. */
class LoanTest {
    /** What a pool's next user would meet. */
    private record State(
            boolean autoCommit, boolean readOnly, int isolation, int networkTimeout, List<String> ofSession) {
        static State of(Connection connection) throws SQLException {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(true);
            State state = new State(
                    autoCommit,
                    connection.isReadOnly(),
                    connection.getTransactionIsolation(),
                    connection.getNetworkTimeout(),
                    ofSession(connection));
            connection.setAutoCommit(autoCommit);
            return state;
        }

        private static List<String> ofSession(Connection connection) throws SQLException {
            List<String> all = new java.util.ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("""
                            SELECT name || '=' || setting FROM pg_settings WHERE source = 'session' AND name NOT LIKE 'transaction%'
                            UNION ALL SELECT 'listens to ' || channel FROM pg_listening_channels() AS channel
                            UNION ALL SELECT 'holds ' || objid FROM pg_locks
                                WHERE locktype = 'advisory' AND pid = pg_backend_pid()
                            ORDER BY 1
                            """)) {
                while (rows.next()) {
                    all.add(rows.getString(1));
                }
            }
            return all;
        }
    }

    private final DataSource real = TestPostgres.newDatabase();
    private final Queue<State> came = new ConcurrentLinkedQueue<>();
    private final Queue<State> wentBack = new ConcurrentLinkedQueue<>();
    private final Queue<PreparedStatement> statements = new ConcurrentLinkedQueue<>();
    private final AtomicInteger dead = new AtomicInteger();

    /** Its connections are as unlike a store's as can be. */
    private DataSource pool() {
        return (DataSource) Proxy.newProxyInstance(
                LoanTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) ->
                        method.getName().equals("getConnection") ? lent() : method.invoke(real, arguments));
    }

    private Connection lent() throws SQLException {
        Connection connection = real.getConnection();
        PostgresDialect.execute(connection, "SET statement_timeout = '50s'; SET application_name = 'app'; LISTEN app");
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        connection.setNetworkTimeout(Runnable::run, 12_345);
        came.add(State.of(connection));
        return (Connection) Proxy.newProxyInstance(
                LoanTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        goesBack(connection);
                    }
                    try {
                        Object result = method.invoke(connection, arguments);
                        if (result instanceof PreparedStatement statement) {
                            statements.add(statement);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void goesBack(Connection connection) throws SQLException {
        if (connection.isClosed()) {
            dead.incrementAndGet();
        } else {
            wentBack.add(State.of(connection));
        }
    }

    private void assertAllAsTheyCame() throws SQLException {
        assertThat(wentBack).hasSize(came.size() - dead.get()).containsOnly(came.element());
        for (PreparedStatement statement : statements) {
            assertThat(statement.isClosed()).isTrue();
        }
    }

    @Test
    void afterUse() throws SQLException {
        try (JdbcTaskStore store = JdbcTaskStore.of(pool())) {
            History history = new History(store.open(Stored.openingAt("node-1", Stored.LEAST)));
            history.make("a");
            append(store, history);
            store.nodes().renew(NodeAbout.NOTHING);
            store.records().lines(1);
            store.flush();
            awaitListener();
        }

        assertThat(came).hasSize(4 + 1); // with one for a moment, to find out whether there is a pooler
        assertAllAsTheyCame();
        assertThat(dead).hasValue(0);
    }

    private void awaitListener() {
        await().until(() -> count("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN \"%'"
                        + " AND datname = current_database()")
                == 1);
    }

    private long count(String query) throws SQLException {
        try (Connection connection = real.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void afterErrors() throws SQLException {
        try (JdbcTaskStore store = JdbcTaskStore.of(pool())) {
            History history = new History(store.open(Stored.openingAt("node-1", Stored.LEAST)));
            history.make("a");
            append(store, history);
            awaitListener();
            try (Connection connection = real.getConnection()) {
                PostgresDialect.execute(
                        connection, "ALTER TABLE taskcast_tasks RENAME TO t; DROP TABLE taskcast_nodes");
            }
            assertThatThrownBy(store::flush).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> store.nodes().renew(NodeAbout.NOTHING)).isInstanceOf(StoreException.class);
            assertThat(wentBack)
                    .as("in the midst of a transaction, and of a statement")
                    .hasSizeGreaterThanOrEqualTo(2);
        }

        assertAllAsTheyCame();
        assertThat(dead).hasValue(0);
    }

    @Test
    void whereItCanNotBeOpened() throws SQLException {
        try (Connection connection = real.getConnection()) {
            PostgresDialect.execute(
                    connection,
                    "CREATE TABLE taskcast_version (version INT); INSERT INTO taskcast_version VALUES (99)");
        }
        try (JdbcTaskStore store = JdbcTaskStore.of(pool())) {
            assertThatThrownBy(() -> store.open(Stored.openingAt("node-1", Stored.LEAST)))
                    .isInstanceOf(StoreException.class);
        }

        assertThat(came).isNotEmpty();
        assertAllAsTheyCame();
    }

    @Test
    void whereTheServerHasEndedThemNoneGoesBack() throws SQLException {
        try (JdbcTaskStore store = JdbcTaskStore.of(pool())) {
            store.open(Stored.openingAt("node-1", Stored.LEAST));
            awaitListener();
            try (Connection connection = real.getConnection()) {
                PostgresDialect.execute(
                        connection,
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
            }
            store.nodes().renew(NodeAbout.NOTHING);
        }

        assertThat(dead).hasPositiveValue();
        assertAllAsTheyCame();
    }

    @Test
    void toAPoolThatResetsSomething() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSource(real);
        config.setMaximumPoolSize(4);
        config.setAutoCommit(false);
        config.setReadOnly(true);
        config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        try (HikariDataSource pool = new HikariDataSource(config)) {
            State before;
            try (Connection connection = pool.getConnection()) {
                before = State.of(connection);
            }
            try (JdbcTaskStore store = JdbcTaskStore.of(pool)) {
                History history = new History(store.open(Stored.openingAt("node-1", Stored.LEAST)));
                history.make("a");
                append(store, history);
                store.flush();
                store.nodes().renew(NodeAbout.NOTHING);
                await().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 4);
            }
            for (int i = 0; i < 4; i++) {
                Connection connection = pool.getConnection(); // kept till the end: so it is another one each time
                assertThat(State.of(connection)).isEqualTo(before);
            }
        }
    }
}
