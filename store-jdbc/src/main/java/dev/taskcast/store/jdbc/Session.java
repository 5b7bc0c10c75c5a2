package dev.taskcast.store.jdbc;

import dev.taskcast.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is held, with its statements prepared. Opened when it is first needed, and anew after a failure. One caller at a time;
 * others wait, and are not interruptible: an interrupt would break some drivers' connections.
 */
final class Session implements AutoCloseable {
    /** Where connections come from. */
    interface Source {
        Connection open() throws SQLException;
    }

    /** What is done with a session. */
    interface Work<T extends @Nullable Object> {
        T run() throws SQLException;
    }

    private final ReentrantLock lock =
            new ReentrantLock(true); // else a flush in pieces would keep others waiting till its end
    private final Source source;
    private final Supplier<String> database;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private @Nullable Connection connection;
    private boolean closed;

    Session(Source source, Supplier<String> database) {
        this.source = source;
        this.database = database;
    }

    /** Runs statements that commit by themselves, once. */
    <T extends @Nullable Object> T call(String what, Work<T> work) {
        lock.lock();
        try {
            return attempt(work);
        } catch (SQLException e) {
            throw Failures.of(what, database.get(), e);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #call}, for what may be done twice: a connection that has died since its last use is not noticed. */
    <T extends @Nullable Object> T repeatable(String what, Work<T> work) {
        lock.lock();
        try {
            boolean used = connection != null;
            try {
                return attempt(work);
            } catch (SQLException e) {
                if (!used) {
                    throw e;
                }
                return attempt(work);
            }
        } catch (SQLException e) {
            throw Failures.of(what, database.get(), e);
        } finally {
            lock.unlock();
        }
    }

    /** Runs statements in one transaction. */
    <T extends @Nullable Object> T transact(String what, Work<T> work) {
        return call(what, () -> {
            Connection current = connection();
            current.setAutoCommit(false);
            T result = work.run();
            current.commit();
            current.setAutoCommit(true);
            return result;
        });
    }

    private <T extends @Nullable Object> T attempt(Work<T> work) throws SQLException {
        boolean done = false;
        try {
            T result = work.run();
            done = true;
            return result;
        } finally {
            if (!done) {
                discard();
            }
        }
    }

    /** Takes back what the transaction under way has done so far. Within {@link #transact}. */
    void rollback() throws SQLException {
        connection().rollback();
    }

    /** The connection. Within a call. */
    Connection connection() throws SQLException {
        if (closed) {
            throw new StoreException("The store is closed", null);
        }
        if (connection == null) {
            connection = open();
        }
        return connection;
    }

    /** Pools and what routes between them may throw anything. */
    private Connection open() throws SQLException {
        try {
            return source.open();
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new SQLException("No connection: " + e, e);
        }
    }

    /** A statement. Within a call, and not to be closed. */
    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection().prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    /** What it is in is not known: it may be in the midst of a transaction, or dead. */
    private void discard() {
        prepared.clear();
        Connection broken = connection;
        connection = null;
        if (broken == null) {
            return;
        }
        try (broken) {
            if (!broken.getAutoCommit()) {
                broken.rollback();
                broken.setAutoCommit(true);
            }
        } catch (SQLException expected) {
            // it is dead
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            discard();
        } finally {
            lock.unlock();
        }
    }
}
