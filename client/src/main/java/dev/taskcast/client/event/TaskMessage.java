package dev.taskcast.client.event;

import dev.taskcast.task.Standing.LimitKind;
import dev.taskcast.task.Standing.Why;
import dev.taskcast.task.TaskState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message of the stream, as the protocol has it. Immutable. */
public sealed interface TaskMessage {
    /**
     * A task, as one of all those that there are.
     *
     * @param state as it is
     */
    record Init(TaskState state) implements TaskMessage {}

    /**
     * A task's state changed, or it was registered.
     *
     * @param state the new one
     */
    record Updated(TaskState state) implements TaskMessage {}

    /**
     * A task is gone, or is not to be seen any more.
     *
     * @param id which
     */
    record Removed(String id) implements TaskMessage {}

    /**
     * A task that waits stands elsewhere in its line.
     *
     * @param id which
     * @param why what it waits for; null where that was not said, or is not known here
     * @param limit what the limit is of that it waits for, or null
     * @param position where it stands; 1 is next
     * @param startsAt when it starts, in epoch milliseconds, a coarse estimate; 0 where nobody can say
     */
    record Moved(String id, @Nullable Why why, @Nullable LimitKind limit, int position, long startsAt)
            implements TaskMessage {}

    /**
     * Lines that a run has logged. They come where the source was told to ask for them.
     *
     * @param id of which task
     * @param run the number of the run, from 1
     * @param from the number of the first of the lines, within the run; a gap shows as it jumps
     * @param lines in their order; text, which may hold HTML
     */
    record Logged(String id, int run, long from, List<String> lines) implements TaskMessage {
        /** Makes the lines immutable. */
        public Logged {
            lines = List.copyOf(lines);
        }
    }

    /** What was there is to be dropped: all tasks come anew. */
    record Reset() implements TaskMessage {}

    /**
     * What follows is live.
     *
     * @param now the server's time in epoch milliseconds; 0 where it does not say
     */
    record Ready(long now) implements TaskMessage {}

    /**
     * Any other one: {@code stats}, and what later servers send.
     *
     * @param type its type
     * @param fields what it says, as plain Java values: {@code String}, {@code Number}, {@code Boolean}, {@code List}, {@code Map}
     *     or null
     */
    record Other(String type, Map<String, @Nullable Object> fields) implements TaskMessage {}
}
