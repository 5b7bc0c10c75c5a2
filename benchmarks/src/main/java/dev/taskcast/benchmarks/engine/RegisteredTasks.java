package dev.taskcast.benchmarks.engine;

import dev.taskcast.TaskManager;
import dev.taskcast.task.TaskHandler;

/** What a registered task keeps on the heap. */
final class RegisteredTasks {
    private RegisteredTasks() {}

    /** Bytes for each, its id not counted: that is the caller's string. */
    static double bytesEach(int count) {
        String[] ids = new String[count];
        for (int i = 0; i < count; i++) {
            ids[i] = "task-" + i;
        }
        TaskHandler handler = ctx -> {};
        long before = used();
        try (TaskManager tasks = TaskManager.create()) {
            for (String id : ids) {
                tasks.register(id, handler);
            }
            double bytes = (used() - before) / (double) count;
            if (tasks.getState(ids[count - 1]).isEmpty()) { // keeps the ids and the manager alive until here
                throw new IllegalStateException("The last task must be there");
            }
            return bytes;
        }
    }

    /** Bytes of the heap that live. */
    static long used() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 4; i++) {
            runtime.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
