package dev.taskcast.store.jdbc;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.RestingCount;
import dev.taskcast.store.codec.StateReader;
import dev.taskcast.task.TaskStatus;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many tasks rest: a table that triggers keep, so that it says the same as the rows do, whoever writes them and whatever a crash cuts
 * off. A start reads it, and takes from it those tasks that are held.
 */
final class RestCounts {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final int BATCH = 2_000;
    private static final int BATCHES_BETWEEN_WORDS = 500;

    private record Alike(String type, TaskStatus status) {}

    private final Database database;
    private final Session session;
    private final Map<Alike, Long> counts = new HashMap<>();

    RestCounts(Database database) {
        this.database = database;
        session = database.tables();
    }

    /**
     * Counts what an older version has left uncounted. In batches, each of which is kept: after a crash it goes on with what is left. Those that
     * are changed meanwhile count from their batch on.
     */
    static void countAll(Database database) {
        Session session = database.tables();
        long from = session.call("look what is counted", () -> database.number(session, "counted"));
        for (int batches = 1; from < Long.MAX_VALUE; batches++) {
            from = session.transact("count what rests", () -> countSome(database, session));
            if (from < Long.MAX_VALUE && batches % BATCHES_BETWEEN_WORDS == 0) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "Tasks were counted that rest, " + (long) BATCH * batches + " so far");
            }
        }
    }

    /** Up to where it has counted by now. */
    private static long countSome(Database database, Session session) throws SQLException {
        lockStore(database, session);
        long after = database.number(session, "counted");
        PreparedStatement next = database.prepare(session, "nextToCount");
        next.setLong(1, after);
        next.setInt(2, BATCH);
        long upTo;
        try (ResultSet row = next.executeQuery()) {
            long last = row.next() ? row.getLong(1) : 0;
            upTo = last == 0 ? Long.MAX_VALUE : last;
        }
        PreparedStatement count = database.prepare(session, "countRests");
        count.setLong(1, after);
        count.setLong(2, upTo);
        count.executeUpdate();
        PreparedStatement set = database.prepare(session, "setCounted");
        set.setLong(1, upTo);
        set.executeUpdate();
        return upTo;
    }

    /** Nobody else changes what is counted, or how far. Within a transaction. */
    static void lockStore(Database database, Session session) throws SQLException {
        long ignored = database.number(session, "lockStore");
    }

    /** Takes the numbers as they are in the tables. Within a transaction, as all that follows. */
    void read() throws SQLException {
        add(database.prepare(session, "rests"), 1);
    }

    private void add(PreparedStatement query, long factor) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                TaskStatus status = StateReader.status(rows.getString(2));
                counts.merge(new Alike(rows.getString(1), status), factor * rows.getLong(3), Long::sum);
            }
        }
    }

    /** These are held: they rest as far as the tables are concerned. */
    void without(Collection<TaskRow> held) {
        for (TaskRow row : held) {
            counts.merge(new Alike(row.type(), row.state().status()), -1L, Long::sum);
        }
    }

    /** Those of them that rest as far as the tables are concerned, do so no more; by where they were made. */
    void withoutThose(List<Long> created) throws SQLException {
        if (!created.isEmpty()) {
            PreparedStatement query = database.prepare(session, "restsOf");
            query.setObject(
                    1,
                    database.dialect()
                            .list(created.stream().map(String::valueOf).toList()));
            add(query, -1);
        }
    }

    List<RestingCount> list() {
        return counts.entrySet().stream()
                .filter(each -> each.getValue() != 0)
                .map(each ->
                        new RestingCount(each.getKey().type(), each.getKey().status(), each.getValue()))
                .toList();
    }
}
