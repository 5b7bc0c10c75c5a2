package dev.taskcast.store.jdbc;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.codec.Draft;
import dev.taskcast.store.codec.Json;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads tasks and their notes from the tables. What can't be read is logged and left alone. */
final class RowReader {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    private RowReader() {}

    /**
     * Reads tasks: created, position, fence, id, body.
     *
     * @param into takes them, by where they were made
     * @param unreadable takes where those were made that can't be read
     */
    static void rows(PreparedStatement query, Map<Long, TaskRow> into, Set<Long> unreadable) throws SQLException {
        rows(query, unreadable, row -> into.put(row.created(), row));
    }

    /**
     * Reads tasks, as {@link #rows} does.
     *
     * @param payloadBytes how much payloads of tasks that wait may take: the others are left in the table
     */
    static void living(PreparedStatement query, Map<Long, TaskRow> into, Set<Long> unreadable, long payloadBytes)
            throws SQLException {
        long[] held = {0};
        rows(query, unreadable, row -> {
            Payload payload = row.payload();
            long bytes = payload != null && row.mayLeavePayload() ? payload.heapBytes() : 0;
            boolean isLeft = bytes > 0 && held[0] + bytes > payloadBytes;
            held[0] += isLeft ? 0 : bytes;
            into.put(row.created(), isLeft ? row.light() : row);
        });
    }

    private static void rows(PreparedStatement query, Set<Long> unreadable, Consumer<TaskRow> into)
            throws SQLException {
        try (ResultSet tasks = query.executeQuery()) {
            while (tasks.next()) {
                long created = tasks.getLong(1);
                try {
                    into.accept(Draft.read(tasks.getBytes(5)).row(created, tasks.getLong(2), tasks.getLong(3)));
                } catch (RuntimeException broken) {
                    unreadable.add(created);
                    LOG.log(
                            System.Logger.Level.ERROR,
                            "The task \"" + tasks.getString(4) + "\" (created " + created
                                    + ") can't be read, and is set aside in its table",
                            broken);
                }
            }
        }
    }

    /**
     * Reads what tasks were submitted with, as the tables have it. Within a call.
     *
     * @return by where they were made; without those that can't be read
     */
    static Map<Long, Payload> payloads(Database database, Session session, Collection<Long> created)
            throws SQLException {
        PreparedStatement query = database.prepare(session, "bodies");
        query.setObject(
                1,
                database.dialect()
                        .list(created.stream().mapToLong(Long::longValue).toArray()));
        Map<Long, Payload> found = new HashMap<>();
        try (ResultSet bodies = query.executeQuery()) {
            while (bodies.next()) {
                Payload payload = payload(bodies.getLong(1), bodies.getBytes(2));
                if (payload != null) {
                    found.put(bodies.getLong(1), payload);
                }
            }
        }
        return found;
    }

    private static @Nullable Payload payload(long created, byte[] body) {
        try {
            return Draft.payloadIn(body);
        } catch (RuntimeException broken) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The task created " + created + " can't be read, and is set aside in its table",
                    broken);
            return null;
        }
    }

    /** Reads notes: created, name, value; and puts them into their tasks. */
    static void notes(PreparedStatement query, Map<Long, TaskRow> into) throws SQLException {
        Map<Long, Map<String, Payload>> byTask = new HashMap<>();
        try (ResultSet notes = query.executeQuery()) {
            while (notes.next()) {
                Payload value = payload(notes);
                if (value != null) {
                    byTask.computeIfAbsent(notes.getLong(1), created -> new HashMap<>())
                            .put(notes.getString(2), value);
                }
            }
        }
        byTask.forEach(
                (created, notes) -> into.computeIfPresent(created, (same, row) -> row.withNotes(Map.copyOf(notes))));
    }

    private static @Nullable Payload payload(ResultSet note) throws SQLException {
        try {
            return Payload.restored(Json.valueOf(note.getBytes(3)));
        } catch (RuntimeException broken) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The note \"" + note.getString(2) + "\" of the task created " + note.getLong(1)
                            + " can't be read, and is left alone",
                    broken);
            return null;
        }
    }
}
