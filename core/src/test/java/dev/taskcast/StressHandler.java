package dev.taskcast;

import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskOptions;
import java.time.Duration;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A handler of which no two runs behave alike: brief, chatty, failing, blocking, stubborn. Thread-safe. */
final class StressHandler implements TaskHandler {
    static final int TASKS = 8;
    /** What runs say that were ended from outside. */
    static final String GHOST = "ghost";

    private final long seed;
    private final AtomicLong runs = new AtomicLong();
    private final Queue<TaskContext> ghosts = new ConcurrentLinkedQueue<>();

    StressHandler(long seed) {
        this.seed = seed;
    }

    /** Half of the tasks have a timeout, one runs on platform threads, one is kept, one is not interrupted. */
    static TaskOptions options(int task) {
        TaskOptions.Builder options = TaskOptions.builder();
        if (task % 2 == 0) {
            options.timeout(Duration.ofMillis(3));
        }
        if (task == 6) {
            options.platformThread();
        }
        if (task == 7) {
            options.keep();
        }
        return options.interruptOnCancel(task != 5).build();
    }

    @Override
    public void run(TaskContext ctx) throws Exception {
        SplittableRandom random = new SplittableRandom(seed + runs.incrementAndGet());
        CountDownLatch canceled = new CountDownLatch(1);
        try {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> ctx.result(ctx.run());
                case 4, 5, 6 -> {
                    int steps = random.nextInt(3_000);
                    for (int i = 0; i < steps && !ctx.isCanceled(); i++) {
                        ctx.progress("working", i, steps);
                    }
                }
                case 3 -> throw new IllegalStateException("as told");
                case 7, 8 -> {
                    ctx.progress("blocking");
                    blockUntilInterrupted(ctx, canceled);
                }
                default -> {
                    ctx.signal().onCancel(canceled::countDown);
                    Await.stubbornly(canceled);
                    ctx.progress(GHOST);
                }
            }
        } finally {
            if (ctx.isCanceled() && ghosts.size() < 100) {
                ghosts.add(ctx);
            }
        }
    }

    private static void blockUntilInterrupted(TaskContext ctx, CountDownLatch canceled) throws InterruptedException {
        if (ctx.id().equals("t5")) { // which is not interrupted; a callback costs a thread, so the others have none
            ctx.signal().onCancel(canceled::countDown);
        }
        canceled.await();
    }

    /** Reports for a run that was ended from outside. */
    void haunt() {
        TaskContext ghost = ghosts.poll();
        if (ghost != null) {
            ghost.progress(GHOST, 1, 2);
            ghost.result(GHOST);
        }
    }
}
