package dev.taskcast.thread;

import java.util.concurrent.locks.LockSupport;

/**
 * Does what must be done, again and again until nothing is thrown: what others wait for is not given up because there is no memory for a
 * moment. For threads that may wait, and for what may be done twice.
 */
public final class Insist {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final long FIRST_NAP_NANOS = 1_000_000;
    private static final long LONGEST_NAP_NANOS = 1_000_000_000;

    private Insist() {}

    /**
     * Does it, on the current thread.
     *
     * @param what for the log, for example "To answer a request"
     * @param action what is to be done; whatever it throws is logged once
     */
    public static void on(String what, Runnable action) {
        long nap = FIRST_NAP_NANOS;
        while (true) {
            try {
                action.run();
                return;
            } catch (Throwable t) {
                if (nap == FIRST_NAP_NANOS) {
                    SafeLog.log(LOG, System.Logger.Level.ERROR, what, "", " has failed, and is tried again", t);
                }
            }
            nap(nap);
            nap = Math.min(LONGEST_NAP_NANOS, 2 * nap);
        }
    }

    /** A virtual thread can't be put aside without memory. An interrupt is kept, and makes the naps short. */
    private static void nap(long nanos) {
        try {
            LockSupport.parkNanos(nanos);
        } catch (Throwable noMemory) {
            Thread.onSpinWait();
        }
    }
}
