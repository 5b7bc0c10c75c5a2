package dev.taskcast.store.jdbc;

import dev.taskcast.store.StoreException;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Room on the heap for what the tables lack. Where there is too much of that, whoever appends waits until the tables have it; where they
 * can't have it, nothing is appended: it would end with a heap that is full. Thread-safe.
 */
final class Room {
    /** Of the heap, at the most for what the tables lack. */
    private static final int SHARE = 8;

    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    /** How long a flush may write nothing. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final long LOOK_NANOS = 2_000_000;

    private final Unflushed unflushed;
    private final String database;
    private final long most;
    private volatile @Nullable Throwable failure; // of the newest flush
    private volatile boolean isSaid;
    private volatile long wroteNanos; // when a flush has last written something

    Room(Unflushed unflushed, String database, long most) {
        this.unflushed = unflushed;
        this.database = database;
        this.most = most;
    }

    /** How many bytes that are in a heap like this one. */
    static long ofHeap() {
        return Runtime.getRuntime().maxMemory() / SHARE;
    }

    /** A flush has written a part of what it has to. */
    void wrote() {
        wroteNanos = System.nanoTime();
        failure = null;
    }

    /** How a flush went; null for well. */
    void flushed(@Nullable Throwable newest) {
        failure = newest;
        if (isSaid && unflushed.bytes() < most / 2) {
            isSaid = false;
            LOG.log(System.Logger.Level.INFO, "The tables in " + database + " have caught up with what is kept");
        }
    }

    /** Whether {@link #await} returns at once. */
    boolean isThere() {
        return unflushed.bytes() < most;
    }

    /**
     * Waits for room to append, as long as the tables are being brought up.
     *
     * @param patience how long at the most
     * @throws StoreException if there is none
     */
    void await(@Nullable Duration patience) {
        if (isThere()) {
            return;
        }
        say();
        long begun = System.nanoTime();
        wroteNanos = begun;
        while (unflushed.bytes() >= most) {
            long now = System.nanoTime();
            boolean isTooLong = now - wroteNanos >= LONGEST.toNanos()
                    || (patience != null && now - begun >= TaskClock.nanosOf(patience));
            if (failure != null || isTooLong) {
                throw none();
            }
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
    }

    /** Others had more of it than this node. */
    void requireToRead() {
        if (unflushed.bytes() >= 2 * most) {
            throw none();
        }
    }

    private StoreException none() {
        return new StoreException(
                "The tables in " + database + " lack " + megabytes(unflushed.bytes())
                        + " MB of what was kept, and no more may wait in memory for them than " + megabytes(most)
                        + " MB: nothing is kept until they have it",
                failure);
    }

    private void say() {
        if (!isSaid) {
            isSaid = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The tables in " + database + " lack " + megabytes(unflushed.bytes())
                            + " MB of what was kept: commits wait until they have it",
                    failure);
        }
    }

    private static long megabytes(long bytes) {
        return bytes >> 20;
    }
}
