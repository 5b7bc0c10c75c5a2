package dev.taskcast.store.jdbc;

import dev.taskcast.store.StoreException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** PostgreSQL: any number of nodes. */
final class PostgresDialect implements Dialect {
    private static final int LEAST_VERSION = 14;
    private static final String GUARD = "SET LOCAL idle_in_transaction_session_timeout = " + PATIENCE.toMillis();
    private static final long OPENING = 0x7461736b63617374L;

    private final DataSource source;
    private volatile String database = "PostgreSQL";

    PostgresDialect(DataSource source) {
        this.source = source;
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public String database() {
        return database;
    }

    @Override
    public void occupy() {}

    @Override
    public Connection connect() throws SQLException {
        Connection connection = source.getConnection();
        boolean ready = false;
        try {
            prepare(connection);
            ready = true;
            return connection;
        } finally {
            if (!ready) {
                connection.close();
            }
        }
    }

    private void prepare(Connection connection) throws SQLException {
        DatabaseMetaData about = connection.getMetaData();
        if (!about.getDatabaseProductName().equals("PostgreSQL") || about.getDatabaseMajorVersion() < LEAST_VERSION) {
            throw new StoreException(
                    "A store's database must be PostgreSQL " + LEAST_VERSION + " or newer, got: "
                            + about.getDatabaseProductName() + " " + about.getDatabaseProductVersion(),
                    null);
        }
        database = "PostgreSQL at " + withoutParameters(about.getURL());
        answerWithin(connection, PATIENCE);
        connection.setAutoCommit(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }

    /** A network that is dead without a word must not hold a thread for ever. */
    @Override
    public void answerWithin(Connection connection, Duration patience) throws SQLException {
        long millis = (patience.compareTo(PATIENCE) < 0 ? patience : PATIENCE).toMillis();
        connection.setNetworkTimeout(Runnable::run, (int) Math.max(1, millis));
    }

    /** They may hold a password. */
    private static String withoutParameters(@Nullable String url) {
        if (url == null) {
            return "an unknown address";
        }
        int end = url.indexOf('?');
        return end < 0 ? url : url.substring(0, end);
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public boolean isParallel() {
        return true;
    }

    @Override
    public void lockOut(Connection connection) throws SQLException {
        execute(connection, "SELECT pg_advisory_xact_lock(" + OPENING + ")");
    }

    @Override
    public void freeze(Connection connection) throws SQLException {
        execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    }

    @Override
    public void relax(Connection connection) throws SQLException {
        execute(connection, "SET LOCAL synchronous_commit = off; " + GUARD);
    }

    @Override
    public void sync(Connection connection, boolean onCommit) {}

    @Override
    public void guard(Connection connection) throws SQLException {
        execute(connection, GUARD);
    }

    @Override
    public void makeSchema(Connection connection, String schema) throws SQLException {
        // Asked first: "IF NOT EXISTS" wants the right to make one even where there is one.
        try (PreparedStatement query = connection.prepareStatement("SELECT FROM pg_namespace WHERE nspname = ?")) {
            query.setString(1, schema);
            try (ResultSet found = query.executeQuery()) {
                if (found.next()) {
                    return;
                }
            }
        }
        execute(connection, "CREATE SCHEMA " + schema);
    }

    @Override
    public void bulk(PreparedStatement statement, List<Object> columns) throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            statement.setObject(i + 1, columns.get(i));
        }
        statement.executeUpdate();
    }

    @Override
    public int flushRows() {
        return 5_000;
    }

    @Override
    public @Nullable Listener listen(String channel, String node, Runnable hint) {
        return PostgresListener.start(this, channel, node, hint);
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {}
}
