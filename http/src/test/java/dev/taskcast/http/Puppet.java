package dev.taskcast.http;

import dev.taskcast.Await;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskHandler;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A handler that a test moves by hand. */
public final class Puppet implements TaskHandler {
    private final boolean stubborn;
    private final BlockingQueue<Run> runs = new LinkedBlockingQueue<>();

    private Puppet(boolean stubborn) {
        this.stubborn = stubborn;
    }

    /** Returns when it is told to, or interrupted. */
    public static Puppet docile() {
        return new Puppet(false);
    }

    /** Returns when it is told to, whatever interrupts it. */
    public static Puppet stubborn() {
        return new Puppet(true);
    }

    @Override
    public void run(TaskContext ctx) throws Exception {
        Run run = new Run(ctx, Thread.currentThread());
        runs.add(run);
        if (stubborn) {
            Await.stubbornly(run.told);
        } else {
            Await.latch(run.told);
        }
        if (run.error != null) {
            throw new IllegalStateException(run.error);
        }
    }

    /** The next run, once its handler has begun. */
    public Run awaitRun() {
        try {
            return Objects.requireNonNull(runs.poll(Await.LIMIT.toSeconds(), TimeUnit.SECONDS), "a run");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** One run. */
    public static final class Run {
        private final TaskContext ctx;
        private final Thread thread;
        private final CountDownLatch told = new CountDownLatch(1);
        private volatile @Nullable String error;

        private Run(TaskContext ctx, Thread thread) {
            this.ctx = ctx;
            this.thread = thread;
        }

        /** What the handler has. */
        public TaskContext ctx() {
            return ctx;
        }

        /** The handler returns; its end is committed when this returns. */
        public void end() {
            told.countDown();
            try {
                Await.end(thread);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /** The handler throws; its end is committed when this returns. */
        public void fail(String message) {
            error = message;
            end();
        }
    }
}
