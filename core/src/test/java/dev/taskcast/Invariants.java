package dev.taskcast;

import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskChange.Removed;
import dev.taskcast.task.TaskChange.Updated;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Stopped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What holds for the changes that any one listener gets, however slow it is. */
public final class Invariants {
    private Invariants() {}

    /**
     * Checks: positions never fall; a task's run numbers never fall from its registration to its removal; a run has one
     * terminal status, and after it only the end of {@code stopping}.
     *
     * @param changes in the order in which they came
     */
    public static void check(List<TaskChange> changes) {
        long position = 0;
        Map<String, TaskState> last = new HashMap<>();
        for (TaskChange change : changes) {
            if (change.position() < position) {
                throw broken("positions never fall, below " + position, change, changes);
            }
            position = change.position();
            switch (change) {
                case Removed removed -> last.remove(removed.id());
                case Updated updated -> {
                    String problem = problem(last.put(updated.id(), updated.state()), updated.state());
                    if (!problem.isEmpty()) {
                        throw broken(problem, change, changes);
                    }
                }
            }
        }
    }

    private static String problem(@Nullable TaskState before, TaskState now) {
        if (before == null || before.run() < now.run()) {
            return "";
        }
        if (before.run() > now.run()) {
            return "nothing of an older run, after " + before;
        }
        if (before.status().isTerminal() && before.status() != now.status()) {
            return "one terminal status a run, after " + before;
        }
        if (before instanceof Stopped b && b.stopping() == null && now instanceof Stopped n && n.stopping() != null) {
            return "stopping ends once, after " + before;
        }
        return "";
    }

    private static AssertionError broken(String rule, TaskChange change, List<TaskChange> changes) {
        int index = changes.indexOf(change);
        List<TaskChange> around = changes.subList(Math.max(0, index - 20), Math.min(changes.size(), index + 3));
        return new AssertionError("Wanted: " + rule + ", got: " + change + ", among " + around);
    }
}
