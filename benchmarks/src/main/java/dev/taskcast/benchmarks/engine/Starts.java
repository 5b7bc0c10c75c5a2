package dev.taskcast.benchmarks.engine;

import dev.taskcast.TaskManager;
import dev.taskcast.task.StartOutcome;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Tasks that do nothing, over many ids, some in flight at once, nobody watching. */
final class Starts {
    private static final int IDS = 10_000;
    private static final int ROUNDS = 20;
    private static final int IN_FLIGHT = 64;

    private Starts() {}

    static void warmUp() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            ofExecutor();
            ofTaskcast();
        }
    }

    /** The least that a task manager could do: two state changes in a map around a virtual thread. */
    @SuppressWarnings("ModifiedButNotUsed") // the writes are what is measured
    static double ofExecutor() throws InterruptedException {
        ConcurrentHashMap<String, String> states = new ConcurrentHashMap<>();
        Semaphore slots = new Semaphore(IN_FLIGHT);
        String[] ids = ids();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            return rate(slots, i -> {
                String id = ids[i];
                states.put(id, "running");
                executor.execute(() -> {
                    states.put(id, "completed");
                    slots.release();
                });
            });
        }
    }

    static double ofTaskcast() throws InterruptedException {
        Semaphore slots = new Semaphore(IN_FLIGHT);
        String[] ids = ids();
        try (TaskManager tasks = TaskManager.create()) {
            for (String id : ids) {
                tasks.register(id, ctx -> slots.release());
            }
            return rate(slots, i -> {
                while (tasks.start(ids[i]) != StartOutcome.STARTED) {
                    Thread.onSpinWait(); // its last run has given its slot back, but not come to its end
                }
            });
        }
    }

    /** What else there is, in memory. */
    static double ofJobRunr() throws InterruptedException {
        return JobRunrStarts.rate(IN_FLIGHT);
    }

    private interface Start {
        void start(int id);
    }

    private static double rate(Semaphore slots, Start start) throws InterruptedException {
        long begun = System.nanoTime();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < IDS; i++) {
                slots.acquire();
                start.start(i);
            }
        }
        slots.acquire(IN_FLIGHT);
        return ROUNDS * (double) IDS / ((System.nanoTime() - begun) / 1e9);
    }

    private static String[] ids() {
        String[] ids = new String[IDS];
        for (int i = 0; i < IDS; i++) {
            ids[i] = "task-" + i;
        }
        return ids;
    }
}
