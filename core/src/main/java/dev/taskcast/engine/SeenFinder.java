package dev.taskcast.engine;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.TaskFinder;
import dev.taskcast.store.Wanted;
import dev.taskcast.task.PagePlace;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds what somebody may see. Each task is asked for in the order of the page, and none after it is full: so what others may see costs
 * little. It looks at some thousand tasks; then the page is partial.
 */
final class SeenFinder {
    private static final int MAX_ASKED = 20_000;

    private final TaskFinder finder;
    private final Predicate<TaskIdentity> sees;

    SeenFinder(TaskFinder finder, Predicate<TaskIdentity> sees) {
        this.finder = finder;
        this.sees = sees;
    }

    TaskFinder.Found find(TaskQuery query) {
        List<TaskRow> seen = new ArrayList<>();
        PagePlace after = query.after();
        long position = Long.MAX_VALUE;
        int asked = 0;
        @Nullable PagePlace full = null; // after the last one of a full page
        while (true) {
            TaskFinder.Found piece = finder.find(query.from(after, TaskQuery.MAX_LIMIT));
            position = Math.min(position, piece.position());
            for (TaskRow row : piece.rows()) {
                if (sees.test(row.state().identity())) {
                    if (full != null) {
                        return new TaskFinder.Found(seen, full, false, position);
                    }
                    seen.add(row);
                    full = seen.size() == query.limit() ? place(query, row) : null;
                }
            }
            asked += piece.rows().size();
            after = piece.next();
            if (after == null) {
                return new TaskFinder.Found(seen, null, piece.isPartial(), position);
            }
            if (piece.isPartial() || asked >= MAX_ASKED) {
                return full == null
                        ? new TaskFinder.Found(seen, after, true, position)
                        : new TaskFinder.Found(seen, full, false, position);
            }
        }
    }

    private static PagePlace place(TaskQuery query, TaskRow row) {
        return new Wanted(query).place(row);
    }
}
