package dev.taskcast.lifecycle;

import dev.taskcast.codec.Payload;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import java.util.Map;
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
 * @param restart whether a run that its node did not end is followed by another one
 * @param payload what it was submitted with, or null for a task that was registered
 * @param notes what its runs noted for later ones, by name, or null for nothing; immutable
 */
public record TaskRow(
        TaskState state,
        long created,
        long position,
        long fence,
        boolean keep,
        boolean restart,
        @Nullable Payload payload,
        @Nullable Map<String, Payload> notes) {
    /**
     * Without notes, and not followed by another run by itself.
     *
     * @param state the newest state
     * @param created the position of the event that made the task
     * @param position the position of its newest transition
     * @param fence the position of the event that started its newest run
     * @param keep whether the task is exempt from being forgotten
     * @param payload what it was submitted with, or null
     */
    public TaskRow(TaskState state, long created, long position, long fence, boolean keep, @Nullable Payload payload) {
        this(state, created, position, fence, keep, false, payload, null);
    }

    /**
     * The task's id.
     *
     * @return short for {@code state().id()}
     */
    public String id() {
        return state.id();
    }

    /**
     * Whether a run that was started with this row goes on from what an earlier one left: its notes, or how far it was.
     *
     * @return false where it begins from nothing
     */
    public boolean isResumed() {
        boolean isFurther = state instanceof TaskState.Running running
                && !running.progress().equals(TaskProgress.STARTING);
        return notes != null || isFurther;
    }

    /**
     * The same row in another state, without a transition.
     *
     * @param amended the state
     * @return a row at the same position
     */
    public TaskRow with(TaskState amended) {
        return new TaskRow(amended, created, position, fence, keep, restart, payload, notes);
    }

    /**
     * The same row after a transition.
     *
     * @param moved the state
     * @param at the position of the transition
     * @param newFence that of the newest run
     * @return a row at that position
     */
    public TaskRow moved(TaskState moved, long at, long newFence) {
        return new TaskRow(moved, created, at, newFence, keep, restart, payload, notes);
    }

    /**
     * The same row with other notes.
     *
     * @param newer all of them, or null for none
     * @return a row at the same position
     */
    public TaskRow noted(@Nullable Map<String, Payload> newer) {
        return new TaskRow(state, created, position, fence, keep, restart, payload, newer);
    }
}
