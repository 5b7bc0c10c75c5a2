package dev.taskcast.store.jdbc;

import dev.taskcast.store.StoreException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** PostgreSQL: any number of nodes. */
final class PostgresDialect implements Dialect {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final int LEAST_VERSION = 14;
    private static final String GUARD = "SET LOCAL idle_in_transaction_session_timeout = " + PATIENCE.toMillis();
    private static final long OPENING = 0x7461736b63617374L;

    private final DataSource source;
    private volatile String database = "PostgreSQL";
    private volatile boolean isPooled;

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
    public Loan connect() throws SQLException {
        Connection connection = source.getConnection();
        boolean fits = false;
        try {
            check(connection.getMetaData());
            fits = true;
        } finally {
            if (!fits) {
                connection.close();
            }
        }
        return prepared(Loan.of(connection, PATIENCE));
    }

    private Loan prepared(Loan loan) throws SQLException {
        boolean done = false;
        try {
            if (isPooled) {
                Notifications.prepareNothing(loan.connection());
            }
            done = true;
            return loan;
        } finally {
            if (!done) {
                loan.close();
            }
        }
    }

    @Override
    public void lookAround(Connection first, boolean isOnly) throws SQLException {
        if (isOnly) { // another one would be waited for in vain where the pool has one: as if there were a pooler
            isPooled = true;
        } else if (!isPooled && Pooler.isBetween(first, this::connect)) {
            isPooled = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Between here and " + database
                            + " there is a pooler that hands out the server's sessions by transaction:"
                            + " what other nodes do is found by asking for it, and statements are not prepared");
        }
        if (isPooled) {
            Notifications.prepareNothing(first);
        }
    }

    private void check(DatabaseMetaData about) throws SQLException {
        if (!about.getDatabaseProductName().equals("PostgreSQL") || about.getDatabaseMajorVersion() < LEAST_VERSION) {
            throw new StoreException(
                    "A store's database must be PostgreSQL " + LEAST_VERSION + " or newer, got: "
                            + about.getDatabaseProductName() + " " + about.getDatabaseProductVersion(),
                    null);
        }
        database = "PostgreSQL at " + withoutParameters(about.getURL());
    }

    @Override
    public Place place(Connection connection, Options options) throws SQLException {
        requireUnicode(connection);
        return options.schema() != null
                ? Place.of(options)
                : SearchPath.read(connection, options).place();
    }

    /** Others have no form for some text that was taken. */
    private void requireUnicode(Connection connection) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("SHOW server_encoding")) {
            String encoding = row.next() ? row.getString(1) : "";
            if (!encoding.equals("UTF8")) {
                throw new StoreException(
                        "The encoding of " + database + " must be UTF8, got: " + encoding
                                + ". Make a database with ENCODING 'UTF8'",
                        null);
            }
        }
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
    public void readByIndex(Connection connection) throws SQLException {
        execute(connection, "SET LOCAL enable_seqscan = off");
    }

    @Override
    public String by(String table, String index) {
        return table;
    }

    @Override
    public void bulk(PreparedStatement statement, List<Object> columns) throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            statement.setObject(i + 1, columns.get(i));
        }
        statement.executeUpdate();
    }

    @Override
    public Object list(Collection<String> texts) {
        return texts.toArray(String[]::new);
    }

    @Override
    public Object list(long[] numbers) {
        return numbers;
    }

    @Override
    public int flushRows() {
        return 5_000;
    }

    @Override
    public @Nullable Listener listen(Database of, String node, Hints hints) {
        return isPooled ? null : PostgresListener.start(this, of, node, hints);
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {}
}
