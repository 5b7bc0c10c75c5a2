package dev.taskcast.time;

import dev.taskcast.thread.SafeLog;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.thread.Threads;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The clock of the system, with one platform thread for the timers: a virtual one could be held up by handlers. */
final class SystemClock implements TaskClock {
    static final SystemClock INSTANCE = new SystemClock();

    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog ACTION_FAILED = new SafeLog(LOG, System.Logger.Level.ERROR, "A timer's action failed");
    static final long MAX_NANOS = Long.MAX_VALUE / 4; // 73 years; more overflows the executor's arithmetic

    private SystemClock() {}

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public long millis() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Timers newTimers() {
        return new SystemTimers();
    }

    private static final class SystemTimers implements Timers {
        private static final Timer NEVER = () -> {};

        private static final long NAP_NANOS = 100_000_000;

        private final ThreadMaker threads = ThreadMaker.here();
        private final ScheduledThreadPoolExecutor executor;
        private volatile @Nullable Thread thread;

        SystemTimers() {
            executor = new ScheduledThreadPoolExecutor(1, body -> {
                Thread made = threads.platform("taskcast-timers", () -> goOn(body));
                thread = made;
                return made;
            });
            executor.setRemoveOnCancelPolicy(true);
            executor.setRejectedExecutionHandler(new ThreadPoolExecutor.AbortPolicy());
            executor.prestartCoreThread(); // a close must never meet a thread that is made but not started
        }

        /**
         * The executor's own code may throw too, where there is no memory to wait with; its thread then ends, and another one can't
         * be made for the same reason. It does not end before it has.
         */
        private void goOn(Runnable body) {
            try {
                body.run();
            } finally {
                while (!executor.isShutdown() && executor.getPoolSize() == 0) {
                    replace();
                }
            }
        }

        private void replace() {
            try {
                executor.prestartCoreThread();
            } catch (Throwable noThread) {
                LockSupport.parkNanos(NAP_NANOS);
            }
        }

        @Override
        public Timer after(Duration delay, Runnable action) {
            long nanos = TaskClock.nanosOf(delay);
            try {
                ScheduledFuture<?> future = executor.schedule(() -> guarded(action), nanos, TimeUnit.NANOSECONDS);
                return () -> future.cancel(false);
            } catch (RejectedExecutionException closed) {
                return NEVER; // a run that began while the manager was closed: its signal has fired already
            }
        }

        @Override
        public void close() {
            executor.shutdownNow();
            Thread running = thread;
            if (running != null && !Threads.join(running, Duration.ofSeconds(10))) {
                LOG.log(System.Logger.Level.WARNING, "A timer's action has been going on for 10 s");
            }
        }

        private static void guarded(Runnable action) {
            try {
                action.run();
            } catch (Throwable t) {
                ACTION_FAILED.log(t);
            }
        }
    }
}
