package dev.taskcast.store.jdbc;

import static dev.taskcast.store.jdbc.Columns.Kind.BYTES;
import static dev.taskcast.store.jdbc.Columns.Kind.INT;
import static dev.taskcast.store.jdbc.Columns.Kind.LONG;

import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.store.Lines;
import dev.taskcast.store.codec.Json;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lines that runs have logged, of each task's newest run with lines the newest 1,000 or a few more. Thread-safe. */
final class LineTable {
    private static final int KEPT = 1_000;
    /** More tasks than go between a line's being logged and its being written. */
    private static final int LATEST = 20_000;

    /** Which run was seen last, and up to which line older ones are deleted. */
    private record Trimmed(int run, long upTo) {}

    private final Database database;
    private final Map<Long, Trimmed> tasks = Collections.synchronizedMap(new Latest<>()); // else they are trimmed anew
    private final Set<Long> gone = ConcurrentHashMap.newKeySet();
    private final Set<Long> goneLately = Collections.synchronizedSet(Collections.newSetFromMap(new Latest<>()));

    /** By where tasks were made, those that came last. */
    private static final class Latest<V> extends LinkedHashMap<Long, V> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
            return size() > LATEST;
        }
    }

    LineTable(Database database) {
        this.database = database;
    }

    /** A task is gone; its lines go with the next flush. */
    void remove(long created) {
        goneLately.add(created);
        tasks.remove(created);
        gone.add(created);
    }

    void add(List<Lines> all) {
        List<Lines> lines = all.stream()
                .filter(each -> !goneLately.contains(each.created()))
                .toList();
        if (lines.isEmpty()) {
            return;
        }
        Columns rows = new Columns(LONG, INT, LONG, LONG, BYTES);
        Columns trims = new Columns(LONG, INT, LONG);
        for (Lines each : lines) {
            long last = each.from() + each.lines().size() - 1;
            rows.add(each.created(), each.run(), each.from(), last, json(each.lines()));
            Trimmed before = tasks.get(each.created());
            if (before == null || before.run() != each.run() || last - before.upTo() >= 2 * KEPT) {
                Trimmed now = new Trimmed(each.run(), Math.max(0, last - KEPT));
                tasks.put(each.created(), now);
                trims.add(each.created(), now.run(), now.upTo());
            }
        }
        Session session = database.side();
        session.repeatable("keep lines", () -> {
            database.bulk(session, "addLines", rows);
            database.bulk(session, "trimLines", trims);
            return true;
        });
        lines.stream()
                .map(Lines::created)
                .filter(goneLately::contains)
                .forEach(this::remove); // while they were written
    }

    private static byte[] json(List<String> lines) {
        JsonBuffer out = new JsonBuffer(256);
        out.raw("{\"l\":[");
        for (int i = 0; i < lines.size(); i++) {
            out.raw(i == 0 ? "" : ",").string(lines.get(i));
        }
        return out.raw("]}").toByteArray();
    }

    List<Lines> read(long created) {
        Session session = database.reader();
        List<Lines> chunks = session.repeatable("read lines", () -> {
            PreparedStatement query = database.prepare(session, "lines");
            query.setLong(1, created);
            query.setLong(2, created);
            return chunks(query, created);
        });
        return newest(chunks);
    }

    private static List<Lines> chunks(PreparedStatement query, long created) throws SQLException {
        List<Lines> chunks = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                chunks.add(new Lines(created, rows.getInt(1), rows.getLong(2), Json.stringsIn(rows.getBytes(3), "l")));
            }
        }
        return chunks;
    }

    private static List<Lines> newest(List<Lines> chunks) {
        List<Lines> newest = new ArrayList<>();
        int room = KEPT;
        for (int i = chunks.size() - 1; i >= 0 && room > 0; i--) {
            Lines chunk = chunks.get(i);
            int more = Math.max(0, chunk.lines().size() - room);
            newest.addFirst(
                    more == 0
                            ? chunk
                            : new Lines(
                                    chunk.created(),
                                    chunk.run(),
                                    chunk.from() + more,
                                    List.copyOf(chunk.lines()
                                            .subList(more, chunk.lines().size()))));
            room -= chunk.lines().size();
        }
        return newest;
    }

    /** Deletes the lines of tasks that are gone. */
    void flush() {
        List<Long> all = List.copyOf(gone);
        if (all.isEmpty()) {
            return;
        }
        Columns removed = Columns.ofLongs();
        all.forEach(removed::add);
        Session session = database.side();
        session.repeatable("delete lines", () -> {
            database.bulk(session, "removeLines", removed);
            return true;
        });
        all.forEach(gone::remove);
    }
}
