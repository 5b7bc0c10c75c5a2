package dev.taskcast.store.jdbc;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.codec.Draft;
import dev.taskcast.store.codec.StateReader;
import dev.taskcast.task.TaskRun;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs that have ended: from the table, from the task's row, and from what is in neither yet. Thread-safe. */
final class RunTable {
    private final Database database;
    private final Session session;
    private final Unflushed unflushed;

    RunTable(Database database, Unflushed unflushed) {
        this.database = database;
        session = database.reader();
        this.unflushed = unflushed;
    }

    List<TaskRun> read(long created, int max) {
        Map<Integer, TaskRun> runs = new TreeMap<>(Collections.reverseOrder());
        Unflushed.Runs newer =
                unflushed.runs(created); // before the tables: what is flushed meanwhile is then seen twice, not missed
        Kept kept = session.repeatable("read a task's runs", () -> {
            formers(created, max, runs);
            return newestRun(created);
        });
        if (newer == null) {
            kept.addTo(runs);
        } else {
            newer.formers().forEach(former -> put(runs, kept.completed(former.fence(), former.run())));
            TaskRow row = newer.row();
            TaskRun newest = row == null ? null : Dirty.ended(row.state(), newer.node(), newer.stackTrace());
            if (row != null && newest != null) {
                put(runs, kept.completed(row.fence(), newest));
            }
        }
        return runs.values().stream().limit(max).toList();
    }

    private static void put(Map<Integer, TaskRun> runs, TaskRun run) {
        runs.putIfAbsent(run.run(), run);
    }

    private void formers(long created, int max, Map<Integer, TaskRun> runs) throws SQLException {
        PreparedStatement query = database.prepare(session, "runs");
        query.setLong(1, created);
        query.setInt(2, max);
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                put(
                        runs,
                        new TaskRun(
                                rows.getInt(1),
                                StateReader.status(rows.getString(2)),
                                rows.getLong(3),
                                rows.getLong(4),
                                rows.getString(5),
                                Texts.text(rows.getBytes(6)),
                                Texts.text(rows.getBytes(7))));
            }
        }
    }

    /** What the task's row says of its newest run; fence -1 where there is no row. */
    private record Kept(
            long fence,
            @Nullable TaskRun ended,
            @Nullable String node,
            @Nullable String stackTrace) {
        static final Kept NONE = new Kept(-1, null, null, null);

        void addTo(Map<Integer, TaskRun> runs) {
            if (ended != null) {
                put(runs, ended);
            }
        }

        /** The same run, with what only the row knows. */
        TaskRun completed(long ofFence, TaskRun run) {
            if (ofFence != fence) {
                return run;
            }
            return new TaskRun(
                    run.run(),
                    run.outcome(),
                    run.startedAt(),
                    run.endedAt(),
                    run.node() == null ? node : run.node(),
                    run.error(),
                    run.stackTrace() == null ? stackTrace : run.stackTrace());
        }
    }

    private Kept newestRun(long created) throws SQLException {
        PreparedStatement query = database.prepare(session, "newestRun");
        query.setLong(1, created);
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                return Kept.NONE;
            }
            String node = row.getString(3);
            String stackTrace = Texts.text(row.getBytes(4));
            Draft draft = Draft.read(row.getBytes(2));
            TaskRun ended = Dirty.ended(draft.state(draft.identity()), node, stackTrace);
            return new Kept(row.getLong(1), ended, node, stackTrace);
        }
    }
}
