package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting for what must happen. The limit is a safety net for a test that hangs: no verdict rests on its length. */
public final class Await {
    /** Longer than anything here takes on a slow machine. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    private Await() {}

    /**
     * Waits for a latch.
     *
     * @param latch counted down by somebody else
     * @throws InterruptedException if interrupted
     */
    public static void latch(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                .as("signal within " + LIMIT)
                .isTrue();
    }

    /**
     * Waits for a latch through interrupts and keeps none of them: what a stubborn handler does.
     *
     * @param latch counted down by somebody else
     */
    public static void stubbornly(CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                latch(latch);
                done = true;
            } catch (InterruptedException e) {
                done = false; // that is what makes it stubborn
            }
        }
    }

    /**
     * Waits for a thread's end.
     *
     * @param thread was started
     * @throws InterruptedException if interrupted
     */
    public static void end(Thread thread) throws InterruptedException {
        assertThat(thread.join(LIMIT))
                .as("end of " + thread + " within " + LIMIT)
                .isTrue();
    }

    /**
     * Starts a platform thread.
     *
     * @param body its code
     * @return the thread
     */
    public static Thread start(Body body) {
        return Thread.ofPlatform().name("test").daemon().start(() -> {
            try {
                body.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    /** Code of a test's own thread. */
    @FunctionalInterface
    public interface Body {
        /**
         * Called once.
         *
         * @throws Exception ends the thread
         */
        void run() throws Exception;
    }
}
