package dev.taskcast.store.codec;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Change;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes of a change that was read what it was when it was written. */
public final class Decoder {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    private static final int MAX_UNKNOWN_KINDS = 100;
    private static final Set<String> UNKNOWN_KINDS = ConcurrentHashMap.newKeySet();

    private Decoder() {}

    /**
     * A change.
     *
     * @param draft what was read
     * @param created which task
     * @param base the row that it was decided from; null for a new task, and for one that rests on this node
     * @param position its position
     * @return null where there is no row to decide from, or its kind or state is not known: it is of a newer version
     */
    public static @Nullable Applied applied(Draft draft, long created, @Nullable TaskRow base, long position) {
        try {
            return decoded(draft, created, base, position);
        } catch (RuntimeException unreadable) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The change at position " + position + " can't be read, and is passed by",
                    unreadable);
            return null;
        }
    }

    private static @Nullable Applied decoded(Draft draft, long created, @Nullable TaskRow row, long position) {
        if (draft.isOfNoTask()) {
            Decision.OfNoTask said = draft.ofNoTask();
            String id = said instanceof Decision.Returned returned
                    ? returned.orphan().identity().id()
                    : "";
            return new Applied(new Change(id, null, said), position, null);
        }
        if (draft.kind().equals("u")) {
            TaskRow woken = draft.woken(created, position);
            return new Applied(new Change(woken.id(), row, new Decision.Woken(woken)), position, woken);
        }
        TaskRow base = switch (draft.kind()) {
            case "m" -> null;
            case "r" -> row == null ? draft.last(created, position) : row;
            default -> row;
        };
        Decision.Next next = next(draft, base);
        if (next == null) {
            return null;
        }
        TaskRow after = TaskRow.after(base, next, position);
        boolean isTransition = BlockWriter.takesPosition(next);
        String id = base == null ? draft.identity().id() : base.id();
        return new Applied(
                new Change(id, base, next), isTransition || base == null ? position : base.position(), after);
    }

    private static Decision.@Nullable Next next(Draft draft, @Nullable TaskRow base) {
        if (draft.kind().equals("m")) {
            return draft.made();
        }
        if (base == null) {
            return null;
        }
        TaskIdentity identity = base.state().identity();
        return switch (draft.kind()) {
            case "s" -> new Decision.Started((TaskState.Running) draft.state(identity), draft.storeTime());
            case "v" -> new Decision.Moved(draft.state(identity), draft.stackTrace());
            case "t" -> new Decision.Attached(draft.state(draft.identity()), draft.terms());
            case "w" -> new Decision.Swapped((TaskState.Pending) draft.state(identity), draft.terms(), draft.note());
            case "a" -> new Decision.Amended(draft.state(identity));
            case "n" -> new Decision.Noted(draft.name(), draft.note());
            case "r" -> new Decision.Removed(draft.identity());
            default -> unknown(draft.kind());
        };
    }

    /** A node of a newer version has made it. Said once for each kind. */
    private static Decision.@Nullable Next unknown(String kind) {
        if (UNKNOWN_KINDS.size() < MAX_UNKNOWN_KINDS && UNKNOWN_KINDS.add(kind)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Changes of the kind \"" + kind + "\" are of a newer version, and are passed by");
        }
        return null;
    }

    /**
     * Whether a change takes a position.
     *
     * @param applied the change
     * @return whether it is a transition of its task
     */
    public static boolean isTransition(Applied applied) {
        return BlockWriter.takesPosition(applied.change().next());
    }
}
