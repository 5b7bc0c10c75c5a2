package dev.taskcast.task;

/** A submit was refused: there is a task with its unique key, and it said {@link Unique#reject}. */
public final class TaskNotUniqueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The task that is there. */
    private final String id;

    /**
     * Made by the manager.
     *
     * @param id of the task that is there
     */
    public TaskNotUniqueException(String id) {
        super("Task \"" + id + "\" has this unique key already");
        this.id = id;
    }

    /**
     * The task that is there.
     *
     * @return its id
     */
    public String id() {
        return id;
    }
}
