package dev.taskcast.demo;

import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskState;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Runs handlers as the demo does, on a manager. */
public final class Runs {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(2);

    private Runs() {}

    /** Runs a handler once, to its end. */
    public static TaskState run(TaskHandler handler) {
        try (TaskManager tasks = TaskManager.create()) {
            tasks.register("task", handler);
            return run(tasks, "task");
        }
    }

    /** Runs a task once, to its end. */
    public static TaskState run(TaskManager tasks, String id) {
        if (tasks.start(id) != StartOutcome.STARTED) {
            throw new AssertionError("must start, got: " + tasks.getState(id));
        }
        untilTerminal(tasks, id);
        return state(tasks, id);
    }

    /** Waits until the newest run has ended. */
    public static void untilTerminal(TaskManager tasks, String id) {
        until(() -> state(tasks, id).status().isTerminal());
    }

    /** The task's state. */
    public static TaskState state(TaskManager tasks, String id) {
        return tasks.getState(id).orElseThrow();
    }

    /** How many rows, bytes or the like the running task has done. */
    public static double current(TaskManager tasks, String id) {
        return state(tasks, id) instanceof TaskState.Running running
                ? running.progress().current()
                : Double.NaN;
    }

    /** Waits until the handler of a canceled run has returned. */
    public static void untilStopped(TaskManager tasks, String id) {
        until(() -> !(state(tasks, id) instanceof TaskState.Stopped stopped && stopped.stopping() != null));
    }

    /** Waits. */
    public static void until(Callable<Boolean> condition) {
        await().atMost(LONGEST).pollDelay(Duration.ZERO).pollInterval(POLL).until(condition);
    }
}
