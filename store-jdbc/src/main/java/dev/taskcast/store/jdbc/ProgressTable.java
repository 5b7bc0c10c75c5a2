package dev.taskcast.store.jdbc;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.RunProgress;
import dev.taskcast.store.codec.StateReader;
import dev.taskcast.store.codec.StateWriter;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How far the runs of each node are: a row a node. Thread-safe. */
final class ProgressTable {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    private final Database database;
    private final Session session;
    private final String node;
    private final Map<Long, TaskProgress> running = new ConcurrentHashMap<>(); // this node's, by fence
    private boolean alone; // under the session's lock

    ProgressTable(Database database, String node) {
        this.database = database;
        session = database.side();
        this.node = node;
    }

    /** Follows this node's runs. */
    void applied(Applied applied) {
        TaskRow from = applied.change().from();
        TaskRow after = applied.after();
        if (from != null && from.fence() > 0 && !isRunning(from.fence(), after)) {
            running.remove(from.fence());
        }
        if (applied.change().next() instanceof Decision.Started started
                && node.equals(started.state().placement().node())) {
            running.put(applied.position(), TaskProgress.STARTING);
        }
    }

    /** Follows only those runs that go on still. */
    void runs(Collection<TaskRow> rows) {
        Set<Long> fences = rows.stream()
                .filter(row -> row.state() instanceof TaskState.Running)
                .map(TaskRow::fence)
                .collect(Collectors.toSet());
        running.keySet().retainAll(fences);
    }

    private static boolean isRunning(long fence, @Nullable TaskRow row) {
        return row != null && row.fence() == fence && row.state() instanceof TaskState.Running;
    }

    void keep(List<RunProgress> newest) {
        for (RunProgress each : newest) {
            running.computeIfPresent(each.fence(), (fence, older) -> each.progress());
        }
        byte[] data = StateWriter.progress(running);
        session.repeatable("keep progress", () -> {
            if (!database.dialect().isShared() && !alone) {
                database.prepare(session, "removeAllProgress").executeUpdate(); // of earlier lives
                alone = true;
            }
            PreparedStatement put = database.prepare(session, "putProgress");
            put.setString(1, node);
            put.setBytes(2, data);
            put.executeUpdate();
            return true;
        });
    }

    List<RunProgress> of(String other) {
        return session.repeatable("read the progress of a node", () -> {
            PreparedStatement find = database.prepare(session, "progressOf");
            find.setString(1, other);
            try (ResultSet row = find.executeQuery()) {
                Map<Long, TaskProgress> known = row.next() ? read(row.getBytes(1)) : Map.of();
                return known.entrySet().stream()
                        .map(each -> new RunProgress(each.getKey(), each.getValue()))
                        .toList();
            }
        });
    }

    /** The progress of runs, by their fences, from a node's row; none where that can't be read. */
    static Map<Long, TaskProgress> read(byte[] data) {
        try {
            return StateReader.progress(data);
        } catch (RuntimeException unreadable) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "How far the runs of a node were can't be read, and is passed by",
                    unreadable);
            return Map.of();
        }
    }
}
