package dev.taskcast.engine;

import dev.taskcast.run.FenceCheck;
import dev.taskcast.run.Run;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * When this node last said that it is alive, and was then known to have its runs still. Others may take them over a lease after that. A
 * while before, what is done for a run is no longer certain to be done once, and waits until the store has said how it is.
 *
 * <p>The time that has passed is the larger one of two: a stopped process's monotonic clock goes on, but that of a machine that is paused
 * may stand still; and the time of day may be set back. One that is set forward costs a look at the store. Thread-safe.
 */
final class SignOfLife implements FenceCheck {
    private static final long LOOK_NANOS = 50_000_000;

    /**
     * A moment on both clocks.
     *
     * @param nanos monotonic
     * @param millis the time of day
     */
    record Moment(long nanos, long millis) {}

    private final TaskClock clock;
    private final long patienceNanos;
    private final Runnable renewNow;
    private volatile Moment last;
    private volatile boolean isAlone;

    /**
     * Given now.
     *
     * @param clock both clocks
     * @param lease after which others may take its runs over
     * @param renewNow called where somebody waits for a new one
     */
    SignOfLife(TaskClock clock, Duration lease, Runnable renewNow) {
        this.clock = clock;
        this.renewNow = renewNow;
        patienceNanos = patienceNanos(lease);
        last = now();
    }

    /** How old a sign may become before its node is in doubt: what is left of the lease is for whoever acts meanwhile. */
    static long patienceNanos(Duration lease) {
        return lease.toNanos() / 10 * 7;
    }

    Moment now() {
        return new Moment(clock.nanos(), clock.millis());
    }

    /** Whether others may take this node's runs over soon, or have done so. */
    boolean isOld() {
        return !isAlone && passedNanos(last) >= patienceNanos;
    }

    /** Whether what was seen at a moment says nothing any more of who is alive. */
    boolean isOld(Moment seen) {
        return passedNanos(seen) >= patienceNanos;
    }

    private long passedNanos(Moment since) {
        return Math.max(clock.nanos() - since.nanos(), TimeUnit.MILLISECONDS.toNanos(clock.millis() - since.millis()));
    }

    /** The time of day when it was given. */
    long sinceMillis() {
        return last.millis();
    }

    /** No other node can be on the store: there is nothing to be in doubt of. */
    void alone() {
        isAlone = true;
    }

    /** It was given at a moment, and no run has been taken over before that; or it is known which were. */
    void given(Moment at) {
        last = at;
    }

    @Override
    public void confirm(Run run) {
        if (!isOld() || run.isGone()) {
            return;
        }
        renewNow.run();
        boolean interrupted = false;
        while (isOld() && !run.isGone()) {
            LockSupport.parkNanos(this, LOOK_NANOS);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
