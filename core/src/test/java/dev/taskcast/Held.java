package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskHandler;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A handler whose runs begin and then wait for the test to end them. Thread-safe. */
public final class Held implements TaskHandler {
    private final boolean stubborn;
    private final BlockingQueue<Run> begun = new LinkedBlockingQueue<>();

    private Held(boolean stubborn) {
        this.stubborn = stubborn;
    }

    /**
     * Runs that an interrupt ends.
     *
     * @return a handler
     */
    public static Held polite() {
        return new Held(false);
    }

    /**
     * Runs that no interrupt ends.
     *
     * @return a handler
     */
    public static Held stubborn() {
        return new Held(true);
    }

    @Override
    public void run(TaskContext ctx) throws Exception {
        Run run = new Run(ctx, Thread.currentThread());
        begun.add(run);
        try {
            if (stubborn) {
                Await.stubbornly(run.mayEnd);
            } else {
                Await.latch(run.mayEnd);
            }
            if (run.thrown != null) {
                throw run.thrown;
            }
        } finally {
            run.atEnd.countDown();
        }
    }

    /**
     * Waits for the next run to begin.
     *
     * @return the run, each once
     * @throws InterruptedException if interrupted
     */
    public Run next() throws InterruptedException {
        Run run = begun.poll(Await.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        if (run == null) {
            throw new AssertionError("Wanted a run within " + Await.LIMIT);
        }
        return run;
    }

    /**
     * How many runs have begun that no {@link #next} took.
     *
     * @return a count
     */
    public int waiting() {
        return begun.size();
    }

    /** A run that has begun. */
    public static final class Run {
        private final TaskContext ctx;
        private final Thread thread;
        private final CountDownLatch mayEnd = new CountDownLatch(1);
        private final CountDownLatch atEnd = new CountDownLatch(1);
        private volatile @Nullable Exception thrown;

        private Run(TaskContext ctx, Thread thread) {
            this.ctx = ctx;
            this.thread = thread;
        }

        /**
         * What the handler has of its run.
         *
         * @return may be used by the test in the handler's place
         */
        public TaskContext ctx() {
            return ctx;
        }

        /**
         * The thread that the handler is called on.
         *
         * @return alive until a moment after the end
         */
        public Thread thread() {
            return thread;
        }

        /** Lets the handler return. */
        public void end() {
            mayEnd.countDown();
        }

        /**
         * Lets the handler throw.
         *
         * @param exception is thrown
         */
        public void fail(Exception exception) {
            thrown = exception;
            mayEnd.countDown();
        }

        /**
         * Waits until the handler has ended and what follows from it is done.
         *
         * @throws InterruptedException if interrupted
         */
        public void awaitEnd() throws InterruptedException {
            Await.latch(atEnd);
            assertThat(thread.join(Await.LIMIT)).as("end of " + thread).isTrue();
        }
    }
}
