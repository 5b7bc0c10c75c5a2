package dev.taskcast.store.jdbc;

import dev.taskcast.store.StoreException;
import dev.taskcast.time.TaskClock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
        Loan open() throws SQLException;
    }

    /** What is done with a session within some time. */
    interface TimedWork<T extends @Nullable Object> {
        T run(Duration left) throws SQLException;
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
    private volatile @Nullable Loan loan; // changed under the lock
    private boolean closed;
    private long usedNanos;

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

    /**
     * As {@link #call}, for who does not wait for long: neither for its turn, nor for the answer.
     *
     * @param patience for both
     * @param work is told what is left of it
     */
    <T extends @Nullable Object> T callWithin(Duration patience, String what, TimedWork<T> work) {
        long end = System.nanoTime() + TaskClock.nanosOf(patience);
        if (!lockBefore(end)) {
            throw new StoreException(
                    "Can't " + what + ": " + database.get() + " has been busy for " + patience.toMillis() + " ms",
                    null);
        }
        try {
            return call(what, () -> work.run(Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
        } finally {
            lock.unlock();
        }
    }

    private boolean lockBefore(long end) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return lock.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** As {@link #call}, for what may be done twice: a connection that has died since its last use is not noticed. */
    <T extends @Nullable Object> T repeatable(String what, Work<T> work) {
        lock.lock();
        try {
            boolean used = loan != null;
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
        usedNanos = System.nanoTime();
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
        Loan open = loan;
        if (open == null) {
            open = open();
            loan = open;
        }
        return open.connection();
    }

    /** Gives its connection back where it has not been used for so long: it takes one anew when it needs one. */
    void giveBackAfter(Duration idle) {
        if (loan == null || !lock.tryLock()) {
            return;
        }
        try {
            if (System.nanoTime() - usedNanos >= idle.toNanos()) {
                discard();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether it has a connection now. Any thread. */
    boolean isConnected() {
        return loan != null;
    }

    /** Whether a connection is still the one that is held. Within a call. */
    @SuppressWarnings("ReferenceEquality") // the very one
    boolean isOn(@Nullable Connection other) {
        Loan open = loan;
        return open != null && open.connection() == other;
    }

    /** Pools and what routes between them may throw anything. */
    private Loan open() throws SQLException {
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
        List<PreparedStatement> statements = List.copyOf(prepared.values());
        prepared.clear();
        Loan broken = loan;
        loan = null;
        if (broken == null) {
            return;
        }
        try (broken) {
            for (PreparedStatement statement : statements) {
                statement.close(); // not every pool does
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
