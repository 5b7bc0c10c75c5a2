package dev.taskcast.store.shared;

/** A door that is open or shut. Thread-safe. */
final class Hold {
    // Guarded by this.
    private boolean isShut;
    private int waiting;

    synchronized void shut() {
        isShut = true;
    }

    synchronized void open() {
        isShut = false;
        notifyAll();
    }

    synchronized int waiting() {
        return waiting;
    }

    /** Goes through, as soon as it is open. Keeps an interrupt. */
    synchronized void pass() {
        boolean interrupted = false;
        waiting++;
        while (isShut) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        waiting--;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
