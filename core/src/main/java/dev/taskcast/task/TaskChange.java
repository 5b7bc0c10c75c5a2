package dev.taskcast.task;

/** One change of one task, as a {@link TaskListener} sees it. */
public sealed interface TaskChange {
    /**
     * The place in the log that the listener has been brought up to with this change. Positions never fall from one
     * change to the next; a change of progress takes none of its own and repeats the last one.
     *
     * @return a position, below 2^53
     */
    long position();

    /**
     * The task that changed.
     *
     * @return its id
     */
    String id();

    /**
     * A task was registered, or its state changed.
     *
     * @param position the place in the log
     * @param id the task's id
     * @param state its new state
     */
    record Updated(long position, String id, TaskState state) implements TaskChange {}

    /**
     * A task was unregistered, or forgotten because of {@code maxHistory}.
     *
     * @param position the place in the log
     * @param id the task's id
     */
    record Removed(long position, String id) implements TaskChange {}
}
