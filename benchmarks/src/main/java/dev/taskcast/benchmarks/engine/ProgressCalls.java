package dev.taskcast.benchmarks.engine;

import dev.taskcast.TaskManager;
import dev.taskcast.task.TaskProgress;
import java.util.concurrent.CompletableFuture;

/** Progress in a tight loop, nobody watching. */
final class ProgressCalls {
    private static final int CALLS = 10_000_000;

    @SuppressWarnings("UnusedVariable") // written only: that is what is measured
    private static volatile TaskProgress field = TaskProgress.STARTING;

    private ProgressCalls() {}

    static void warmUp() throws Exception {
        ofVolatileField();
        ofTaskcast();
    }

    /** The least that a progress call could do. */
    static double ofVolatileField() {
        long begun = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            field = new TaskProgress("Working", i, CALLS);
        }
        return (System.nanoTime() - begun) / (double) CALLS;
    }

    static double ofTaskcast() throws Exception {
        CompletableFuture<Double> nanos = new CompletableFuture<>();
        try (TaskManager tasks = TaskManager.create()) {
            tasks.register("loop", ctx -> {
                long begun = System.nanoTime();
                for (int i = 0; i < CALLS; i++) {
                    ctx.progress("Working", i, CALLS);
                }
                nanos.complete((System.nanoTime() - begun) / (double) CALLS);
            });
            tasks.start("loop");
            return nanos.get();
        }
    }
}
