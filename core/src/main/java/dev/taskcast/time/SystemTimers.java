package dev.taskcast.time;

import dev.taskcast.thread.SafeLog;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.thread.Threads;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Timers by {@code System.nanoTime}, on one platform thread: a virtual one could be held up by handlers.
 *
 * <p>No lock is taken, and that is why this is no {@code ScheduledThreadPoolExecutor}. A handler's virtual thread sets the timer of its own
 * timeout. Where it has to wait for the lock of a queue of timers it is woken first, but goes on only when a carrier is free. While handlers
 * that compute hold all carriers, the timers' own thread would wait behind it: no timeout would fire.
 */
final class SystemTimers implements TaskClock.Timers {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog ACTION_FAILED = new SafeLog(LOG, System.Logger.Level.ERROR, "A timer's action failed");
    private static final TaskClock.Timer NEVER = () -> {};
    private static final long NAP_NANOS = 100_000_000;

    /** When a timer goes off: by the time, then in the order in which they were set. */
    private record Due(long nanos, long number) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            long later = nanos - other.nanos; // which may overflow: nanoTime begins anywhere
            return later == 0 ? Long.compare(number, other.number) : Long.signum(later);
        }
    }

    private final ConcurrentSkipListMap<Due, Runnable> set = new ConcurrentSkipListMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    SystemTimers() {
        thread = ThreadMaker.here().platform("taskcast-timers", this::run);
        thread.start();
    }

    @Override
    public TaskClock.Timer after(Duration delay, Runnable action) {
        Due due = new Due(System.nanoTime() + Math.max(0, TaskClock.nanosOf(delay)), numbers.incrementAndGet());
        set.put(due, action);
        if (closed) { // a run that began while the manager was closed: its signal has fired already
            set.remove(due);
            return NEVER;
        }
        Map.Entry<Due, Runnable> first = set.firstEntry();
        if (first != null && first.getKey().equals(due)) { // else the thread wakes before that
            LockSupport.unpark(thread);
        }
        return () -> set.remove(due);
    }

    /** What is thrown where there is no memory does not end it. */
    private void run() {
        while (!closed) {
            try {
                goOffOrWait();
            } catch (Throwable noMemory) {
                LockSupport.parkNanos(this, NAP_NANOS);
            }
        }
    }

    private void goOffOrWait() {
        Map.Entry<Due, Runnable> first = set.firstEntry();
        long waitNanos = first == null ? Long.MAX_VALUE : first.getKey().nanos() - System.nanoTime();
        if (first == null || waitNanos > 0) {
            LockSupport.parkNanos(this, waitNanos);
            boolean ignored = Thread.interrupted(); // an action's: else there would be no waiting any more
            return;
        }
        Runnable action = set.remove(first.getKey());
        if (action != null) { // else it was dropped just now
            goOff(action);
        }
    }

    private static void goOff(Runnable action) {
        try {
            action.run();
        } catch (Throwable t) {
            ACTION_FAILED.log(t);
        }
    }

    @Override
    public void close() {
        closed = true;
        set.clear();
        LockSupport.unpark(thread);
        if (!Threads.join(thread, Duration.ofSeconds(10))) {
            LOG.log(System.Logger.Level.WARNING, "A timer's action has been going on for 10 s");
        }
    }
}
