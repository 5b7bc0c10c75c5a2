package dev.taskcast.store.jdbc;

import dev.taskcast.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a kind of database differs from the others, beside its SQL. */
interface Dialect extends AutoCloseable {
    /** Hears what other nodes say, until it is closed. */
    interface Listener extends AutoCloseable {
        /** Whether what others say has come through on the connection that there is now. */
        boolean isHearing();

        @Override
        void close();
    }

    /**
     * What is to be called when somebody else has said something.
     *
     * @param onAppend that there is something new in the journal or the inbox
     * @param onWatch that it watches something
     */
    record Hints(Runnable onAppend, Runnable onWatch) {}

    /** Finds out what is between here and the database, by the first connection that there is; perhaps there may be no other one. */
    void lookAround(Connection first, boolean isOnly) throws SQLException;

    /** The folder of its SQL. */
    String name();

    /** Which database it is, for operators; without passwords. */
    String database();

    /** Makes sure that nobody else uses it who may not. Before the first connection. */
    void occupy();

    /** A connection that is ready for use. */
    Loan connect() throws SQLException;

    /**
     * Finds where the tables are, or are to be.
     *
     * @throws StoreException where that is nowhere, or can't be said
     */
    Place place(Connection connection, Options options) throws SQLException;

    /** How long a connection may say nothing before it is taken for dead. */
    Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * From now on a connection fails where it says nothing for so long, or waits so long for a lock of somebody else; or after a time that is
     * the dialect's own, where that is shorter.
     */
    void answerWithin(Connection connection, Duration patience) throws SQLException;

    /** Whether other nodes may be on it. */
    boolean isShared();

    /** Whether reads of one moment and writes go on side by side on different connections. */
    boolean isParallel();

    /** Makes other nodes that open or migrate wait for the end of the transaction. */
    void lockOut(Connection connection) throws SQLException;

    /** Makes the transaction that begins see one moment of the database. */
    void freeze(Connection connection) throws SQLException;

    /** Makes the transaction that begins end by itself, undone, where nothing is heard of its node for long: others wait for it. */
    void guard(Connection connection) throws SQLException;

    /** As {@link #guard}, and makes the transaction durable only some time after its end, but in order. */
    void relax(Connection connection) throws SQLException;

    /** Whether a commit is on disk when it returns, where {@link #relax} does not say so by transaction. Not within a transaction. */
    void sync(Connection connection, boolean onCommit) throws SQLException;

    /** Makes the schema if there is none. */
    void makeSchema(Connection connection, String schema) throws SQLException;

    /** Makes the transaction that begins read by indexes, where the database could take the whole table for as good. */
    void readByIndex(Connection connection) throws SQLException;

    /** A table in a query that is to be answered by one of its indexes, where the database has to be told. */
    String by(String table, String index);

    /**
     * Runs a statement for many rows.
     *
     * @param columns arrays of the same length: {@code long[]}, {@code int[]}, {@code String[]} or {@code byte[][]}
     */
    void bulk(PreparedStatement statement, List<Object> columns) throws SQLException;

    /** Texts as one parameter of a statement. */
    Object list(Collection<String> texts);

    /** Numbers as one parameter of a statement. */
    Object list(long[] numbers);

    /** How many tasks a flush writes before it lets others write, or in one statement. */
    int flushRows();

    /** Calls back when somebody else than this node says something; null where nobody can be heard. */
    @Nullable
    Listener listen(Database of, String node, Hints hints);

    @Override
    void close();
}
