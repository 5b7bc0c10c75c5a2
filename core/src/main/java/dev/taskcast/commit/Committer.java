package dev.taskcast.commit;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import java.util.function.Consumer;

/**
 * The one way by which a command becomes a stored state and an event: decide, keep, forget what is too much, show.
 * Thread-safe.
 */
public interface Committer {
    /**
     * Decides and commits, and waits until that is done.
     *
     * @param id the task
     * @param command what is wanted
     * @param onApplied called if it happens
     * @return what was decided; refused as {@code CLOSED} after {@link #close}
     * @throws dev.taskcast.task.StoreUnavailableException if the store can't be reached for too long: nothing has happened
     */
    Decision submit(String id, Command command, OnApplied onApplied);

    /**
     * As {@link #submit}, for the making of a task with an id that nobody has had: it need not be looked for.
     *
     * @param id the task
     * @param command that it is made
     * @param onApplied called if it happens
     * @return as there
     * @throws dev.taskcast.task.StoreUnavailableException as there
     */
    default Decision submitNew(String id, Command command, OnApplied onApplied) {
        return submit(id, command, onApplied);
    }

    /**
     * Has it decided and committed, without waiting for a store or for whoever else commits: that may be done only after this returns. An
     * outage only delays it.
     *
     * @param id the task
     * @param command what is wanted
     * @param onApplied called if it happens
     * @param then called with what was decided, maybe on another thread: short
     */
    void tell(String id, Command command, OnApplied onApplied, Consumer<Decision> then);

    /**
     * As {@link #tell(String, Command, OnApplied, Consumer)}, by a caller who knows how the task was: as long as it is so, what the caller
     * decides from that holds, and whoever commits need not.
     *
     * @param seen the task
     * @param command what is wanted
     * @param onApplied called if it happens
     * @param then called with what was decided, maybe on another thread: short
     */
    default void tell(TaskRow seen, Command command, OnApplied onApplied, Consumer<Decision> then) {
        tell(seen.id(), command, onApplied, then);
    }

    /** Does what could not be done before, for want of memory. To be called now and then; cheap where there is nothing. */
    default void lookAgain() {}

    /** There may be something to start: a type's code is here, or a task is due. */
    void wake();

    /** Forgets what is too old. */
    void sweep();

    /** Refuses everything from now on. Idempotent. */
    void close();
}
