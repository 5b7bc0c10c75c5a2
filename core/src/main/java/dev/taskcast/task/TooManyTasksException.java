package dev.taskcast.task;

/** A submit was refused: as many submitted tasks as {@code maxPending} allows have not ended yet. */
public final class TooManyTasksException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Made by the manager.
     *
     * @param max the limit
     */
    public TooManyTasksException(int max) {
        super("Too many tasks: " + max + " submitted ones have not ended yet");
    }
}
