package dev.taskcast.task;

/** The code of a task. */
@FunctionalInterface
public interface TaskHandler {
    /**
     * Runs once for each run of the task, on a thread of its own. Returning normally completes the task; an exception
     * or error ends it with {@link TaskStatus#ERROR}. After a cancel or a timeout nothing that this run does reaches the
     * task's state any more: it should notice (by {@link TaskContext#isCanceled()}, the signal or its interrupt) and
     * return soon.
     *
     * @param ctx the run's side of the task
     * @throws Exception whatever it likes; its message becomes the task's error
     */
    void run(TaskContext ctx) throws Exception;
}
