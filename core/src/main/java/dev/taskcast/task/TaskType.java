package dev.taskcast.task;

import org.jspecify.annotations.Nullable;

/**
 * Registered code that tasks can be submitted to: made by {@code TaskManager.type}.
 *
 * @param name the type's name
 * @param payloadType what its handler takes
 * @param resultType what its handler gives; {@code Void} for nothing
 * @param <P> the payload
 * @param <R> the result
 */
public record TaskType<P, R>(String name, Class<P> payloadType, Class<R> resultType) {
    /**
     * The code of a type.
     *
     * @param <P> the payload
     * @param <R> the result
     */
    @FunctionalInterface
    public interface Handler<P, R> {
        /**
         * Runs once for each run of a task, like a {@link TaskHandler}.
         *
         * @param ctx the run's side of the task
         * @param payload what the task was submitted with; null only where null was submitted
         * @return the task's result; null where there is none
         * @throws Exception whatever it likes; its message becomes the task's error
         */
        @Nullable
        R run(TaskContext ctx, P payload) throws Exception;
    }
}
