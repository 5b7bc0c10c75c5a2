package dev.taskcast.thread;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A platform thread that makes a pass each time it is woken. A wake-up during a pass leads to another one, so none is
 * lost; and since wake-ups are only hints, a pass is made once a second without one as well: also after one that has thrown,
 * whatever that was. Starting and stopping are
 * idempotent, stopping before the start is safe, and stopping waits for the pass under way (except from within it).
 */
public final class Loop implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog PASS_FAILED = new SafeLog(LOG, System.Logger.Level.ERROR, "A pass of ", " failed");
    private static final long FALLBACK_NANOS = 1_000_000_000L;
    private static final long NAP_NANOS = 10_000_000;

    private enum Phase {
        NEW,
        RUNNING,
        STOPPED
    }

    /** Is told how the passes of loops go. Short, and must not throw. */
    public interface Watch {
        /** Nobody wants to know. */
        Watch NONE = new Watch() {
            @Override
            public void failed(String loop, Throwable thrown) {}

            @Override
            public void well(String loop) {}

            @Override
            public void ended(String loop) {}
        };

        /**
         * A pass has failed; there will be another one.
         *
         * @param loop its name
         * @param thrown by the pass
         */
        void failed(String loop, Throwable thrown);

        /**
         * A pass has not failed, after one that has.
         *
         * @param loop its name
         */
        void well(String loop);

        /**
         * A loop's thread has ended, though nobody has stopped the loop.
         *
         * @param loop its name
         */
        void ended(String loop);
    }

    private final ThreadMaker threads;
    private final Watch watch;
    private final String name;
    private final Runnable pass;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NEW);
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile @Nullable Thread thread;
    private boolean failing; // the thread's

    /**
     * A loop that is not started yet, whose thread is like that of whoever makes the loop.
     *
     * @param name its thread's name
     * @param pass what to do; whatever it throws is logged and the loop goes on
     */
    public Loop(String name, Runnable pass) {
        this(ThreadMaker.here(), Watch.NONE, name, pass);
    }

    /**
     * A loop that is not started yet.
     *
     * @param threads makes its thread
     * @param watch is told how it goes
     * @param name its thread's name
     * @param pass what to do; whatever it throws is logged and the loop goes on
     */
    public Loop(ThreadMaker threads, Watch watch, String name, Runnable pass) {
        this.threads = threads;
        this.watch = watch;
        this.name = name;
        this.pass = pass;
    }

    /** Starts the thread. */
    public synchronized void start() {
        if (phase.compareAndSet(Phase.NEW, Phase.RUNNING)) {
            Thread made = threads.platform(name, this::run);
            thread = made;
            made.start();
        }
    }

    /** Asks for a pass. Cheap: no system call unless the thread sleeps. */
    public void wake() {
        if (!woken.get() && woken.compareAndSet(false, true)) {
            LockSupport.unpark(thread);
        }
    }

    /**
     * Whether it was told to stop.
     *
     * @return true from then on
     */
    public boolean isStopped() {
        return phase.get() == Phase.STOPPED;
    }

    /** Tells it to stop after the pass under way; does not wait. */
    public void stop() {
        phase.set(Phase.STOPPED);
        LockSupport.unpark(thread);
    }

    /** Stops it and waits for the pass under way. */
    @Override
    public void close() {
        close(Duration.ofSeconds(Long.MAX_VALUE));
    }

    /**
     * Stops it and waits for the pass under way, not longer than told. Does not react to an interrupt before that.
     *
     * @param patience how long to wait
     * @return whether the thread has ended, or is the caller's own
     */
    public boolean close(Duration patience) {
        stop();
        Thread running = started();
        if (running == null || running == Thread.currentThread()) {
            return true;
        }
        return Threads.join(running, patience);
    }

    /** The thread, once a start under way is done with it: one that has not started can't be waited for. */
    private synchronized @Nullable Thread started() {
        return thread;
    }

    /**
     * Whether nothing of it goes on any more.
     *
     * @return true once it was told to stop and its thread, if it had one, has ended
     */
    public boolean hasEnded() {
        Thread running = thread;
        return isStopped() && (running == null || !running.isAlive());
    }

    /**
     * Whether a thread is this loop's.
     *
     * @param other any
     * @return whether passes are made on it
     */
    public boolean isOn(Thread other) {
        return thread == other;
    }

    private void run() {
        try {
            while (phase.get() == Phase.RUNNING) {
                try {
                    round();
                } catch (Throwable t) { // what is to say so may fail too, even the loading of its class
                    LockSupport.parkNanos(this, NAP_NANOS);
                }
            }
        } finally {
            if (phase.get() == Phase.RUNNING) { // which should not be possible
                watch.ended(name);
            }
        }
    }

    /** Nothing that is thrown here ends the thread: what can fail for want of memory stands in the {@code try}. */
    private void round() {
        if (!woken.getAndSet(false)) {
            LockSupport.parkNanos(this, FALLBACK_NANOS);
            boolean ignored = Thread.interrupted(); // else a listener that interrupts itself would make this spin
            woken.set(false);
            if (phase.get() != Phase.RUNNING) {
                return;
            }
        }
        try {
            pass.run();
            if (failing) {
                failing = false;
                watch.well(name);
            }
        } catch (Throwable t) {
            failing = true;
            PASS_FAILED.log(name, t);
            watch.failed(name, t);
        }
    }
}
