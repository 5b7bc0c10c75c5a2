package dev.taskcast.engine;

import dev.taskcast.run.Run;
import dev.taskcast.run.Runner;
import dev.taskcast.run.Runs;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The end of an engine, in order: refuse commands and fall silent, end the streams, tell the handlers, wait for them, stop
 * our own threads; one timeout for all the waits together. Thread-safe.
 */
final class Closing {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    private final Duration timeout;
    private final TaskClock clock;
    private final Runs runs;
    private final Runner runner;
    private final boolean durable;
    private final Predicate<Thread> isListeners;
    private final List<Runnable> hooks = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Thread> closer = new AtomicReference<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    Closing(
            Duration timeout,
            TaskClock clock,
            Runs runs,
            Runner runner,
            boolean durable,
            Predicate<Thread> isListeners) {
        this.timeout = timeout;
        this.clock = clock;
        this.runs = runs;
        this.runner = runner;
        this.durable = durable;
        this.isListeners = isListeners;
    }

    boolean hasBegun() {
        return closer.get() != null;
    }

    Runnable onClose(Runnable hook) {
        hooks.add(hook);
        return () -> hooks.remove(hook);
    }

    void close(Runnable fallSilent, Consumer<Duration> stopThreads) {
        if (!closer.compareAndSet(null, Thread.currentThread())) {
            awaitOther();
            return;
        }
        boolean interrupted = false;
        try {
            fallSilent.run();
            hooks.forEach(Closing::guarded);
            for (Run run : runs.all()) {
                if (durable) {
                    run.giveUp();
                } else {
                    run.raise();
                }
                runner.deliver(run);
            }
            // Where a handler closes, its own interrupt must not cut its wait for the others.
            interrupted = runs.isHandler(Thread.currentThread()) && Thread.interrupted();
            stopThreads.accept(awaitHandlers());
        } finally {
            closed.countDown();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void guarded(Runnable hook) {
        try {
            hook.run();
        } catch (Throwable t) {
            LOG.log(System.Logger.Level.ERROR, "A close hook failed", t);
        }
    }

    /** Gives what is left of the timeout. */
    private Duration awaitHandlers() {
        Duration left = runs.awaitNone(clock, timeout);
        long deadline = clock.nanos() + left.toNanos();
        List<String> stillRunning = runs.others().map(Run::id).sorted().toList();
        if (!stillRunning.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "Handlers still run after the close: " + stillRunning);
        }
        if (!runner.awaitSignals(left)) {
            LOG.log(System.Logger.Level.WARNING, "Cancel callbacks still run after the close");
        }
        return Duration.ofNanos(Math.max(0, deadline - clock.nanos()));
    }

    private void awaitOther() {
        Thread current = Thread.currentThread();
        if (closer.get() == current
                || runs.isHandler(current)
                || runner.isSignal(current)
                || isListeners.test(current)) {
            return; // the closer waits for this very thread
        }
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
