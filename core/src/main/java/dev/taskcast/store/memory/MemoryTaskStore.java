package dev.taskcast.store.memory;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Change;
import dev.taskcast.store.Outcome;
import dev.taskcast.store.TaskStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps tasks in a map for as long as the JVM lives. */
public final class MemoryTaskStore implements TaskStore {
    private final ConcurrentHashMap<String, TaskRow> rows = new ConcurrentHashMap<>();
    private final long base;
    private long head; // only the committer's thread

    /**
     * An empty store.
     *
     * @param base the position before the first, see {@link Epoch#next}
     */
    public MemoryTaskStore(long base) {
        this.base = base;
        head = base;
    }

    @Override
    public long base() {
        return base;
    }

    @Override
    public @Nullable TaskRow find(String id) {
        return rows.get(id);
    }

    @Override
    public List<Outcome> commit(List<Change> batch) {
        if (batch.size() == 1) {
            return List.of(commit(batch.getFirst()));
        }
        List<Outcome> outcomes = new ArrayList<>(batch.size());
        for (Change change : batch) {
            outcomes.add(commit(change));
        }
        return outcomes;
    }

    @SuppressWarnings("ReferenceEquality") // the very row that was decided from
    private Outcome commit(Change change) {
        TaskRow current = rows.get(change.id());
        if (current != change.from()) {
            return new Outcome.Conflict(current);
        }
        TaskRow after = after(current, change.next());
        if (after == null) {
            rows.remove(change.id());
            return new Outcome.Applied(change, head, null);
        }
        rows.put(after.id(), after);
        return new Outcome.Applied(change, after.position(), after);
    }

    /** Takes the next position, unless the change is none of its own. */
    private @Nullable TaskRow after(@Nullable TaskRow from, Decision.Next next) {
        return switch (next) {
            case Decision.Made made -> {
                long position = ++head;
                yield new TaskRow(made.state(), position, position, 0, made.keep(), made.payload());
            }
            case Decision.Started started -> {
                TaskRow row = existing(from);
                long position = ++head;
                yield new TaskRow(started.state(), row.created(), position, position, row.keep(), row.payload());
            }
            case Decision.Moved moved -> {
                TaskRow row = existing(from);
                yield new TaskRow(moved.state(), row.created(), ++head, row.fence(), row.keep(), row.payload());
            }
            case Decision.Amended amended -> existing(from).with(amended.state());
            case Decision.Removed removed -> {
                head++;
                yield null;
            }
        };
    }

    private static TaskRow existing(@Nullable TaskRow from) {
        if (from == null) {
            throw new IllegalArgumentException("A change of a task must be decided from its row, got: none");
        }
        return from;
    }
}
