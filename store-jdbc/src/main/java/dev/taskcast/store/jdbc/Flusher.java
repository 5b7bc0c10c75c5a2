package dev.taskcast.store.jdbc;

import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.codec.Payload;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Brings the tables up to the journal. Where other nodes may be on the database, all of it is one transaction, which nobody who appends
 * waits for; how far the tables are is written in it, so a node that comes second has little or nothing left to do. Where there is one
 * node, its other threads want to write in between: it is several transactions, and how far the tables are is written in the last. After a
 * crash in between they hold some rows that are newer than that, which opening allows for.
 *
 * <p>Of a flush that was acknowledged, a server that crashes or is replaced may know nothing afterwards: it is not waited for until it is on
 * disk. The journal still has all of it, and is gone through as at an opening.
 */
final class Flusher {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final String WHAT = "bring the tables up to the journal";
    private static final int GONE_BETWEEN_TRIMS = 1_000;
    private static final long BEHIND = -1; // the tables have lost a flush
    private static final long LEFT = -2; // the tables are for a node of a newer version to bring up

    private final ReentrantLock lock = new ReentrantLock();
    private final Database database;
    private final Session session;
    private final String node;
    private final Unflushed unflushed;
    private final Room room;
    private final LimitTable limits;
    private final OrphanTable orphans;
    private final RateTable rates;
    private final Trimmer trimmer;
    private final SeriesWriter series;
    private long counted; // up to which block the series were when the flush that goes on had done with them
    private int goneRows;
    private boolean hasSaidLeft;

    Flusher(Database database, String node, Unflushed unflushed, Room room, int keep) {
        this.database = database;
        this.node = node;
        session = database.tables();
        this.unflushed = unflushed;
        this.room = room;
        limits = new LimitTable(database);
        orphans = new OrphanTable(database);
        rates = new RateTable(database);
        trimmer = new Trimmer(database, keep);
        series = new SeriesWriter(database);
    }

    void flush() {
        Throwable failure = null;
        lock.lock();
        try {
            flushNow();
        } catch (Throwable t) {
            failure = t;
            throw t;
        } finally {
            room.flushed(failure);
            lock.unlock();
        }
    }

    private void flushNow() {
        long flushed = write(unflushed);
        if (flushed == 0) {
            makeCertain();
        }
        if (flushed == BEHIND && write(journal()) != BEHIND) {
            flushed = write(unflushed);
        }
        if (flushed > 0) {
            trimmer.trim(flushed, unflushed.flushingUpTo().next());
        }
    }

    /** Does something while nothing is flushed. */
    <T> T paused(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing has happened since the last flush: nothing that is on disk takes it along. */
    private void makeCertain() {
        long flushed = unflushed.flushedPosition();
        if (unflushed.certain() < flushed) {
            session.transact(WHAT, () -> database.prepare(session, "touchStore").executeUpdate());
            unflushed.certain(flushed);
        }
    }

    /** All that the tables lack. */
    private Unflushed journal() {
        LOG.log(
                System.Logger.Level.WARNING,
                "The tables in " + database.dialect().database()
                        + " have lost what was written last, and are brought up from the journal");
        Unflushed lacking = new Unflushed();
        new Loader(database, lacking, new Gone(), new LineTable(database)).loadLacking();
        return lacking;
    }

    /** Up to which block the tables are; 0 where there was nothing to write, or {@link #BEHIND}. */
    private long write(Unflushed from) {
        Lacking lacking = from.begin();
        if (lacking.isEmpty()) {
            return 0;
        }
        long flushed = BEHIND;
        try {
            long since = from.since();
            long upTo = from.flushingUpTo().block();
            flushed = database.dialect().isParallel()
                    ? session.transact(WHAT, () -> atOnce(from, lacking, since, upTo))
                    : from.isUnknownAfter(since) ? left() : inPieces(from, lacking, upTo);
            return flushed;
        } finally {
            if (flushed < 0) {
                from.undo();
            } else {
                from.done(flushed);
                from.counted(counted);
            }
        }
    }

    /** What this version does not know would be lacking in them for good. It is in the journal until a newer one has brought them up. */
    private long left() {
        if (!hasSaidLeft) {
            hasSaidLeft = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "There are changes of a newer version in the journal: the tables in "
                            + database.dialect().database()
                            + " are left to a node of that version, and the journal grows until then");
        }
        return LEFT;
    }

    private long atOnce(Unflushed from, Lacking lacking, long since, long upTo) throws SQLException {
        database.dialect().relax(session.connection());
        Reached reached = reached();
        long flushed = reached.flushed();
        if (flushed < since) {
            requireBlock(since);
            return BEHIND;
        }
        counted = reached.counted();
        if (Math.min(flushed, counted) < upTo && from.isUnknownAfter(Math.min(flushed, counted))) {
            return left();
        }
        if (flushed < upTo) {
            requireEnd(from.flushingUpTo());
        }
        count(from, reached, upTo);
        if (flushed >= upTo) {
            if (counted > reached.counted()) { // a node of an older version has flushed
                setCounted();
            }
            return flushed;
        }
        Stream<Map.Entry<Long, Dirty>> tasks = lacking.tasks().entrySet().stream()
                .filter(entry -> entry.getValue().block() > flushed);
        for (List<Map.Entry<Long, Dirty>> piece : pieces(tasks)) {
            FlushPlan.of(piece, flushed, payloads(FlushPlan.light(piece))).write(database, session);
            room.wrote();
        }
        Lacking.Rates used = lacking.ratesAfter(flushed);
        if (reached.hasRates() || used.isWhole()) {
            rates.put(used);
            finish(lacking, flushed, upTo);
            setFlushedAndRates(upTo, used);
        } else {
            from.ratesLost();
            finish(lacking, flushed, upTo);
            setFlushed(upTo);
        }
        return upTo;
    }

    /** Counts what is not counted yet. Within the transaction that has locked what the tables have reached. */
    private void count(Unflushed from, Reached reached, long upTo) throws SQLException {
        series.write(from.uncounted(reached.counted(), upTo), reached.now());
        counted = Math.max(reached.counted(), upTo);
    }

    private boolean setCounted() throws SQLException {
        PreparedStatement set = database.prepare(session, "setSeries");
        set.setLong(1, counted);
        return set.executeUpdate() == 1;
    }

    /** The journal must still have what the tables have lost. */
    private void requireBlock(long number) throws SQLException {
        PreparedStatement look = database.prepare(session, "block");
        look.setLong(1, number);
        try (ResultSet row = look.executeQuery()) {
            if (!row.next()) {
                throw Failures.lost(database.dialect().database(), number);
            }
        }
    }

    /** What a server has lost that has replaced another one is not brought back by its tables: others may have decided otherwise since. */
    private void requireEnd(Unflushed.End end) throws SQLException {
        if (!JournalReader.isThere(database, session, end)) {
            throw Failures.lost(database.dialect().database(), end.block());
        }
    }

    /**
     * What follows from the order of the changes comes first: the series, and how far rates are used up. As long as a block is not counted, the
     * tables have nothing of it: so who opens after a crash in between finds the rows that each change of it was decided from.
     */
    private long inPieces(Unflushed from, Lacking lacking, long upTo) {
        Lacking.Rates used = lacking.ratesAfter(0);
        writePiece(upTo, () -> {
            count(from, reached(), upTo);
            if (!used.isEmpty()) {
                rates.put(used);
                setRates(upTo, used);
            }
            return setCounted();
        });
        for (List<Map.Entry<Long, Dirty>> piece : pieces(lacking.tasks().entrySet().stream())) {
            List<Long> light = FlushPlan.light(piece);
            Map<Long, Payload> payloads = light.isEmpty() ? Map.of() : session.call(WHAT, () -> payloads(light));
            FlushPlan plan = FlushPlan.of(piece, FlushPlan.UNKNOWN, payloads);
            writePiece(upTo, () -> {
                plan.write(database, session);
                return true;
            });
            room.wrote();
        }
        writePiece(upTo, () -> {
            finish(lacking, 0, upTo);
            setFlushedAndRates(upTo, used);
            return true;
        });
        return upTo;
    }

    private Map<Long, Payload> payloads(List<Long> light) throws SQLException {
        return light.isEmpty() ? Map.of() : RowReader.payloads(database, session, light);
    }

    /** Nobody waits until it is on disk: what comes after it in the same file takes it along. */
    private void writePiece(long upTo, Session.Work<Boolean> piece) {
        session.call(WHAT, () -> {
            database.dialect().sync(session.connection(), false);
            session.transact(WHAT, () -> {
                requireNoOther(upTo);
                return piece.run();
            });
            database.dialect().sync(session.connection(), true);
            return true;
        });
    }

    /** The tables are those of the process that has appended last. */
    private void requireNoOther(long upTo) throws SQLException {
        PreparedStatement look = database.prepare(session, "byOthers");
        look.setLong(1, upTo);
        look.setString(2, node);
        try (ResultSet row = look.executeQuery()) {
            if (row.next()) {
                throw Failures.taken(database.dialect().database());
            }
        }
    }

    /**
     * So that neither a statement nor what it takes in memory gets out of hand. In the order in which they were made: one that is gone comes
     * before another one of the same id.
     */
    private List<List<Map.Entry<Long, Dirty>>> pieces(Stream<Map.Entry<Long, Dirty>> tasks) {
        List<Map.Entry<Long, Dirty>> all =
                tasks.sorted(Map.Entry.comparingByKey()).toList();
        int rows = database.dialect().flushRows();
        List<List<Map.Entry<Long, Dirty>>> pieces = new ArrayList<>();
        for (int from = 0; from < all.size(); from += rows) {
            pieces.add(all.subList(from, Math.min(all.size(), from + rows)));
        }
        return pieces;
    }

    private void finish(Lacking lacking, long flushed, long upTo) throws SQLException {
        limits.put(lacking.limitsAfter(flushed));
        orphans.put(lacking.orphansAfter(flushed));
        List<String> gone = lacking.tasks().values().stream()
                .filter(entry -> entry.row() == null)
                .map(Dirty::id)
                .toList();
        if (!gone.isEmpty()) {
            putGone(upTo, gone);
        }
    }

    private void setFlushed(long upTo) throws SQLException {
        PreparedStatement set = database.prepare(session, "setFlushed");
        set.setLong(1, upTo);
        set.setLong(2, counted);
        set.executeUpdate();
    }

    private void setFlushedAndRates(long upTo, Lacking.Rates used) throws SQLException {
        PreparedStatement set = database.prepare(session, "setFlushedAndRates");
        set.setLong(1, upTo);
        set.setLong(2, counted);
        set.setLong(3, upTo);
        set.setLong(4, used.time());
        set.executeUpdate();
    }

    private void setRates(long upTo, Lacking.Rates used) throws SQLException {
        PreparedStatement set = database.prepare(session, "setRates");
        set.setLong(1, upTo);
        set.setLong(2, used.time());
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
        if (goneRows++ % GONE_BETWEEN_TRIMS == 0) {
            PreparedStatement trim = database.prepare(session, "trimGone");
            trim.setLong(1, Gone.MAX);
            trim.executeUpdate();
        }
    }

    /**
     * How far the tables are.
     *
     * @param flushed up to which block
     * @param counted likewise the series
     * @param hasRates whether the rates are as far as the tables
     * @param now what the database's clock shows; 0 where it has none of its own
     */
    private record Reached(long flushed, long counted, boolean hasRates, long now) {}

    private Reached reached() throws SQLException {
        try (ResultSet row = database.prepare(session, "lockStore").executeQuery()) {
            if (!row.next()) {
                return new Reached(0, 0, true, 0);
            }
            long flushed = row.getLong(1);
            return new Reached(flushed, row.getLong(2), row.getLong(3) >= flushed, row.getLong(4));
        }
    }
}
