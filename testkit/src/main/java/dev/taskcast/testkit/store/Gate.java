package dev.taskcast.testkit.store;

import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskHandler;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A handler whose runs begin, and then wait for the test. An interrupt ends them. Thread-safe. */
final class Gate implements TaskHandler {
    private final BlockingQueue<TaskContext> begun = new LinkedBlockingQueue<>();
    private final Semaphore mayEnd = new Semaphore(0);

    @Override
    public void run(TaskContext ctx) throws InterruptedException {
        begun.add(ctx);
        mayEnd.acquire();
    }

    /** Waits for the next run to begin. */
    TaskContext next() throws InterruptedException {
        TaskContext ctx = begun.poll(Waits.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        if (ctx == null) {
            throw new AssertionError("Wanted a run within " + Waits.LIMIT);
        }
        return ctx;
    }

    /** How many runs have begun that no {@link #next} took. */
    int waiting() {
        return begun.size();
    }

    /** Lets one run end. */
    void open() {
        mayEnd.release();
    }
}
