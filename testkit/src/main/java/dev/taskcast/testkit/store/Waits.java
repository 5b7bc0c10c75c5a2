package dev.taskcast.testkit.store;

import dev.taskcast.TaskManager;
import dev.taskcast.task.TaskState;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Waits by looking again and again. */
final class Waits {
    /** Only against a test that hangs: no verdict rests on this number. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    private static final long LOOK_NANOS = 5_000_000;

    private Waits() {}

    static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("Wanted within " + LIMIT + ": " + what);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    static TaskState until(TaskManager tasks, String id, Predicate<TaskState> condition) {
        until(
                "another state of task " + id,
                () -> tasks.getState(id).filter(condition).isPresent());
        return state(tasks, id);
    }

    static TaskState ended(TaskManager tasks, String id) {
        return until(tasks, id, state -> state.status().isTerminal());
    }

    static TaskState state(TaskManager tasks, String id) {
        return tasks.getState(id).orElseThrow(() -> new AssertionError("There is no task " + id));
    }
}
