package dev.taskcast.store.jdbc;

import dev.taskcast.codec.JsonBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings the tables up to the journal. Where other nodes may be on the database, all of it is one transaction, which nobody who appends
 * waits for; how far the tables are is written in it, so a node that comes second has little or nothing left to do. Where there is one
 * node, its other threads want to write in between: it is several transactions, and how far the tables are is written in the last. After a
 * crash in between they hold some rows that are newer than that, which opening allows for.
 */
final class Flusher {
    private static final String WHAT = "bring the tables up to the journal";
    private static final int GONE_BETWEEN_TRIMS = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Database database;
    private final Session session;
    private final Pending pending;
    private final Trimmer trimmer;
    private int goneRows;

    Flusher(Database database, Pending pending, int keep) {
        this.database = database;
        session = database.tables();
        this.pending = pending;
        trimmer = new Trimmer(database, keep);
    }

    void flush() {
        lock.lock();
        try {
            Map<Long, Dirty> dirty = pending.begin();
            if (!dirty.isEmpty()) {
                Pending.End upTo = pending.flushingUpTo();
                trimmer.trim(write(dirty, upTo.block()), upTo.next());
            }
        } finally {
            lock.unlock();
        }
    }

    private long write(Map<Long, Dirty> dirty, long upTo) {
        boolean done = false;
        try {
            long flushed = database.dialect().isParallel()
                    ? session.transact(WHAT, () -> atOnce(dirty, upTo))
                    : inPieces(dirty, upTo);
            done = true;
            return flushed;
        } finally {
            if (done) {
                pending.done();
            } else {
                pending.undo();
            }
        }
    }

    private long atOnce(Map<Long, Dirty> dirty, long upTo) throws SQLException {
        database.dialect().relax(session.connection());
        long flushed = flushed();
        if (flushed >= upTo) {
            return flushed;
        }
        List<Map.Entry<Long, Dirty>> lacking = dirty.entrySet().stream()
                .filter(entry -> entry.getValue().block() > flushed)
                .toList();
        for (List<Map.Entry<Long, Dirty>> piece : pieces(lacking)) {
            FlushPlan.of(piece, flushed).write(database, session);
        }
        finish(dirty, upTo);
        return upTo;
    }

    private long inPieces(Map<Long, Dirty> dirty, long upTo) {
        for (List<Map.Entry<Long, Dirty>> piece : pieces(List.copyOf(dirty.entrySet()))) {
            FlushPlan plan = FlushPlan.of(piece, FlushPlan.UNKNOWN);
            session.transact(WHAT, () -> {
                plan.write(database, session);
                return true;
            });
        }
        session.transact(WHAT, () -> {
            finish(dirty, upTo);
            return true;
        });
        return upTo;
    }

    /** So that neither a statement nor what it takes in memory gets out of hand. */
    private List<List<Map.Entry<Long, Dirty>>> pieces(List<Map.Entry<Long, Dirty>> all) {
        int rows = database.dialect().flushRows();
        List<List<Map.Entry<Long, Dirty>>> pieces = new ArrayList<>();
        for (int from = 0; from < all.size(); from += rows) {
            pieces.add(all.subList(from, Math.min(all.size(), from + rows)));
        }
        return pieces;
    }

    private void finish(Map<Long, Dirty> dirty, long upTo) throws SQLException {
        List<String> gone = dirty.values().stream()
                .filter(entry -> entry.row() == null)
                .map(Dirty::id)
                .toList();
        if (!gone.isEmpty()) {
            putGone(upTo, gone);
        }
        PreparedStatement set = database.prepare(session, "setFlushed");
        set.setLong(1, upTo);
        set.executeUpdate();
    }

    private void putGone(long upTo, List<String> ids) throws SQLException {
        List<String> newest = ids.subList(Math.max(0, ids.size() - Gone.MAX), ids.size());
        JsonBuffer out = new JsonBuffer(32 * newest.size());
        out.raw("{\"d\":[");
        for (int i = 0; i < newest.size(); i++) {
            out.raw(i == 0 ? "" : ",").string(newest.get(i));
        }
        PreparedStatement put = database.prepare(session, "putGone");
        put.setLong(1, upTo);
        put.setInt(2, newest.size());
        put.setBytes(3, out.raw("]}").toByteArray());
        put.executeUpdate();
        if (++goneRows % GONE_BETWEEN_TRIMS == 0) {
            PreparedStatement trim = database.prepare(session, "trimGone");
            trim.setLong(1, Gone.MAX);
            trim.executeUpdate();
        }
    }

    private long flushed() throws SQLException {
        try (ResultSet row = database.prepare(session, "lockStore").executeQuery()) {
            return row.next() ? row.getLong(2) : 0;
        }
    }
}
