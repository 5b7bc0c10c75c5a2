package dev.taskcast.task;

/** A submit was refused: there is a task with the id that it asked for. */
public final class TaskExistsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Made by the manager.
     *
     * @param id the id
     */
    public TaskExistsException(String id) {
        super("Task \"" + id + "\" exists already");
    }
}
