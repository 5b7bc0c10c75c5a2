package dev.taskcast.run;

import dev.taskcast.codec.Payload;

/** Where a run's notes for later runs go. Thread-safe. */
public interface NoteSink {
    /**
     * Keeps a note, on disk when this returns; waits while the store does not answer.
     *
     * @param run whose
     * @param name what it is known by
     * @param value the value
     * @return false where the run has been ended
     */
    boolean keep(Run run, String name, Payload value);

    /**
     * Keeps a note soon.
     *
     * @param run whose
     * @param name what it is known by
     * @param value the value
     */
    void keepSoon(Run run, String name, Payload value);

    /**
     * The monotonic clock.
     *
     * @return nanoseconds
     */
    long nanos();
}
