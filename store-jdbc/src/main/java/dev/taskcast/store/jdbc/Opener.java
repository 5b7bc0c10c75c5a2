package dev.taskcast.store.jdbc;

import dev.taskcast.store.Opening;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.codec.Block;
import dev.taskcast.time.TaskClock;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Begins: waits for the database, makes the tables, enters this node, and begins a life of the store where no other node goes on with one. */
final class Opener {
    private static final long RETRY_NANOS = 250_000_000L;

    private final Database database;
    private final Session session;

    Opener(Database database) {
        this.database = database;
        session = database.tables();
    }

    /**
     * Enters a node.
     *
     * @return the others
     */
    Set<String> enter(Opening opening) {
        database.dialect().occupy();
        long end = System.nanoTime() + TaskClock.nanosOf(opening.patience());
        while (true) {
            try {
                connect(end);
                session.call("find out what is in between", () -> {
                    database.dialect().lookAround(session.connection(), !database.isJournalApart());
                    return true;
                });
                return enterOnce(opening);
            } catch (StoreException e) {
                if (!Failures.mayPass(e) || isOver(end)) {
                    throw e;
                }
                LockSupport.parkNanos(this, RETRY_NANOS);
            }
        }
    }

    private Set<String> enterOnce(Opening opening) {
        database.at(session.call(
                "find where the tables are", () -> database.dialect().place(session.connection(), database.options())));
        session.transact("make or check the tables", () -> {
            database.dialect().lockOut(session.connection());
            new Migrations(database).run(session);
            return true;
        });
        return session.transact("enter a node", () -> {
            database.dialect().lockOut(session.connection());
            Set<String> others = register(opening.node());
            begin(opening, others.isEmpty());
            return others;
        });
    }

    /** Whatever it is that a server which can't be reached yet, or what is in between, makes of that. */
    private void connect(long end) {
        while (true) {
            try {
                session.call("reach the database", session::connection);
                return;
            } catch (StoreException e) {
                if (!(e.getCause() instanceof SQLException) || isOver(end)) {
                    throw e;
                }
                LockSupport.parkNanos(this, RETRY_NANOS);
            }
        }
    }

    private static boolean isOver(long end) {
        return System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted();
    }

    private Set<String> register(String node) throws SQLException {
        Set<String> others = new HashSet<>();
        if (!database.dialect().isShared()) {
            return others;
        }
        try (ResultSet rows = database.prepare(session, "nodes").executeQuery()) {
            while (rows.next()) {
                others.add(rows.getString(1));
            }
        }
        PreparedStatement enter = database.prepare(session, "enter");
        enter.setString(1, node);
        enter.executeUpdate();
        others.remove(node);
        return others;
    }

    private void begin(Opening opening, boolean alone) throws SQLException {
        List<Block> newest = JournalReader.blocks(database.prepare(session, "head"));
        if (newest.isEmpty()) {
            update("birth", opening.least());
            genesis(opening);
            addLife(opening);
        } else if (alone && newest.getFirst().position() < opening.least()) {
            newLife(newest.getFirst(), opening);
        }
    }

    private void genesis(Opening opening) throws SQLException {
        PreparedStatement insert = database.prepare(session, "genesis");
        insert.setLong(1, opening.least());
        insert.setString(2, opening.node());
        insert.executeUpdate();
    }

    /** An empty block that lifts the newest position: so whoever reads on comes to it. */
    private void newLife(Block before, Opening opening) throws SQLException {
        Block life = Block.empty(before.next(), opening.least(), opening.node());
        PreparedStatement insert = database.prepare(session, "append");
        JournalTable.bind(insert, life, Unflushed.End.of(before));
        if (insert.executeUpdate() == 1) {
            addLife(opening); // else a node that was taken for gone has just appended: it goes on with its life
        }
    }

    private void addLife(Opening opening) throws SQLException {
        PreparedStatement add = database.prepare(session, "addLife");
        add.setLong(1, opening.least());
        add.setString(2, opening.node());
        add.executeUpdate();
    }

    private void update(String statement, long value) throws SQLException {
        PreparedStatement update = database.prepare(session, statement);
        update.setLong(1, value);
        update.executeUpdate();
    }
}
