package dev.taskcast.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A connection of the application's {@code DataSource}, on loan: it goes back as it came, after an error too. One that can't be brought back
 * to what it was is closed for good, so that a pool which resets nothing gives it to nobody.
 */
final class Loan implements AutoCloseable {
    private static final int UNKNOWN = -1;

    /** What is not the store's own to leave behind. */
    private record Settings(boolean autoCommit, boolean readOnly, int isolation, int networkTimeout) {
        static final Settings USED = new Settings(true, false, Connection.TRANSACTION_READ_COMMITTED, 0);
    }

    private final Connection connection;
    private final Settings came;

    private Loan(Connection connection, Settings came) {
        this.connection = connection;
        this.came = came;
    }

    /** A connection that nobody else uses before or after. */
    static Loan ofOwn(Connection connection) {
        return new Loan(connection, Settings.USED);
    }

    /** A connection as it comes; from now on it is as a store uses it, and fails where it says nothing for {@code patience}. */
    static Loan of(Connection connection, Duration patience) throws SQLException {
        Loan loan = new Loan(connection, Settings.USED);
        boolean ready = false;
        try {
            boolean autoCommit = connection.getAutoCommit();
            int networkTimeout = connection.getNetworkTimeout();
            loan = new Loan(connection, new Settings(autoCommit, false, UNKNOWN, networkTimeout));
            connection.setNetworkTimeout(Runnable::run, (int) patience.toMillis());
            connection.setAutoCommit(true); // first: to ask for the isolation may begin a transaction
            boolean readOnly = connection.isReadOnly();
            int isolation = connection.getTransactionIsolation();
            loan = new Loan(connection, new Settings(autoCommit, readOnly, isolation, networkTimeout));
            connection.setReadOnly(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            ready = true;
            return loan;
        } finally {
            if (!ready) {
                loan.close();
            }
        }
    }

    /** The same loan, by way of another object. */
    Loan by(Connection proxy) {
        return new Loan(proxy, came);
    }

    Connection connection() {
        return connection;
    }

    /** Takes back what is not committed, and gives the connection back. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            if (!connection.isClosed()) {
                restore();
            }
        }
    }

    private void restore() throws SQLException {
        boolean restored = false;
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            if (came.isolation() != UNKNOWN && came.isolation() != Settings.USED.isolation()) {
                connection.setTransactionIsolation(came.isolation());
            }
            if (came.readOnly()) {
                connection.setReadOnly(true);
            }
            if (!came.autoCommit()) {
                connection.setAutoCommit(false);
            }
            if (!came.equals(Settings.USED)) {
                connection.setNetworkTimeout(
                        Runnable::run, came.networkTimeout()); // last: until then a dead network is noticed
            }
            restored = true;
        } finally {
            if (!restored) {
                connection.abort(Runnable::run);
            }
        }
    }
}
