package dev.taskcast.server;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where requests are answered: platform threads, since handlers that compute may hold all carriers of virtual ones, and a
 * cancel must get through just then. What is too much is refused, not queued without end.
 */
final class RequestThreads implements Executor, AutoCloseable {
    private static final int THREADS = 8;
    private static final int QUEUED = 1_024;

    private final ThreadPoolExecutor pool;

    RequestThreads() {
        AtomicInteger number = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUED),
                body -> Thread.ofPlatform()
                        .daemon()
                        .name("taskcast-request-" + number.incrementAndGet())
                        .unstarted(body));
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable request) {
        pool.execute(request);
    }

    /** Lets the requests under way be answered, for two seconds at the most. */
    @Override
    public void close() {
        pool.shutdown();
        boolean interrupted = false;
        try {
            if (!pool.awaitTermination(2, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            interrupted = true;
            pool.shutdownNow();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
