package dev.taskcast.run;

import dev.taskcast.task.CancelSignal;
import dev.taskcast.task.TaskCanceledException;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskResult;
import org.jspecify.annotations.Nullable;

/** What a handler sees of its run. */
final class RunContext implements TaskContext {
    private final Run run;
    private final ProgressPath reports;

    RunContext(Run run, ProgressPath reports) {
        this.run = run;
        this.reports = reports;
    }

    @Override
    public String id() {
        return run.id();
    }

    @Override
    public int run() {
        return run.started().state().run();
    }

    @Override
    public void progress(@Nullable String message) {
        progress(message, Double.NaN, Double.NaN);
    }

    @Override
    public void progress(@Nullable String message, double current, double total) {
        if (isCanceled()) {
            return;
        }
        reports.report(run, new TaskProgress(message != null ? message : lastMessage(), current, total));
    }

    private String lastMessage() {
        TaskProgress last = run.cell().value();
        return (last == null ? TaskProgress.STARTING : last).message();
    }

    @Override
    public void result(@Nullable Object value) {
        run.result(TaskResult.of(value));
    }

    @Override
    public boolean isCanceled() {
        return run.signal().isCanceled();
    }

    @Override
    public void throwIfCanceled() {
        if (isCanceled()) {
            throw new TaskCanceledException(id());
        }
    }

    @Override
    public CancelSignal signal() {
        return run.signal();
    }
}
