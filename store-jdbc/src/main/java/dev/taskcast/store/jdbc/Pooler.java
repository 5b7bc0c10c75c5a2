package dev.taskcast.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

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
     * @param first commits by itself
     * @param source gives another connection, which goes back at once; where there is none, nothing is found
     */
    static boolean isBetween(Connection first, Session.Source source) {
        try (Loan second = source.open()) {
            Set<Long> ofFirst = new HashSet<>();
            Set<Long> ofSecond = new HashSet<>();
            for (int i = 0; i < TRIES; i++) {
                ofFirst.add(session(first));
                ofSecond.add(session(second.connection()));
            }
            return ofFirst.size() > 1 || ofSecond.size() > 1 || ofFirst.equals(ofSecond);
        } catch (SQLException | RuntimeException e) { // pools and what routes between them may throw anything
            LOG.log(System.Logger.Level.DEBUG, "Whether there is a pooler in between can't be found out", e);
            return false;
        }
    }

    private static long session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
