package dev.taskcast.lifecycle;

import dev.taskcast.codec.Payload;
import dev.taskcast.task.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * What a store keeps of a task. Immutable; each change makes a new one.
 *
 * @param state the newest state
 * @param created the position of the event that made the task: the order of registration
 * @param position the position of its newest transition: the version that decisions are made from
 * @param fence the position of the event that started its newest run, 0 before the first; only the run with this fence
 *     may change the task
 * @param keep whether the task is exempt from being forgotten
 * @param payload what it was submitted with, or null for a task that was registered
 */
public record TaskRow(
        TaskState state,
        long created,
        long position,
        long fence,
        boolean keep,
        @Nullable Payload payload) {
    /**
     * The task's id.
     *
     * @return short for {@code state().id()}
     */
    public String id() {
        return state.id();
    }

    /**
     * The same row in another state, without a transition.
     *
     * @param amended the state
     * @return a row at the same position
     */
    public TaskRow with(TaskState amended) {
        return new TaskRow(amended, created, position, fence, keep, payload);
    }
}
