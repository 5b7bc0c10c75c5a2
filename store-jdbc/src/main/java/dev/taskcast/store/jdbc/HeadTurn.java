package dev.taskcast.store.jdbc;

import dev.taskcast.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Turns at the journal's end, on a database where several nodes append: a lock that its transaction has, in which this node reads what it has
 * missed and appends. Both are one round trip each: the lock comes with the read, and the commit with the append. Who appends without having
 * asked is refused while somebody has the turn, and asks then: else who is fast would never learn that others want to append. Who does not get it in time asks again, if somebody has appended meanwhile. Else a node that was stopped may have it: then this
 * one appends all the same, and for a while does not ask again.
 *
 * <p>Of who appends; the numbers are for any thread.
 */
final class HeadTurn {
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final long LEAST_PAUSE_NANOS = 50_000_000;
    private static final long MOST_PAUSE_NANOS = 1_000_000_000;

    private final Database database;
    private final Session session;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();
    private @Nullable Connection heldOn;
    private @Nullable Boolean isPossible;
    private boolean isForced;
    private long pauseNanos;
    private long askedNanos; // when it was asked for in vain

    HeadTurn(Database database, Session session) {
        this.database = database;
        this.session = session;
    }

    /** How many times this node has had the turn. */
    long taken() {
        return taken.get();
    }

    /** How many times it has waited for that in vain. */
    long missed() {
        return missed.get();
    }

    boolean isHeld() {
        return heldOn != null;
    }

    /** Whether it is worth asking. Within a call, and not while it is held. */
    boolean isToBeAsked() throws SQLException {
        if (isPossible == null) { // several statements in one, with parameters, are a matter of the driver's
            isPossible = database.dialect().isShared()
                    && database.isJournalApart()
                    && Notifications.of(session.connection()) != null;
        }
        return isPossible && (pauseNanos == 0 || System.nanoTime() - askedNanos >= pauseNanos);
    }

    /** A query that is to be read in turn, to be bound. Within a call. */
    PreparedStatement prepare(String query) throws SQLException {
        return session.prepare(database.statements().get("turn") + ";\n"
                + database.statements().get(query));
    }

    /**
     * Waits for the turn, and runs the query. Within a call.
     *
     * @return null where it was not this node's turn for too long
     */
    @Nullable
    ResultSet take(PreparedStatement query) throws SQLException {
        Connection connection = session.connection();
        connection.setAutoCommit(false);
        try {
            query.execute();
        } catch (SQLException e) {
            if (!isTooLate(e)) {
                throw e;
            }
            connection.rollback();
            connection.setAutoCommit(true);
            missed.incrementAndGet();
            return null;
        }
        taken.incrementAndGet();
        pauseNanos = 0;
        isForced = false;
        heldOn = connection;
        query.getMoreResults();
        return query.getResultSet();
    }

    /** Whether to append although somebody has the turn: they may have been stopped, or this node can't have it ever. */
    boolean isForced() {
        return isForced || Boolean.FALSE.equals(isPossible);
    }

    /** It was waited for in vain, and nobody has appended meanwhile. */
    void isStuck() {
        isForced = true;
        pauseNanos = Math.clamp(2 * pauseNanos, LEAST_PAUSE_NANOS, MOST_PAUSE_NANOS);
        askedNanos = System.nanoTime();
    }

    /** Whether a lock was waited for, and not had in time. */
    static boolean isTooLate(SQLException e) {
        return LOCK_NOT_AVAILABLE.equals(e.getSQLState());
    }

    /** The statement that is the last one of the turn, to be bound: what it has done is committed with it. Within a call. */
    PreparedStatement prepareLast(String statement) throws SQLException {
        return session.prepare(database.statements().get(statement) + ";\nCOMMIT");
    }

    /**
     * Runs it, and the turn is over. Within a call.
     *
     * @return whether it has given a row
     */
    boolean last(PreparedStatement statement) throws SQLException {
        statement.execute();
        try (ResultSet row = statement.getResultSet()) {
            boolean isThere = row.next();
            session.connection().setAutoCommit(true);
            return isThere;
        } finally {
            heldOn = null;
        }
    }

    /** The turn is over, and what was done in it is kept. Within a call. */
    void commit() throws SQLException {
        heldOn = null;
        session.connection().commit();
        session.connection().setAutoCommit(true);
    }

    /** The turn is over, with what was done in it. Within a call. */
    void takeBack() throws SQLException {
        heldOn = null;
        session.connection().rollback();
        session.connection().setAutoCommit(true);
    }

    /** Its connection is no longer used. */
    void isLost() {
        heldOn = null;
    }

    /** Whether it was held on a connection that is no longer used. Then it is over. Within a call. */
    boolean isGone() {
        Connection held = heldOn;
        if (held != null && !session.isOn(held)) {
            heldOn = null;
        }
        return heldOn == null;
    }

    /** As {@link #takeBack}, and does nothing where it is not held, or its connection is lost. */
    void end() {
        Connection held = heldOn;
        if (held == null) {
            return;
        }
        try {
            session.call("end a turn", () -> {
                if (session.isOn(held)) {
                    takeBack();
                }
                return true;
            });
        } catch (StoreException expected) {
            // the turn has ended with the connection
        } finally {
            heldOn = null;
        }
    }
}
