package dev.taskcast.lifecycle;

import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Stopped;
import dev.taskcast.task.Waiting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A handler that goes on although its task no longer tells of it: the task was taken away, or has been started anew. It counts in the
 * limits that its task counted in, until it {@linkplain Decision.Returned has returned} or its node is gone. Immutable.
 *
 * @param fence of its run
 * @param node where it is; null where there is one node only
 * @param identity what its task was: id, type and turn
 * @param takesSlot whether it takes one of the slots of its node
 */
public record Orphan(long fence, @Nullable String node, TaskIdentity identity, boolean takesSlot) {
    /**
     * The handler that a change leaves behind. Whoever reads the change later finds the same.
     *
     * @param before the task before it; null where there was none
     * @param after the task after it; null where it is gone
     * @return null where it leaves none
     */
    public static @Nullable Orphan of(@Nullable TaskRow before, @Nullable TaskRow after) {
        if (before == null || !before.hasHandler() || (after != null && tellsOf(before, after))) {
            return null;
        }
        TaskIdentity was = before.state().identity();
        TaskIdentity counted = new TaskIdentity(was.id(), was.type(), null, null, null, List.of(), was.turn());
        return new Orphan(before.fence(), before.handlerNode(), counted, before.takesSlot());
    }

    /** Either the handler goes on, or the change says that it has returned or is given up. */
    private static boolean tellsOf(TaskRow before, TaskRow after) {
        boolean isQueuedBeside = before.state() instanceof Stopped
                && after.state() instanceof Pending pending
                && pending.waiting() instanceof Waiting.ForSlot;
        boolean isStartedBeside = after.state() instanceof Running && after.fence() != before.fence();
        return !isQueuedBeside && !isStartedBeside;
    }
}
