package dev.taskcast.store.jdbc;

import static dev.taskcast.store.jdbc.Columns.Kind.LONG;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.RestingTasks;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** The tasks that rest, in the table of all tasks. Thread-safe. */
final class RestTable implements RestingTasks {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final int BATCH = 2_000;
    private static final int BATCHES_BETWEEN_WORDS = 50;

    private final Database database;
    private final Session session;
    private final Unflushed unflushed;

    RestTable(Database database, Unflushed unflushed) {
        this.database = database;
        session = database.reader();
        this.unflushed = unflushed;
    }

    @Override
    public long certain() {
        return unflushed.certain();
    }

    @Override
    public List<TaskRow> find(Collection<String> ids) {
        // First: what is gone by now, and is not known here any more, is no longer in the tables.
        List<String> wanted = ids.stream().filter(id -> !unflushed.isGone(id)).toList();
        return session.repeatable("look for tasks", () -> {
            Map<Long, TaskRow> found = new HashMap<>();
            RowReader.rows(byIds("byIds", wanted), found, new HashSet<>());
            if (!found.isEmpty()) {
                RowReader.notes(byIds("notesByIds", wanted), found);
            }
            return List.copyOf(found.values());
        });
    }

    @Override
    public Map<Long, Payload> payloads(Collection<Long> created) {
        return session.repeatable(
                "read what tasks were submitted with", () -> RowReader.payloads(database, session, created));
    }

    private PreparedStatement byIds(String statement, Collection<String> ids) throws SQLException {
        PreparedStatement query = database.prepare(session, statement);
        query.setObject(1, database.dialect().list(ids));
        return query;
    }

    @Override
    public List<TaskRow> oldest(int newest, int max) {
        return session.repeatable("look for the oldest tasks", () -> {
            long before = newest == 0 ? Long.MAX_VALUE : newest(database, session, newest);
            if (before == 0) {
                return List.of();
            }
            PreparedStatement query = database.prepare(session, "oldestResting");
            query.setLong(1, before);
            query.setInt(2, max);
            Map<Long, TaskRow> found = new HashMap<>();
            RowReader.rows(query, found, new HashSet<>());
            return found.values().stream()
                    .sorted(Comparator.comparingLong(TaskRow::position))
                    .toList();
        });
    }

    /** Where the oldest of the newest tasks that rest has ended; 0 where there are no more than these. Within a call. */
    static long newest(Database database, Session session, int count) throws SQLException {
        PreparedStatement query = database.prepare(session, "newestResting");
        query.setInt(1, count - 1);
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /**
     * Finds tasks that may rest and are not said to: they were written by an older version, or the periods of their unique keys are over.
     * In batches, each of which is kept: after a crash it goes on with what is left. Before anybody reads what is there.
     */
    static void layToRest(Database database) {
        Session session = database.tables();
        long after = 0;
        long laid = 0;
        for (int batches = 1; ; batches++) {
            long from = after;
            Map<Long, TaskRow> found = new HashMap<>();
            HashSet<Long> unreadable = new HashSet<>();
            int count = session.transact("lay ended tasks to rest", () -> {
                RestCounts.lockStore(database, session);
                PreparedStatement query = database.prepare(session, "endedAwake");
                query.setLong(1, from);
                query.setInt(2, BATCH);
                RowReader.rows(query, found, unreadable);
                long now = database.dialect().isShared() ? database.number(session, "now") : System.currentTimeMillis();
                Columns resting = new Columns(LONG, LONG);
                found.values().stream()
                        .filter(row -> row.mayRest() && !row.hasKeyAt(now))
                        .forEach(row -> resting.add(row.created(), row.position()));
                database.bulk(session, "layToRest", resting);
                return resting.size();
            });
            laid += count;
            unreadable.addAll(found.keySet());
            if (unreadable.size() < BATCH) {
                break;
            }
            after = unreadable.stream().mapToLong(Long::longValue).max().orElse(after);
            if (batches % BATCHES_BETWEEN_WORDS == 0) {
                LOG.log(System.Logger.Level.INFO, "Ended tasks that were laid to rest so far: " + laid);
            }
        }
    }
}
