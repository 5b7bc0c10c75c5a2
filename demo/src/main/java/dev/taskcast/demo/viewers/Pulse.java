package dev.taskcast.demo.viewers;

import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskHandler;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * What the viewers look at: four times a second, progress that says when it was made. By the machine's clock, which is the
 * same in the process that reads it.
 */
public final class Pulse implements TaskHandler {
    private static final int INTERVAL_MILLIS = 250;

    /** Beats until it is canceled. */
    public Pulse() {}

    @Override
    public void run(TaskContext ctx) throws InterruptedException {
        while (!ctx.isCanceled()) {
            ctx.progress(Long.toString(micros()));
            Thread.sleep(INTERVAL_MILLIS);
        }
    }

    static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, InstantSource.system().instant());
    }
}
