package dev.taskcast.thread;

import java.time.Duration;

/** Waiting for a thread's end. */
public final class Threads {
    private Threads() {}

    /**
     * Waits for a thread's end, through interrupts; an interrupt is kept for the caller. From the thread itself it does
     * not wait.
     *
     * @param thread a started thread
     * @param patience how long to wait
     * @return whether it has ended, or is the caller's own
     */
    public static boolean join(Thread thread, Duration patience) {
        if (thread == Thread.currentThread()) {
            return true;
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return thread.join(patience);
                } catch (InterruptedException e) {
                    interrupted = true; // the time starts anew: an interrupt may prolong the wait, never cut it
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
