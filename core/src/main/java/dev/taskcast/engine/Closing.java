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
import org.jspecify.annotations.Nullable;

/**
 * The end of an engine, in order: refuse commands, end the streams, tell the handlers, wait for them, stop our own
 * threads. Thread-safe.
 */
final class Closing {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    private final Duration timeout;
    private final TaskClock clock;
    private final Runs runs;
    private final Runner runner;
    private final List<Runnable> hooks = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Thread> closer = new AtomicReference<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    Closing(Duration timeout, TaskClock clock, Runs runs, Runner runner) {
        this.timeout = timeout;
        this.clock = clock;
        this.runs = runs;
        this.runner = runner;
    }

    boolean hasBegun() {
        return closer.get() != null;
    }

    Runnable onClose(Runnable hook) {
        hooks.add(hook);
        return () -> hooks.remove(hook);
    }

    void close(Runnable refuseCommands, Runnable stopThreads) {
        if (!closer.compareAndSet(null, Thread.currentThread())) {
            awaitOther();
            return;
        }
        try {
            refuseCommands.run();
            hooks.forEach(Closing::guarded);
            for (Run run : runs.all()) {
                run.raise();
                runner.deliver(run);
            }
            awaitHandlers();
            stopThreads.run();
        } finally {
            closed.countDown();
        }
    }

    private static void guarded(Runnable hook) {
        try {
            hook.run();
        } catch (Throwable t) {
            LOG.log(System.Logger.Level.ERROR, "A close hook failed", t);
        }
    }

    private void awaitHandlers() {
        Duration left = runs.awaitNone(clock, timeout);
        List<String> stillRunning = runs.others().map(Run::id).sorted().toList();
        if (!stillRunning.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "Handlers still run after the close: " + stillRunning);
        }
        if (!runner.awaitSignals(left)) {
            LOG.log(System.Logger.Level.WARNING, "Cancel callbacks still run after the close");
        }
    }

    private void awaitOther() {
        if (closer.get() == Thread.currentThread() || runs.isHandler(Thread.currentThread())) {
            return; // the closer waits for this very thread
        }
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
