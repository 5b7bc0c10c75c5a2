package dev.taskcast.run;

import dev.taskcast.commit.Committer;
import dev.taskcast.commit.OnApplied;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.task.CancelSignal;
import dev.taskcast.task.TaskText;
import dev.taskcast.thread.Threads;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs handlers. A run is a pipeline on a thread of its own: arm the timeout, call the handler, disarm, say how it ended.
 *
 * <p>A run is ended from outside in two steps: whoever decides so raises the signal within the commit, and delivers it
 * after that: interrupt first, then the callbacks, on a thread made for them, since they may block.
 */
public final class Runner {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    private final Runs runs;
    private final Committer committer;
    private final TaskClock.Timers timers;
    private final RunOutputs outputs;
    private final TaskClock clock;
    private final Set<Thread> signalThreads = new HashSet<>(); // guarded by itself

    /**
     * Runs handlers.
     *
     * @param runs the runs whose handlers have not returned
     * @param committer is told how a run ended
     * @param clock measures how long runs take
     * @param timers for timeouts
     * @param outputs where what runs say goes
     */
    public Runner(Runs runs, Committer committer, TaskClock clock, TaskClock.Timers timers, RunOutputs outputs) {
        this.runs = runs;
        this.committer = committer;
        this.timers = timers;
        this.clock = clock;
        this.outputs = outputs;
    }

    /**
     * Starts the run's thread.
     *
     * @param run one of {@link Runs}
     */
    public void launch(Run run) {
        Thread.Builder builder =
                run.type().options().usesPlatformThread() ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
        try {
            builder.start(() -> execute(run));
        } catch (Throwable noThread) { // out of native threads or memory: the task must not seem to run for ever
            run.returned(() -> Long.MAX_VALUE);
            end(run, failed(run, noThread));
        }
    }

    private void execute(Run run) {
        Thread.currentThread().setName("task " + run.id()); // here, and not by whoever starts it and has more to do
        outputs.fence().confirm(run); // its node may have been stopped since it started the run
        long begun = clock.nanos();
        Command.OfRun end = handle(run, begun);
        run.returned(() -> clock.nanos() - begun);
        end(run, end);
    }

    /** Calls the handler and says how it ended. */
    private Command.OfRun handle(Run run, long begun) {
        if (!run.enter()) {
            return run.isGivenUp() ? new Command.HandBack(run.fence()) : new Command.HandlerEnded(run.fence());
        }
        TaskClock.Timer timeout = armTimeout(run);
        Throwable thrown = null;
        try {
            run.type().run(new RunContext(run, outputs), run.started().payload());
        } catch (Throwable t) {
            thrown = t;
        } finally {
            run.leave();
            timeout.cancel();
        }
        if (run.isInterrupted(thrown)) {
            return interrupt(run);
        }
        if (thrown != null) {
            return failed(run, thrown);
        }
        if (!run.isOver() && !run.started().isResumed()) { // what does only the rest is shorter than others
            run.type().completed((clock.nanos() - begun) / 1e9);
        }
        return new Command.Complete(run.fence(), run.result(), run.artifacts());
    }

    private TaskClock.Timer armTimeout(Run run) {
        Optional<Duration> timeout = run.type().options().timeout();
        return timeout.isEmpty() ? () -> {} : timers.after(timeout.get(), () -> timeOut(run));
    }

    /** Whoever has the journal, the time is up: a handler is told so at once, also where the store does not answer. */
    private void timeOut(Run run) {
        OnApplied raise = (before, after) -> run.raise();
        committer.tell(run.id(), new Command.TimeOut(run.fence()), raise, decision -> {
            if (decision instanceof Decision.Next) {
                deliver(run);
            }
        });
        if (!run.isOver()) { // then its own end will be told after this, and come too late
            run.raise();
            deliver(run);
        }
    }

    /** Says that a run's node no longer has it. */
    private static Command.OfRun interrupt(Run run) {
        return new Command.Interrupt(run.fence(), run.cell().value());
    }

    /**
     * Hands a run back that has not begun, and will not.
     *
     * @param run started, and never launched
     */
    public void handBack(Run run) {
        end(run, new Command.HandBack(run.fence()));
    }

    /**
     * Says that a run's node ends before its handler has.
     *
     * @param run its handler goes on
     */
    public void abandon(Run run) {
        run.ended();
        committer.tell(run.id(), interrupt(run), OnApplied.NOTHING, decision -> {});
    }

    /** Commits the end; where the run was ended from outside before, that its handler has returned. */
    private void end(Run run, Command.OfRun end) {
        run.ended(); // before the commit: after it the task may be forgotten, and its lines with it
        committer.tell(run.started(), end, OnApplied.NOTHING, decision -> {
            if (decision instanceof Decision.Refused && !(end instanceof Command.HandlerEnded)) {
                Command handlerEnded = new Command.HandlerEnded(end.fence());
                committer.tell(run.id(), handlerEnded, OnApplied.NOTHING, then -> runs.remove(end.fence()));
            } else {
                runs.remove(end.fence());
            }
        });
    }

    private static Command.OfRun failed(Run run, Throwable thrown) {
        log(run, thrown);
        return new Command.Fail(run.fence(), message(thrown), StackTraces.text(thrown));
    }

    private static void log(Run run, Throwable thrown) {
        boolean expected = run.signal().isRaised(); // a handler may leave by any exception once it was told to stop
        try {
            LOG.log(
                    expected ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR,
                    () -> "Task \"" + run.id() + "\" " + (expected ? "was stopped" : "failed"),
                    thrown);
        } catch (Throwable broken) {
            // Somebody's own logger or exception: the task must end all the same, and there is nowhere left to say so.
        }
    }

    private static String message(Throwable thrown) {
        String message;
        try {
            message = thrown.getMessage();
        } catch (Throwable broken) { // somebody's own getMessage
            message = null;
        }
        String words = message == null || message.isBlank() ? thrown.getClass().getName() : message;
        return TaskText.cut(words, TaskText.MAX_MESSAGE);
    }

    /**
     * Delivers a raised signal: interrupts the handler where it may be, and calls the callbacks. Does not wait.
     *
     * @param run its signal was raised
     */
    public void deliver(Run run) {
        if (run.type().options().interruptsOnCancel()) {
            run.interrupt();
        }
        List<CancelSignal.Callback> callbacks = run.signal().take();
        if (callbacks.isEmpty()) {
            return;
        }
        Thread thread = Thread.ofPlatform()
                .daemon()
                .name("taskcast-signal " + run.id())
                .unstarted(() -> {
                    try {
                        callbacks.forEach(run.signal()::call);
                    } finally {
                        synchronized (signalThreads) {
                            signalThreads.remove(Thread.currentThread());
                        }
                    }
                });
        synchronized (signalThreads) { // who waits for it must not meet it before it has started
            thread.start();
            signalThreads.add(thread);
        }
    }

    /**
     * Waits for the callbacks that are under way.
     *
     * @param patience how long at the most, for all of them
     * @return whether all have ended
     */
    public boolean awaitSignals(Duration patience) {
        List<Thread> threads;
        synchronized (signalThreads) {
            threads = List.copyOf(signalThreads);
        }
        long deadline = clock.nanos() + patience.toNanos();
        boolean all = true;
        for (Thread thread : threads) {
            all &= Threads.join(thread, Duration.ofNanos(Math.max(0, deadline - clock.nanos())));
        }
        return all;
    }

    /**
     * Whether cancel callbacks are called on a thread.
     *
     * @param thread any
     * @return whether {@link #awaitSignals} would wait for it
     */
    public boolean isSignal(Thread thread) {
        synchronized (signalThreads) {
            return signalThreads.contains(thread);
        }
    }
}
