package dev.taskcast.store.jdbc;

import dev.taskcast.store.StoreException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A database with the sessions that a store has on it. */
final class Database implements AutoCloseable {
    private static final int ROWS_PER_STATEMENT = 5_000;

    private final Dialect dialect;
    private final Options options;
    private volatile Statements statements;
    private final Session journal;
    private final Session tables;
    private final Session side;
    private final Session reader;
    private final Session finder;

    Database(Dialect dialect, Options options) {
        this.dialect = dialect;
        this.options = options;
        statements = Statements.of(dialect.name(), Place.of(options));
        journal = session();
        tables = dialect.isParallel() ? session() : journal;
        side = dialect.isParallel() ? session() : journal;
        reader = dialect.isParallel() ? side : session();
        finder = dialect.isParallel() ? session() : reader;
    }

    private Session session() {
        return new Session(dialect::connect, dialect::database);
    }

    Dialect dialect() {
        return dialect;
    }

    Options options() {
        return options;
    }

    /** From now on the tables are there. Before anything is prepared. */
    void at(Place place) {
        statements = Statements.of(dialect.name(), place);
    }

    Statements statements() {
        return statements;
    }

    /** For appending and reading on. */
    Session journal() {
        return journal;
    }

    /** For flushing. */
    Session tables() {
        return tables;
    }

    /** For small writes. */
    Session side() {
        return side;
    }

    /** For requests. */
    Session reader() {
        return reader;
    }

    /** For who looks for tasks, which may take a while. */
    Session finder() {
        return finder;
    }

    /** A statement of a session, by its name. Within a call. */
    PreparedStatement prepare(Session session, String name) throws SQLException {
        return session.prepare(statements.get(name));
    }

    /** Runs a statement for many rows. Within a call. */
    void bulk(Session session, String name, Columns columns) throws SQLException {
        int rows = columns.size();
        for (int from = 0; from < rows; from += ROWS_PER_STATEMENT) {
            int to = Math.min(rows, from + ROWS_PER_STATEMENT);
            dialect.bulk(prepare(session, name), columns.arrays(from, to));
        }
    }

    /** One number. Within a call. */
    long number(Session session, String name) throws SQLException {
        try (ResultSet row = prepare(session, name).executeQuery()) {
            if (!row.next()) {
                throw new StoreException(
                        "The tables in " + dialect.database() + " have lost a row that they need", null);
            }
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        journal.close();
        tables.close();
        side.close();
        reader.close();
        finder.close();
        dialect.close();
    }
}
