package dev.taskcast.store.jdbc;

import static dev.taskcast.store.jdbc.Columns.Kind.BYTES;
import static dev.taskcast.store.jdbc.Columns.Kind.INT;
import static dev.taskcast.store.jdbc.Columns.Kind.LONG;
import static dev.taskcast.store.jdbc.Columns.Kind.TEXT;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.codec.BlockWriter;
import dev.taskcast.task.TaskRun;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.Waiting;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a flush writes, sorted by statement. */
final class FlushPlan {
    /** Where a flush before may have been cut off. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final int MAX_RUNS = 1_000;
    private static final int RUNS_BETWEEN_TRIMS = 100;

    private final Columns runs = new Columns(LONG, LONG, INT, TEXT, LONG, LONG, TEXT, BYTES, BYTES);
    private final Columns oldRuns = new Columns(LONG, INT);
    private final Columns tasks = Facts.columns(LONG, LONG, LONG, TEXT, TEXT, BYTES, TEXT, BYTES, TEXT, LONG, LONG);
    private final Columns removed = Columns.ofLongs();
    private final Columns removedRuns = Columns.ofLongs();
    private final Columns removedNotes = Columns.ofLongs();
    private final Columns notes = new Columns(LONG, TEXT, BYTES);
    private final long flushed;

    private FlushPlan(long flushed) {
        this.flushed = flushed;
    }

    /**
     * Plans some tasks.
     *
     * @param flushed the block that the tables are up to: a task that was made after it is in none of them; or {@link #UNKNOWN}
     * @param payloads what the heap has let go of: see {@link #light}
     */
    static FlushPlan of(List<Map.Entry<Long, Dirty>> tasks, long flushed, Map<Long, Payload> payloads) {
        FlushPlan plan = new FlushPlan(flushed);
        tasks.forEach(task -> plan.add(task.getKey(), task.getValue(), payloads));
        return plan;
    }

    /** The tasks whose payloads the heap has let go of: these are to be read from the rows that are about to be written. */
    static List<Long> light(List<Map.Entry<Long, Dirty>> tasks) {
        return tasks.stream()
                .filter(task -> isLight(task.getValue().row()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isLight(@Nullable TaskRow row) {
        return row != null && row.isPayloadInStore();
    }

    private void add(long created, Dirty dirty, Map<Long, Payload> payloads) {
        TaskRow row = dirty.row();
        if (row != null && isLight(row)) {
            Payload payload = payloads.get(created);
            if (payload == null) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "What task \"" + row.id() + "\" (created " + created
                                + ") was submitted with can't be read from its table, where the task is left as it is");
                return;
            }
            row = row.with(payload);
        }
        if (dirty.notesCleared()) {
            removedNotes.add(created);
        }
        if (row == null) {
            remove(created, dirty);
            return;
        }
        Facts.add(
                tasks,
                row,
                created,
                row.position(),
                row.fence(),
                row.id(),
                row.state().status().wireName(),
                BlockWriter.row(row),
                dirty.node(),
                Texts.bytes(dirty.stackTrace()),
                row.state().identity().turn().queue(),
                runAt(row.state()),
                Rest.at(row));
        addRuns(created, dirty.formers());
        Map<String, Payload> noted = row.notes();
        if (dirty.noted() && noted != null) {
            noted.forEach((name, value) -> notes.add(created, name, value.json()));
        }
    }

    /** When it is due, where it waits for a time; 0 else. */
    private static long runAt(TaskState state) {
        return state instanceof TaskState.Pending pending && pending.waiting() instanceof Waiting.ForTime timed
                ? timed.until()
                : 0;
    }

    private void remove(long created, Dirty dirty) {
        if (dirty.madeIn() > flushed) {
            return;
        }
        removed.add(created);
        if (dirty.manyRuns()) {
            removedRuns.add(created);
        }
    }

    private void addRuns(long created, List<Dirty.Former> formers) {
        if (formers.isEmpty()) {
            return;
        }
        int last = formers.getLast().run().run();
        for (Dirty.Former former : formers) {
            if (former.run().run() > last - MAX_RUNS) {
                addRun(created, former.fence(), former.run());
            }
        }
        int before = formers.getFirst().run().run() - 1;
        if (last > MAX_RUNS && last / RUNS_BETWEEN_TRIMS > before / RUNS_BETWEEN_TRIMS) {
            oldRuns.add(created, last - MAX_RUNS);
        }
    }

    private void addRun(long created, long fence, TaskRun run) {
        runs.add(
                created,
                fence,
                run.run(),
                run.outcome().wireName(),
                run.startedAt(),
                run.endedAt(),
                run.node(),
                Texts.bytes(run.error()),
                Texts.bytes(run.stackTrace()));
    }

    /**
     * Writes all of it. Within a transaction. Runs come first: they take what they lack from the rows as they are. What is gone goes before
     * what has come: it may have had the same id.
     */
    void write(Database database, Session session) throws SQLException {
        database.bulk(session, "putRuns", runs);
        database.bulk(session, "trimRuns", oldRuns);
        database.bulk(session, "removeTasks", removed);
        database.bulk(session, "putTasks", tasks);
        database.bulk(session, "removeRuns", removedRuns);
        database.bulk(session, "removeNotes", removedNotes);
        database.bulk(session, "putNotes", notes);
    }
}
