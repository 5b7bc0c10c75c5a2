package dev.taskcast.store.jdbc;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState.Canceled;
import dev.taskcast.task.TaskState.Ending;
import java.nio.charset.StandardCharsets;
import java.util.Map;

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
     * notes of it.
     */
    static TaskRow last(TaskIdentity identity, long created, long removedAt) {
        Canceled ended = new Canceled(identity, new Ending(1, 0, 0, null), null);
        return new TaskRow(ended, created, removedAt - 1, 0, Terms.DEFAULT, UNKNOWN, Map.of(), 0);
    }
}
