package dev.taskcast.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Finds a pooler in transaction mode between here and PostgreSQL, such as PgBouncer: it hands the server's sessions from transaction to
 * transaction. So two connections meet the same session, or one connection meets two. Without it each connection has a session of its own.
 */
final class Pooler {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final int TRIES = 3; // others may have come in between

    private Pooler() {}

    /**
     * Whether there is one.
     *
     * @param first not in a transaction
     * @param source for another connection, which goes back at once; where there is none, nothing is found
     */
    static boolean isBetween(Connection first, DataSource source) {
        try (Connection second = source.getConnection()) {
            Set<Long> ofFirst = new HashSet<>();
            Set<Long> ofSecond = new HashSet<>();
            for (int i = 0; i < TRIES; i++) {
                ofFirst.add(session(first));
                ofSecond.add(session(second));
            }
            return ofFirst.size() > 1 || ofSecond.size() > 1 || ofFirst.equals(ofSecond);
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "Whether there is a pooler in between can't be found out", e);
            return false;
        }
    }

    private static long session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            long session = row.next() ? row.getLong(1) : 0;
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            return session;
        }
    }
}
