package dev.taskcast.cli.watch;

import dev.taskcast.task.TaskState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When there is nothing more to watch.
 *
 * @param before the tasks that are waited for, by their ids, with the state that does not count: the one before they were started.
 *     Without tasks it is about all
 * @param isUntilIdle where it is about all: whether to end once none of them runs or waits
 */
public record Goal(Map<String, Optional<TaskState>> before, boolean isUntilIdle) {
    /** Makes the map immutable. */
    public Goal {
        before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
    }

    /**
     * The end of the runs of some tasks; one that has ended already is done.
     *
     * @param ids which
     * @return the goal
     */
    public static Goal endOf(List<String> ids) {
        Map<String, Optional<TaskState>> any = new LinkedHashMap<>();
        ids.forEach(id -> any.put(id, Optional.empty()));
        return new Goal(any, false);
    }

    /** Whether it is about these tasks, and no others. */
    boolean isOfSome() {
        return !before.isEmpty();
    }

    /** Whether a task has ended in a way that counts. */
    boolean isEnd(TaskState state) {
        if (!(state instanceof TaskState.Terminal ended)) {
            return false;
        }
        Optional<TaskState> old = before.getOrDefault(state.id(), Optional.empty());
        return !(old.isPresent() && old.get() instanceof TaskState.Terminal first && isSame(first, ended));
    }

    /** Whether it is the end of the same run. */
    static boolean isSame(TaskState.Terminal one, TaskState.Terminal other) {
        return one.run() == other.run() && one.lastRun() == other.lastRun();
    }
}
