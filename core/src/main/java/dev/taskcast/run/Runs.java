package dev.taskcast.run;

import dev.taskcast.progress.ProgressCell;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The runs whose handlers have not returned, by fence: the newest ones of their tasks, and fenced-off ones. Thread-safe. */
public final class Runs {
    private final FenceMap<Run> byFence = new FenceMap<>();
    /** Of those that have reported: who ends without has nothing that is looked for. */
    private final ConcurrentHashMap<Long, ProgressCell> reporting = new ConcurrentHashMap<>();

    private final Queue<Thread> awaiting = new ConcurrentLinkedQueue<>();

    /** None. */
    public Runs() {}

    /**
     * Adds a run. For use where commits are applied, by one thread at a time.
     *
     * @param run just started
     */
    public void add(Run run) {
        byFence.put(run.fence(), run);
    }

    /**
     * Looks a run up.
     *
     * @param fence which run
     * @return null where its handler has returned
     */
    public @Nullable Run get(long fence) {
        return byFence.get(fence);
    }

    /**
     * A run has something to show.
     *
     * @param run which run
     */
    void reports(Run run) {
        reporting.put(run.fence(), run.cell());
        if (byFence.get(run.fence()) == null) { // it came from a thread that the handler has left behind
            reporting.remove(run.fence());
        }
    }

    /** By its fence: the run itself is in the cache of the processor that ran it. */
    void remove(long fence) {
        byFence.remove(fence);
        if (!reporting.isEmpty()) { // what comes into it from now on takes itself out
            reporting.remove(fence);
        }
        if (!awaiting.isEmpty()) { // who waits says so before looking
            awaiting.forEach(LockSupport::unpark);
        }
    }

    /**
     * The newest progress of a run, without its pace.
     *
     * @param fence which run
     * @return null where it has made none or its handler has returned
     */
    public @Nullable TaskProgress progress(long fence) {
        ProgressCell cell = reporting.isEmpty() ? null : reporting.get(fence);
        return cell == null ? null : cell.value();
    }

    /**
     * The newest progress of a run, at the pace that viewers were shown.
     *
     * @param fence which run
     * @return null where it has made none or its handler has returned
     */
    public @Nullable TaskProgress pacedProgress(long fence) {
        Run run = byFence.get(fence);
        return run == null ? null : run.cell().paced();
    }

    /**
     * All of them.
     *
     * @return as they are now
     */
    public List<Run> all() {
        return byFence.all();
    }

    /**
     * Those whose handlers are not on the current thread.
     *
     * @return as they are now
     */
    public Stream<Run> others() {
        Thread current = Thread.currentThread();
        return byFence.all().stream().filter(run -> !run.isOn(current));
    }

    /**
     * Whether a thread is a handler's.
     *
     * @param thread any
     * @return whether a handler is being called on it
     */
    public boolean isHandler(Thread thread) {
        return byFence.all().stream().anyMatch(run -> run.isOn(thread));
    }

    /**
     * Waits until all handlers but one on the current thread have returned. An interrupt ends the wait and is kept.
     *
     * @param clock measures the wait
     * @param patience how long at the most
     * @return how much of it is left; zero where it was not enough
     */
    public Duration awaitNone(TaskClock clock, Duration patience) {
        long deadline = clock.nanos() + patience.toNanos();
        awaiting.add(Thread.currentThread());
        try {
            while (others().findAny().isPresent()) {
                long left = deadline - clock.nanos();
                if (left <= 0 || Thread.currentThread().isInterrupted()) {
                    return Duration.ZERO;
                }
                LockSupport.parkNanos(this, left);
            }
        } finally {
            awaiting.remove(Thread.currentThread());
        }
        return Duration.ofNanos(Math.max(0, deadline - clock.nanos()));
    }
}
