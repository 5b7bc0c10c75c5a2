package dev.taskcast.store.jdbc;

import static dev.taskcast.store.jdbc.Columns.Kind.INT;
import static dev.taskcast.store.jdbc.Columns.Kind.LONG;
import static dev.taskcast.store.jdbc.Columns.Kind.TEXT;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Wanted;
import dev.taskcast.task.Course;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskSort;
import dev.taskcast.task.TaskState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of a task's row that it is found by. What they say stands in its body too. */
final class Facts {
    private static final List<Columns.Kind> KINDS =
            List.of(TEXT, TEXT, TEXT, TEXT, TEXT, LONG, LONG, LONG, LONG, INT, INT, TEXT);

    private Facts() {}

    /** Columns of a statement: some of its own, and these. */
    static Columns columns(Columns.Kind... first) {
        List<Columns.Kind> kinds = new ArrayList<>(Arrays.asList(first));
        kinds.addAll(KINDS);
        return new Columns(kinds.toArray(Columns.Kind[]::new));
    }

    /** Adds a row. */
    static void add(Columns columns, TaskRow row, @Nullable Object... first) {
        TaskState state = row.state();
        TaskIdentity identity = state.identity();
        @Nullable Object[] all = Arrays.copyOf(first, first.length + KINDS.size());
        @Nullable
        Object[] facts = {
            ColumnText.of(identity.type()),
            ColumnText.of(identity.owner()),
            ColumnText.tags(identity.tags()),
            ColumnText.of(identity.turn().key()),
            ColumnText.of(identity.title()),
            row.createdAt(),
            Wanted.startedAt(state),
            Wanted.value(TaskSort.By.ENDED, row),
            Wanted.duration(state),
            state.run(),
            Course.attemptOf(state.course()),
            ColumnText.of(state instanceof TaskState.Failed failed ? failed.kind() : null)
        };
        System.arraycopy(facts, 0, all, first.length, facts.length);
        columns.add(all);
    }
}
