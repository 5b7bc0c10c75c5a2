package dev.taskcast.task;

import java.util.concurrent.CancellationException;

/** Thrown by {@link TaskContext#throwIfCanceled()}, to leave a handler whose run was ended from outside. */
public final class TaskCanceledException extends CancellationException {
    private static final long serialVersionUID = 1L;

    /**
     * Made by the run.
     *
     * @param id the task's id
     */
    public TaskCanceledException(String id) {
        super("Task \"" + id + "\" was canceled");
    }
}
