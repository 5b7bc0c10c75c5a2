package dev.taskcast;

import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskChange.Removed;
import dev.taskcast.task.TaskChange.Updated;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Stopped;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the changes that any one listener gets, however slow it is: positions never fall; a task's run numbers
 * never fall from its registration to its removal; a run has one terminal status, and after it only the end of
 * {@code stopping}. Not thread-safe.
 */
public final class Invariants {
    private static final int REMEMBERED = 20;

    private final Map<String, TaskState> newest = new HashMap<>();
    private final Deque<TaskChange> before = new ArrayDeque<>();
    private long position;

    /** Of a listener that has got nothing. */
    public Invariants() {}

    /**
     * Checks a whole record.
     *
     * @param changes in the order in which they came
     */
    public static void check(List<TaskChange> changes) {
        Invariants invariants = new Invariants();
        changes.forEach(invariants::add);
    }

    /**
     * Checks the next change.
     *
     * @param change came after those before it
     */
    public void add(TaskChange change) {
        if (change.position() < position) {
            throw broken("positions never fall, below " + position, change);
        }
        position = change.position();
        switch (change) {
            case Removed removed -> newest.remove(removed.id());
            case Updated updated -> {
                String problem = problem(newest.put(updated.id(), updated.state()), updated.state());
                if (!problem.isEmpty()) {
                    throw broken(problem, change);
                }
            }
        }
        before.add(change);
        if (before.size() > REMEMBERED) {
            before.remove();
        }
    }

    /**
     * What the listener knows by now.
     *
     * @return the newest state of each task, by id
     */
    public Map<String, TaskState> newest() {
        return newest;
    }

    private static String problem(@Nullable TaskState before, TaskState now) {
        if (before == null || before.run() < now.run()) {
            return "";
        }
        if (now instanceof Pending waiting && waiting.waiting().isQueued()) {
            return before.run() - now.run() > 1 ? "no run but the one handed back is taken back, after " + before : "";
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

    private AssertionError broken(String rule, TaskChange change) {
        return new AssertionError("Wanted: " + rule + ", got: " + change + ", after " + before);
    }
}
