package dev.taskcast.store.jdbc;

import dev.taskcast.store.StoreException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A database with the sessions that a store has on it. */
final class Database implements AutoCloseable {
    private static final int ROWS_PER_STATEMENT = 5_000;

    // With how many connections which have one of their own, in the order of what it is worth.
    private static final int ALL_BUT_APPENDING = 2;
    private static final int LISTENING = 3;
    private static final int FLUSHING_APART = 4;
    private static final int FINDING_APART = 5;
    private static final Duration IDLE = Duration.ofSeconds(2);

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
        if (!dialect.isParallel()) {
            tables = journal;
            side = journal;
            reader = session();
            finder = reader;
            return;
        }
        int connections = options.connections();
        tables = connections >= ALL_BUT_APPENDING ? session() : journal;
        side = connections >= FLUSHING_APART ? session() : tables;
        reader = side;
        finder = connections >= FINDING_APART ? session() : tables;
    }

    /** Whether nobody else uses the session that appends. */
    boolean isJournalApart() {
        return dialect.isParallel() && options.connections() >= ALL_BUT_APPENDING;
    }

    /** Opens what is held for appending and for small writes. */
    void connect() {
        for (Session each : List.of(journal, side)) {
            each.call("reach the database", each::connection);
        }
    }

    /** Whether both have their connections: else a small pool has none to listen on. */
    boolean isConnected() {
        return journal.isConnected() && side.isConnected();
    }

    /** What nothing has been written or looked for on lately goes back to the pool. */
    @SuppressWarnings("ReferenceEquality") // which of them are one
    void giveBackIdle() {
        if (tables != journal && tables != side) {
            tables.giveBackAfter(IDLE);
        }
        if (finder != tables && finder != reader) {
            finder.giveBackAfter(IDLE);
        }
    }

    /** Whether there is a connection to listen on. */
    boolean isListening() {
        return options.connections() >= LISTENING;
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
