package dev.taskcast.run;

import dev.taskcast.progress.ProgressCell;
import dev.taskcast.progress.Reporter;
import dev.taskcast.task.Artifact;
import dev.taskcast.task.CancelSignal;
import dev.taskcast.task.Course;
import dev.taskcast.task.DurableContext;
import dev.taskcast.task.TaskCanceledException;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskResult;
import org.jspecify.annotations.Nullable;

/** What a handler sees of its run. */
final class RunContext extends Reporter implements TaskContext {
    private final Run run;
    private final RunOutputs outputs;
    private volatile @Nullable DurableRun durable; // most runs never need it

    RunContext(Run run, RunOutputs outputs) {
        this.run = run;
        this.outputs = outputs;
    }

    @Override
    public String id() {
        return run.id();
    }

    @Override
    public int attempt() {
        return Course.attemptOf(run.started().state().course());
    }

    @Override
    public int run() {
        return run.started().state().run();
    }

    @Override
    protected ProgressCell cell() {
        return run.cell();
    }

    @Override
    protected void reported() {
        outputs.progress().report(run);
    }

    @Override
    public void result(@Nullable Object value) {
        run.result(TaskResult.of(value, outputs.codec()));
    }

    @Override
    public void artifact(String name, String url) {
        run.add(new Artifact(name, url));
    }

    @Override
    public void log(String line) {
        outputs.lines().add(run.id(), run.started().created(), run(), run::isOver, line);
        outputs.onLine().run();
    }

    @Override
    public DurableContext durable() {
        DurableRun known = durable;
        if (known == null) {
            synchronized (this) {
                known = durable;
                if (known == null) {
                    known = new DurableRun(run, this, outputs);
                    durable = known;
                }
            }
        }
        return known;
    }

    @Override
    public boolean isCanceled() {
        return run.signal().isCanceled();
    }

    @Override
    protected boolean isOver() {
        return run.isOver();
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
