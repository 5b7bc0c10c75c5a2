package dev.taskcast.benchmarks.engine;

import dev.taskcast.TaskManager;
import dev.taskcast.task.StartOutcome;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Tasks that do nothing, over many ids, some in flight at once, nobody watching. */
final class Starts {
    private static final int IN_FLIGHT = 64;

    private final int rounds;
    private final String[] ids;

    /**
     * So many tasks, each started so many times.
     *
     * @param tasks with an id each
     * @param rounds over all of them
     */
    Starts(int tasks, int rounds) {
        this.rounds = rounds;
        ids = new String[tasks];
        for (int i = 0; i < tasks; i++) {
            ids[i] = "task-" + i;
        }
    }

    void warmUp() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            double ignored = ofExecutor() + ofTaskcast() + ofTaskcastWithLimit();
        }
    }

    /** The least that a task manager could do: two state changes in a map around a virtual thread. */
    @SuppressWarnings("ModifiedButNotUsed") // the writes are what is measured
    double ofExecutor() throws InterruptedException {
        ConcurrentHashMap<String, String> states = new ConcurrentHashMap<>();
        Semaphore slots = new Semaphore(IN_FLIGHT);
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

    double ofTaskcast() throws InterruptedException {
        return ofTaskcast(TaskManager.create());
    }

    /** With a limit that is as high as there are tasks in flight. */
    double ofTaskcastWithLimit() throws InterruptedException {
        return ofTaskcast(TaskManager.builder().maxConcurrent(IN_FLIGHT).build());
    }

    private double ofTaskcast(TaskManager manager) throws InterruptedException {
        Semaphore slots = new Semaphore(IN_FLIGHT);
        try (TaskManager tasks = manager) {
            for (String id : ids) {
                tasks.register(id, ctx -> slots.release());
            }
            return rate(slots, i -> {
                StartOutcome outcome = tasks.start(ids[i]);
                while (outcome != StartOutcome.STARTED && outcome != StartOutcome.QUEUED) {
                    Thread.onSpinWait(); // its last run has given its slot back, but not come to its end
                    outcome = tasks.start(ids[i]);
                }
            });
        }
    }

    /** What else there is, in memory. */
    double ofJobRunr(int jobs) throws InterruptedException {
        return JobRunrStarts.rate(IN_FLIGHT, jobs);
    }

    private interface Start {
        void start(int id);
    }

    private double rate(Semaphore slots, Start start) throws InterruptedException {
        long begun = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < ids.length; i++) {
                slots.acquire();
                start.start(i);
            }
        }
        slots.acquire(IN_FLIGHT);
        return rounds * (double) ids.length / ((System.nanoTime() - begun) / 1e9);
    }
}
