package dev.taskcast.run;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.progress.ProgressCell;
import dev.taskcast.thread.Insist;
import dev.taskcast.thread.SafeLog;
import dev.taskcast.time.TaskClock;
import org.jspecify.annotations.Nullable;

/**
 * What a run's thread does: calls the handler, and says how it has ended. Whoever waits for the run waits for the second, so it is not given
 * up while there is no memory for it; nothing is made between the two that could fail.
 */
final class RunBody implements Runnable {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog UNSAID =
            new SafeLog(LOG, System.Logger.Level.ERROR, "To say how a run has ended has failed, and is tried again");

    private final Run run;
    private final Runner runner;
    private boolean isCalled;
    private boolean hasEntered;
    private long begunNanos;
    private TaskClock.@Nullable Timer timeout;
    private @Nullable Throwable thrown;

    RunBody(Run run, Runner runner) {
        this.run = run;
        this.runner = runner;
    }

    @Override
    public void run() {
        if (!isCalled) {
            isCalled = true;
            call();
            Insist.on(UNSAID, this);
        } else {
            tell();
        }
    }

    private void call() {
        try {
            runner.home().threads().settle();
            Thread.currentThread().setName("task " + run.id()); // here, and not by whoever starts it and has more to do
            run.awaitPayload();
            runner.outputs()
                    .fence()
                    .confirm(run); // after that: its node may have been stopped since it started the run
            begunNanos = runner.nanos();
            run.begun(begunNanos);
            hasEntered = run.enter();
            if (hasEntered) {
                timeout = runner.armTimeout(run);
                WrappedRun.call(runner.home().wrapper(), run, new RunContext(run, runner.outputs()));
            }
        } catch (Throwable t) {
            thrown = t;
        }
        if (hasEntered) {
            run.leave();
        }
    }

    private void tell() {
        if (timeout != null) {
            timeout.cancel();
        }
        Command.OfRun end = end();
        run.returned(() -> hasEntered ? runner.nanos() - begunNanos : 0);
        runner.end(run, end);
    }

    private Command.OfRun end() {
        if (!hasEntered && run.isGivenUp()) {
            return new Command.HandBack(run.fence());
        }
        if (!hasEntered && thrown == null) {
            return new Command.HandlerEnded(run.fence());
        }
        if (run.isInterrupted(thrown)) {
            return Runner.interrupt(run);
        }
        if (thrown != null) {
            return runner.failed(run, thrown);
        }
        ProgressCell reported = run.reported();
        if (reported != null && !run.isOver()) {
            runner.outputs().progress().completed(reported, runner.nanos());
        }
        return new Command.Complete(run.fence(), run.result(), run.artifacts());
    }
}
