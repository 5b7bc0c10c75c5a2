package dev.taskcast.store.jdbc;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Canceled;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Ending;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.TimedOut;
import dev.taskcast.task.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What it means for the tables that a task rests. */
final class Rest {
    private static final Payload UNKNOWN = Payload.restored("null".getBytes(StandardCharsets.UTF_8));

    private Rest() {}

    /**
     * The position at which a row rests; 0 where it does not, or not yet: while the period of its unique key goes on every node holds it.
     * {@link RestTable#layToRest} looks after those whose period is over.
     */
    static long at(TaskRow row) {
        return row.mayRest() && !row.hasKeyAt(0) ? row.position() : 0;
    }

    /**
     * A task that is gone, and that this node did not hold: what those who watched it have to know, and that the tables may have runs and
     * notes of it. Where it is not said how it had ended, an older version has forgotten it.
     */
    static TaskRow last(Draft removed, long created, long removedAt) {
        TaskState ended = ended(removed.identity(), removed.statusOrNull());
        return new TaskRow(ended, created, removedAt - 1, 0, Terms.DEFAULT, UNKNOWN, Map.of(), 0);
    }

    private static TaskState ended(TaskIdentity identity, @Nullable TaskStatus status) {
        Ending ending = new Ending(1, 0, 0, null);
        return switch (status) {
            case COMPLETED -> new Completed(identity, ending, null, List.of());
            case ERROR -> new Failed(identity, ending, "", null);
            case TIMED_OUT -> new TimedOut(identity, ending, null);
            case null, default -> new Canceled(identity, ending, null);
        };
    }
}
