package dev.taskcast.testkit.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Time as this process is given it: how often a platform thread of its own has napped. A pause of the whole process, by its garbage collector
 * or by the machine, counts as one nap, since nobody in it could have done anything meanwhile. Thread-safe.
 */
public final class GivenTime implements AutoCloseable {
    private static final Duration NAP = Duration.ofMillis(100);

    private final AtomicLong naps = new AtomicLong();
    private final Thread napper =
            Thread.ofPlatform().daemon().name("given-time").unstarted(this::nap);
    private volatile boolean closed;

    private GivenTime() {}

    /**
     * Begins to count.
     *
     * @return until it is closed
     */
    public static GivenTime start() {
        GivenTime time = new GivenTime();
        time.napper.start();
        return time;
    }

    private void nap() {
        long last = System.nanoTime();
        while (!closed) {
            LockSupport.parkNanos(NAP.toNanos());
            long now = System.nanoTime();
            if (now - last >= NAP.toNanos()) { // else woken for nothing
                last = now;
                naps.incrementAndGet();
            }
        }
    }

    /**
     * So far, to a nap.
     *
     * @return a multiple of 100 ms
     */
    public Duration elapsed() {
        return NAP.multipliedBy(naps.get());
    }

    /**
     * Since a moment.
     *
     * @param begin what {@link #elapsed} was then
     * @return a multiple of 100 ms
     */
    public Duration since(Duration begin) {
        return elapsed().minus(begin);
    }

    @Override
    public void close() {
        closed = true;
    }
}
