package dev.taskcast.store;

import dev.taskcast.task.TaskIdentity;
import java.util.Set;

/**
 * Which tasks somebody watches. A task is watched that is named by any of the sets.
 *
 * @param since another number where all is to be told anew: what was told before may be lost
 * @param everything whether all tasks are watched
 * @param tasks ids
 * @param owners owners
 * @param tags tags
 * @param types names of types
 * @param lines ids of tasks of which somebody reads what they log
 */
public record Watched(
        long since,
        boolean everything,
        Set<String> tasks,
        Set<String> owners,
        Set<String> tags,
        Set<String> types,
        Set<String> lines) {
    /** No task. */
    public static final Watched NOTHING = new Watched(0, false, Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    /** Makes the sets immutable. */
    public Watched {
        tasks = Set.copyOf(tasks);
        owners = Set.copyOf(owners);
        tags = Set.copyOf(tags);
        types = Set.copyOf(types);
        lines = Set.copyOf(lines);
    }

    /**
     * The same, told at another time.
     *
     * @param number see {@code since}
     * @return this with it
     */
    public Watched since(long number) {
        return new Watched(number, everything, tasks, owners, tags, types, lines);
    }

    /**
     * Whether no task is watched.
     *
     * @return true also where none is named
     */
    public boolean isNothing() {
        return !everything
                && tasks.isEmpty()
                && owners.isEmpty()
                && tags.isEmpty()
                && types.isEmpty()
                && lines.isEmpty();
    }

    /**
     * Whether a task is watched. Does not change in a task's life.
     *
     * @param task any
     * @return false also where only its lines are
     */
    public boolean matches(TaskIdentity task) {
        return everything
                || tasks.contains(task.id())
                || types.contains(task.type())
                || (task.owner() != null && owners.contains(task.owner()))
                || (!tags.isEmpty() && task.tags().stream().anyMatch(tags::contains));
    }
}
