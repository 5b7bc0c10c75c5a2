package dev.taskcast.http.pump;

import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.thread.Threads;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Where a server has requests answered, and the application asked: up to eight platform threads, since handlers that compute may hold all
 * carriers of virtual ones, and a cancel must get through just then. They end where there is nothing to do for 30 seconds. Up to 1,024
 * requests wait for them; what is too much is refused, not queued without end. Thread-safe.
 */
public final class RequestThreads implements Executor, AutoCloseable {
    private static final int THREADS = 8;
    private static final int QUEUED = 1_024;

    private static final Duration LAST_STEPS = Duration.ofSeconds(1);

    private static final long NAP_NANOS = 100_000_000;

    private final ThreadMaker maker = ThreadMaker.here();
    private final AtomicInteger number = new AtomicInteger();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor pool;

    /** None yet. Those that come will be like the current one. */
    public RequestThreads() {
        pool = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUED), this::made);
        pool.allowCoreThreadTimeOut(true);
    }

    private Thread made(Runnable body) {
        Thread thread = maker.platform("taskcast-request-" + number.incrementAndGet(), () -> goOn(body));
        threads.removeIf(old -> old.getState() == Thread.State.TERMINATED);
        threads.add(thread);
        return thread;
    }

    /**
     * The pool's own code may throw too, where there is no memory to wait with; its thread then ends, and another one can't be made for the
     * same reason. Not before it has, if it is the last one and requests wait.
     */
    private void goOn(Runnable body) {
        try {
            body.run();
        } finally {
            while (!pool.isShutdown()
                    && pool.getPoolSize() == 0
                    && !pool.getQueue().isEmpty()) {
                replace();
            }
        }
    }

    private void replace() {
        try {
            pool.prestartCoreThread();
        } catch (Throwable noThread) {
            LockSupport.parkNanos(NAP_NANOS);
        }
    }

    /**
     * Has a request answered.
     *
     * @param request may block
     * @throws java.util.concurrent.RejectedExecutionException if there are too many, or this is closed
     */
    @Override
    public void execute(Runnable request) {
        pool.execute(request);
    }

    /** Lets the requests under way be answered, for two seconds at the most; those that take longer are interrupted. */
    @Override
    public void close() {
        pool.shutdown();
        boolean interrupted = false;
        try {
            if (pool.awaitTermination(2, TimeUnit.SECONDS)) {
                awaitEnds();
            } else {
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

    /** A pool counts as ended a little before its threads do. */
    private void awaitEnds() {
        for (Thread thread : threads) {
            if (thread.isAlive()) {
                boolean ignored = Threads.join(thread, LAST_STEPS);
            }
        }
    }
}
