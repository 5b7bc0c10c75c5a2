package dev.taskcast.store.jdbc;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Change;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes of a change that was read what it was when it was written. */
final class Decoder {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    private Decoder() {}

    /**
     * A change.
     *
     * @param draft what was read
     * @param base the row that it was decided from; null for a new task
     * @param position its position
     * @return null where there is no row to decide from, or its kind or state is not known: it is of a newer version
     */
    static @Nullable Applied applied(Draft draft, @Nullable TaskRow base, long position) {
        try {
            return decoded(draft, base, position);
        } catch (RuntimeException unreadable) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The change at position " + position + " can't be read, and is passed by",
                    unreadable);
            return null;
        }
    }

    private static @Nullable Applied decoded(Draft draft, @Nullable TaskRow base, long position) {
        if (draft.kind().equals("m")) {
            return made(draft, position);
        }
        if (base == null) {
            return null;
        }
        TaskIdentity identity = base.state().identity();
        return switch (draft.kind()) {
            case "s" -> {
                TaskState.Running state = (TaskState.Running) draft.state(identity);
                yield applied(base, new Decision.Started(state), position, base.moved(state, position, position));
            }
            case "v" -> {
                TaskState state = draft.state(identity);
                TaskRow row = base.moved(state, position, base.fence());
                Decision.Next next = new Decision.Moved(state, draft.stackTrace());
                yield applied(base, next, position, state instanceof TaskState.Completed ? row.noted(null) : row);
            }
            case "t" -> attached(draft, base, position);
            case "a" -> {
                TaskState state = draft.state(identity);
                yield applied(base, new Decision.Amended(state), base.position(), base.with(state));
            }
            case "n" -> noted(draft, base);
            case "r" -> applied(base, new Decision.Removed(draft.identity()), position, null);
            default -> null;
        };
    }

    /** Whether the change of a kind takes a position. */
    static boolean isTransition(Applied applied) {
        return BlockWriter.takesPosition(applied.change().next());
    }

    private static Applied made(Draft draft, long position) {
        TaskState.Pending state = (TaskState.Pending) draft.state(draft.identity());
        Payload payload = draft.payload();
        Decision.Made made = new Decision.Made(state, draft.keep(), draft.restart(), payload);
        TaskRow row = new TaskRow(state, position, position, 0, draft.keep(), draft.restart(), payload, null);
        return new Applied(new Change(state.id(), null, made), position, row);
    }

    private static Applied attached(Draft draft, TaskRow base, long position) {
        TaskState state = draft.state(draft.identity());
        TaskRow row = new TaskRow(
                state,
                base.created(),
                position,
                base.fence(),
                draft.keep(),
                draft.restart(),
                base.payload(),
                base.notes());
        return applied(base, new Decision.Attached(state, draft.keep(), draft.restart()), position, row);
    }

    private static Applied noted(Draft draft, TaskRow base) {
        Decision.Noted noted = new Decision.Noted(draft.name(), draft.note());
        Map<String, Payload> notes = new HashMap<>(base.notes() == null ? Map.of() : base.notes());
        notes.put(noted.name(), noted.value());
        return applied(base, noted, base.position(), base.noted(Map.copyOf(notes)));
    }

    private static Applied applied(TaskRow from, Decision.Next next, long position, @Nullable TaskRow after) {
        return new Applied(new Change(from.id(), from, next), position, after);
    }
}
