package dev.taskcast.thread;

import java.util.concurrent.locks.LockSupport;

/**
 * Does what must be done, again and again until nothing is thrown: what others wait for is not given up because there is no memory for a
 * moment. For threads that may wait, and for what may be done twice.
 */
public final class Insist {
    private static final long FIRST_NAP_NANOS = 1_000_000;
    private static final long LONGEST_NAP_NANOS = 1_000_000_000;

    private Insist() {}

    /**
     * Does it, on the current thread.
     *
     * @param failed says that it has failed and is tried again
     * @param action what is to be done; whatever it throws is logged once
     */
    public static void on(SafeLog failed, Runnable action) {
        long nap = FIRST_NAP_NANOS;
        while (true) {
            try {
                action.run();
                return;
            } catch (Throwable t) {
                if (nap == FIRST_NAP_NANOS) {
                    failed.log(t);
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
