package dev.taskcast.tester;

import dev.taskcast.task.TaskIdentity;
import org.jspecify.annotations.Nullable;

/**
 * A run whose handler is about to begin, once the test says so.
 *
 * @param identity of the task: its id, type, title, owner and tags
 * @param run which run of the task it is, 1 for the first
 * @param payload what the task was submitted with, of the type's class; null for none, and for a registered task
 */
public record HeldRun(
        TaskIdentity identity, int run, @Nullable Object payload) {
    /**
     * Of which task.
     *
     * @return its id
     */
    public String id() {
        return identity.id();
    }
}
