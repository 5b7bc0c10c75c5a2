package dev.taskcast.commit;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How often is committed where nothing is urgent. After a rest at once; under load, what comes within some milliseconds goes together: so
 * many commits in a row are free, and come back one after the other. Where commits take longer, more goes together.
 *
 * <p>Of the committer's thread, but for {@link #isResting} and {@link #hurry}, which any thread may call.
 */
final class Pace {
    private static final long LEAST_NANOS = 4_000_000;
    private static final long MOST_NANOS = 20_000_000;
    private static final int BURST = 8;
    private static final int TIMES = 2; // as long as a commit takes
    private static final int SMOOTH = 8;

    private long tookNanos; // on the average
    private long dueNanos; // when all that was used up has come back
    private boolean isBegun;
    private volatile @Nullable Thread resting;
    private volatile boolean isHurried;

    /** How long is to be waited, from now on. */
    long delayNanos(long now) {
        return isBegun && !isHurried ? Math.max(0, dueNanos - now - (BURST - 1) * intervalNanos()) : 0;
    }

    private long intervalNanos() {
        return Math.clamp(TIMES * tookNanos, LEAST_NANOS, MOST_NANOS);
    }

    /** A commit begins. */
    void begun(long now) {
        long interval = intervalNanos();
        dueNanos = Math.min(isBegun ? Math.max(dueNanos, now) + interval : now + interval, now + BURST * interval);
        isBegun = true;
    }

    /** It has ended. */
    void ended(long took) {
        tookNanos += (took - tookNanos) / SMOOTH;
    }

    /** Waits on this thread, until it is told to hurry; or for less, where it is woken for nothing. */
    void rest(long nanos) {
        resting = Thread.currentThread();
        try {
            if (!isHurried) {
                LockSupport.parkNanos(this, nanos);
            }
        } finally {
            resting = null;
        }
    }

    /** Whether the committer's thread rests: what is not urgent is taken at the end of that. */
    boolean isResting() {
        return resting != null;
    }

    /** Something has come in that is urgent. */
    void hurry() {
        isHurried = true;
        Thread waiting = resting;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /** What is urgent is about to be taken. */
    void hurried() {
        isHurried = false;
    }
}
