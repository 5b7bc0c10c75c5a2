package dev.taskcast.spring;

import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskType;

/**
 * Submits tasks of one type. There is a bean of it for each method that {@linkplain HandlesTask handles} a type, to be injected by the
 * payload's and the result's class, or by {@code @Qualifier} with the type's name. Thread-safe.
 *
 * <p>Within a transaction that may write, a task is made with its commit or not at all. Where the transaction is on the store's own
 * database, it is made <i>by</i> the commit. Else it is made right after it, and is lost if the process ends in between. See {@code
 * taskcast.transactions}.
 *
 * @param <P> the payload's class
 * @param <R> the result's class
 */
public interface TaskSubmitter<P, R> {
    /**
     * Submits a task.
     *
     * @param payload what its handler gets
     * @return the task; where the transaction is still open, as it will be
     * @throws IllegalStateException if there are too many tasks, or the manager is closed
     */
    default TaskState submit(P payload) {
        return submit(payload, SubmitOptions.DEFAULT);
    }

    /**
     * Submits a task.
     *
     * @param payload what its handler gets
     * @param options an id, words for people, a key, a priority, a time
     * @return the task; where the transaction is still open, as it will be
     * @throws IllegalStateException if there are too many tasks, the id is taken, or the manager is closed
     * @throws IllegalArgumentException if options can't hold where a transaction is open: a unique key can't
     */
    TaskState submit(P payload, SubmitOptions options);

    /**
     * The type.
     *
     * @return for {@code TaskManager.submit}
     */
    TaskType<P, R> type();
}
