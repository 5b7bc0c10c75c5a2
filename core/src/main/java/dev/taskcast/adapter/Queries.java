package dev.taskcast.adapter;

import dev.taskcast.lines.LineTail;
import dev.taskcast.log.Members;
import dev.taskcast.log.RestingRows;
import dev.taskcast.store.TaskFinder;
import dev.taskcast.store.Watched;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskState;
import java.util.Collection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What can be asked about tasks by those who show them. Thread-safe. */
public interface Queries {
    /**
     * A task as it is.
     *
     * @param id which
     * @return null where there is none
     */
    @Nullable
    TaskState state(String id);

    /**
     * A state of the log as a viewer is to be shown it: with where the task stands now, where it still waits as the state says.
     *
     * @param state the state after a transition
     * @param position the transition's
     * @return the very same where it waits for nothing
     */
    TaskState shown(TaskState state, long position);

    /**
     * Some tasks, as readers of the log are shown them.
     *
     * @param ids which
     * @param afterCreated only those that were made after this position
     * @return all of them that there are, in the order of their registration
     */
    Members members(Collection<String> ids, long afterCreated);

    /**
     * Looks for tasks that the heap does not hold, for who begins to watch them. May block.
     *
     * @param ids of tasks, of which some may be held, or not be there
     * @param owners whose newest tasks that have ended are wanted as well, as far as one page goes
     * @return to be closed; none while the store can't be asked
     */
    RestingRows resting(Collection<String> ids, Collection<String> owners);

    /**
     * Finds tasks, as readers of the log are shown them. May block.
     *
     * @param query what is asked for
     * @param sees which tasks may be found, asked on this thread; null for all
     * @return a page. One that is broken off says so
     */
    TaskFinder.Found find(TaskQuery query, @Nullable Predicate<TaskIdentity> sees);

    /**
     * Counts what matches, up to {@link TaskQuery#COUNT}. May block.
     *
     * @param query what is asked for
     * @return on all pages
     */
    TaskFinder.Count count(TaskQuery query);

    /**
     * Whether there was a task once. May block.
     *
     * @param id its id
     * @return true for a task that was taken away or forgotten, as long as a durable store remembers it
     */
    boolean isGone(String id);

    /**
     * Somebody watches tasks: what goes on of them on other nodes is to be shown live.
     *
     * @param watched which
     * @return ends it; idempotent
     */
    Runnable watch(Watched watched);

    /**
     * Where a viewer was told of a position by another node, reads what that one had from the journal. May block, for a second at the most.
     *
     * @param position that the viewer has
     * @return false where the store can't say at the moment whether there is more to read, and this node has not got that far
     */
    boolean catchUp(long position);

    /**
     * Brings back what a task's newest run has logged in an earlier life of the store. May block.
     *
     * @param id of which task
     */
    void restoreLines(String id);

    /**
     * A task's lines.
     *
     * @param id of which task
     * @return null where no run has logged any, or they are only in the store
     */
    @Nullable
    LineTail lines(String id);

    /**
     * How often there were new lines to read, of whichever task.
     *
     * @return rises
     */
    long linesShown();
}
