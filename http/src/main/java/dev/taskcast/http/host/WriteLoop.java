package dev.taskcast.http.host;

import dev.taskcast.http.pump.PumpLoop;
import dev.taskcast.thread.SafeLog;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.thread.Threads;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A platform thread that does what it is given, in that order, and what is due. Nothing that is thrown ends it. Thread-safe.
 */
final class WriteLoop implements PumpLoop {
    private static final SafeLog WORK_FAILED =
            new SafeLog(System.getLogger("dev.taskcast"), System.Logger.Level.ERROR, "What a loop was to do failed");
    private static final int TURN = 1_024; // then what is due has its turn
    private static final long LONGEST_SLEEP_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Queue<Runnable> given = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final PriorityQueue<Due> due = new PriorityQueue<>(); // the thread's
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean ended;

    /**
     * One that is not started yet.
     *
     * @param threads makes its thread
     * @param name the thread's
     */
    WriteLoop(ThreadMaker threads, String name) {
        thread = threads.platform(name, this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public boolean isIn() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void execute(Runnable work) {
        if (ended) {
            throw new RejectedExecutionException("The host is closed");
        }
        given.add(work);
        wake();
        if (ended && given.remove(work)) { // it came after the thread had looked for the last time
            throw new RejectedExecutionException("The host is closed");
        }
    }

    private void wake() {
        if (!woken.get() && woken.compareAndSet(false, true)) {
            LockSupport.unpark(thread);
        }
    }

    /** What the connections have to say is given like anything else, so that it comes before this. */
    @Override
    public void executeAfterOthers(Runnable work) {
        if (!ended) {
            execute(work);
        }
    }

    @Override
    public void schedule(long nanos, Runnable work) {
        plan(new Due(work, System.nanoTime() + nanos, 0));
    }

    @Override
    public void repeat(long nanos, Runnable work) {
        plan(new Due(work, System.nanoTime() + nanos, nanos));
    }

    private void plan(Due planned) {
        if (isIn()) {
            due.add(planned);
        } else {
            execute(() -> due.add(planned));
        }
    }

    /**
     * Does what it has been given until now, and ends.
     *
     * @param patience how long to wait for that
     * @return whether it has ended, or this is its own thread
     */
    boolean close(Duration patience) {
        stopped = true;
        LockSupport.unpark(thread);
        return Threads.join(thread, patience);
    }

    private void run() {
        while (!stopped) {
            try {
                round();
            } catch (Throwable t) { // what is to say so may fail too, even the loading of its class
                LockSupport.parkNanos(this, NAP_NANOS);
            }
        }
        ended = true;
        doAll(Integer.MAX_VALUE);
    }

    private void round() {
        woken.set(false); // before it is looked: what comes in between wakes it again
        doDue();
        doAll(TURN);
        if (given.isEmpty() && !woken.get()) {
            Due next = due.peek();
            long nanos = next == null ? LONGEST_SLEEP_NANOS : next.at - System.nanoTime();
            if (nanos > 0) {
                LockSupport.parkNanos(this, Math.min(nanos, LONGEST_SLEEP_NANOS));
            }
            boolean ignored = Thread.interrupted(); // else it would spin
        }
    }

    private void doAll(int most) {
        int left = most;
        for (Runnable work = given.poll(); work != null; work = left > 0 ? given.poll() : null) {
            left--;
            attempt(work);
        }
    }

    private void doDue() {
        long now = System.nanoTime();
        for (Due next = due.peek(); next != null && next.at - now <= 0; next = due.peek()) {
            due.remove();
            attempt(next.work);
            if (next.every > 0) {
                next.at = now + next.every;
                due.add(next); // in the place that it has left: needs no memory
            }
        }
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (Throwable t) {
            WORK_FAILED.log(t);
        }
    }

    /** What is to be done at a time. */
    private static final class Due implements Comparable<Due> {
        private final Runnable work;
        private final long every; // 0 for once
        private long at;

        Due(Runnable work, long at, long every) {
            this.work = work;
            this.at = at;
            this.every = every;
        }

        @Override
        public int compareTo(Due other) {
            return Long.signum(at - other.at);
        }
    }
}
