package dev.taskcast.http.filter;

import dev.taskcast.task.TaskIdentity;
import java.util.Set;

/**
 * Which tasks somebody wants: values of one name mean or, different names mean and; a name without values means any.
 *
 * @param tasks ids
 * @param types names of types
 * @param owners owners
 * @param tags tags
 */
public record Filter(Set<String> tasks, Set<String> types, Set<String> owners, Set<String> tags) {
    /** All tasks. */
    public static final Filter ALL = new Filter(Set.of(), Set.of(), Set.of(), Set.of());

    /** Makes the sets immutable. */
    public Filter {
        tasks = Set.copyOf(tasks);
        types = Set.copyOf(types);
        owners = Set.copyOf(owners);
        tags = Set.copyOf(tags);
    }

    /**
     * Whether a task is wanted. Does not change in a task's life.
     *
     * @param task any
     * @return whether each name has no values or the task's
     */
    public boolean matches(TaskIdentity task) {
        return has(tasks, task.id())
                && has(types, task.type())
                && (owners.isEmpty() || (task.owner() != null && owners.contains(task.owner())))
                && (tags.isEmpty() || task.tags().stream().anyMatch(tags::contains));
    }

    /**
     * Whether it names the tasks that are wanted, or whom they belong to: then more is told of each.
     *
     * @return false where it wants whatever there is, or what has some type or tag
     */
    public boolean isNaming() {
        return !tasks.isEmpty() || !owners.isEmpty();
    }

    private static boolean has(Set<String> wanted, String value) {
        return wanted.isEmpty() || wanted.contains(value);
    }
}
