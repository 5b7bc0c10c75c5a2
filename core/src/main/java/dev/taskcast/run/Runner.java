package dev.taskcast.run;

import dev.taskcast.commit.Committer;
import dev.taskcast.commit.OnApplied;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.task.RunWrapper;
import dev.taskcast.task.TaskText;
import dev.taskcast.thread.SafeLog;
import dev.taskcast.thread.ShortLock;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.thread.Threads;
import dev.taskcast.time.StoreClock;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs handlers. A run is a pipeline on a thread of its own: arm the timeout, call the handler, disarm, say how it ended.
 *
 * <p>A run is ended from outside in two steps: whoever decides so raises the signal within the commit, and delivers it
 * after that: interrupt first, then the callbacks that there were before it, on a thread made for them, since they may block.
 */
public final class Runner {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog STILL_OWED =
            new SafeLog(LOG, System.Logger.Level.ERROR, "For task \"", "\" something is still to be done");

    /**
     * What the threads of runs are like.
     *
     * @param threads makes them
     * @param wrapper goes around each handler
     * @param clock by which a further attempt is due
     */
    public record Home(ThreadMaker threads, RunWrapper wrapper, StoreClock clock) {
        Attempts attempts() {
            return new Attempts(clock);
        }
    }

    private final Runs runs;
    private final Committer committer;
    private final TaskClock.Timers timers;
    private final RunOutputs outputs;
    private final TaskClock clock;
    private final Home home;
    private final Stragglers stragglers;
    private volatile boolean isOwing; // something to some run
    private final ShortLock signalling = new ShortLock();
    private final Set<Thread> signalThreads = new HashSet<>(); // guarded by that lock

    /**
     * Runs handlers.
     *
     * @param runs the runs whose handlers have not returned
     * @param committer is told how a run ended
     * @param clock measures how long runs take
     * @param timers for timeouts
     * @param outputs where what runs say goes
     * @param home what their threads are like
     */
    public Runner(
            Runs runs, Committer committer, TaskClock clock, TaskClock.Timers timers, RunOutputs outputs, Home home) {
        this.home = home;
        this.runs = runs;
        this.committer = committer;
        this.timers = timers;
        this.clock = clock;
        this.outputs = outputs;
        stragglers = new Stragglers(runs, timers);
    }

    /**
     * Starts the run's thread. Does not throw.
     *
     * @param run one of {@link Runs}
     */
    public void launch(Run run) {
        attempt(run, Step.LAUNCH);
    }

    Home home() {
        return home;
    }

    RunOutputs outputs() {
        return outputs;
    }

    long nanos() {
        return clock.nanos();
    }

    private void start(Run run) {
        boolean isPlatform = run.type().options().usesPlatformThread();
        try {
            RunBody body = new RunBody(run, this);
            Thread made = isPlatform
                    ? home.threads().platform("task " + run.id(), body)
                    : home.threads().virtual(body);
            made.start();
        } catch (Throwable noThread) { // out of native threads or memory: the task must not seem to run for ever
            run.returned(() -> Long.MAX_VALUE);
            end(run, failed(run, noThread));
        }
    }

    /** What is done for a run by threads that have to go on, and is done once more should there be no memory for it. */
    @SuppressWarnings("ImmutableEnumChecker") // what is done has no state
    private enum Step {
        LAUNCH(1, Runner::start),
        HAND_BACK(2, (runner, run) -> runner.end(run, new Command.HandBack(run.fence()))),
        DELIVER(4, Runner::signal),
        TIME_OUT(8, Runner::endInTime);

        private static final Step[] ALL = values();

        private final int bit;
        private final BiConsumer<Runner, Run> action;

        Step(int bit, BiConsumer<Runner, Run> action) {
            this.bit = bit;
            this.action = action;
        }
    }

    private void attempt(Run run, Step step) {
        try {
            step.action.accept(this, run);
        } catch (Throwable t) {
            run.owe(step.bit);
            isOwing = true;
            STILL_OWED.log(run.id(), t);
        }
    }

    /** Does what could not be done before. To be called now and then; cheap where there is nothing. */
    public void lookAgain() {
        if (!isOwing) {
            return;
        }
        isOwing = false;
        boolean isDone = false;
        try {
            for (Run run : runs.all()) {
                for (Step step : Step.ALL) {
                    if (run.settle(step.bit)) {
                        attempt(run, step);
                    }
                }
            }
            isDone = true;
        } finally {
            isOwing |= !isDone;
        }
    }

    /** Null where the run may take as long as it takes. */
    TaskClock.@Nullable Timer armTimeout(Run run) {
        Optional<Duration> timeout = run.type().options().timeout();
        return timeout.isEmpty() ? null : timers.after(timeout.get(), () -> attempt(run, Step.TIME_OUT));
    }

    /** Whoever has the journal, the time is up: a handler is told so at once, also where the store does not answer. */
    private void endInTime(Run run) {
        run.timedOut();
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
    static Command.OfRun interrupt(Run run) {
        return new Command.Interrupt(run.fence(), run.cell().value(), 0);
    }

    /**
     * Hands a run back that has not begun, and will not. Does not throw.
     *
     * @param run started, and never launched
     */
    public void handBack(Run run) {
        attempt(run, Step.HAND_BACK);
    }

    /**
     * Says that a run's node ends before it has. One whose handler was not called is handed back.
     *
     * @param run it is gone, and its handler may go on
     */
    public void abandon(Run run) {
        run.ended();
        Command.OfRun end = run.hasEntered() ? interrupt(run) : new Command.HandBack(run.fence());
        committer.tell(run.id(), end, OnApplied.NOTHING, decision -> {});
    }

    /** Commits the end; where the run was ended from outside before, that its handler has returned. */
    void end(Run run, Command.OfRun end) {
        run.ended(); // before the commit: after it the task may be forgotten, and its lines with it
        committer.tell(run.started(), end, OnApplied.NOTHING, decision -> {
            if (decision instanceof Decision.Refused && !(end instanceof Command.HandlerEnded)) {
                Command handlerEnded =
                        new Command.HandlerEnded(end.fence(), home.attempts().afterTimeout(run));
                committer.tell(run.id(), handlerEnded, OnApplied.NOTHING, then -> remove(run.fence()));
            } else {
                remove(run.fence());
            }
        });
    }

    private void remove(long fence) {
        runs.remove(fence);
        stragglers.returned(fence);
    }

    Command.OfRun failed(Run run, Throwable thrown) {
        log(run, thrown);
        return new Command.Fail(
                run.fence(),
                message(thrown),
                TaskText.cut(thrown.getClass().getName(), TaskText.MAX_ERROR_KIND),
                StackTraces.text(thrown),
                home.attempts().after(run, thrown));
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
     * Delivers a raised signal: interrupts the handler where it may be, and calls the callbacks. Neither waits nor throws.
     *
     * @param run its signal was raised
     */
    public void deliver(Run run) {
        attempt(run, Step.DELIVER);
    }

    private void signal(Run run) {
        boolean hasCallbacks = run.signal().claim();
        if (run.type().options().interruptsOnCancel()) {
            run.interrupt();
        }
        stragglers.watch(run);
        if (!hasCallbacks) {
            return;
        }
        Thread thread = home.threads().platform("taskcast-signal " + run.id(), () -> callBack(run));
        signalling.run(
                () -> { // who waits for it must not meet it before it has started
                    signalThreads.add(thread);
                    boolean isStarted = false;
                    try {
                        thread.start();
                        isStarted = true;
                    } finally {
                        if (!isStarted) {
                            signalThreads.remove(thread);
                        }
                    }
                });
    }

    private void callBack(Run run) {
        try {
            run.signal().callBack();
        } finally {
            signalling.run(() -> signalThreads.remove(Thread.currentThread()));
        }
    }

    /**
     * Waits for the callbacks that are under way.
     *
     * @param patience how long at the most, for all of them
     * @return whether all have ended
     */
    public boolean awaitSignals(Duration patience) {
        List<Thread> threads = signalling.get(() -> List.copyOf(signalThreads));
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
        return signalling.get(() -> signalThreads.contains(thread));
    }
}
