package dev.taskcast.run;

import dev.taskcast.progress.Reporter;
import dev.taskcast.task.Artifact;
import dev.taskcast.task.CancelSignal;
import dev.taskcast.task.DurableContext;
import dev.taskcast.task.TaskCanceledException;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskResult;
import java.io.InputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a handler sees of its run. */
final class RunContext implements TaskContext, Reporter.Sink {
    private final Run run;
    private final RunOutputs outputs;
    private final Reporter reporter;
    private volatile @Nullable DurableRun durable; // most runs never need it

    RunContext(Run run, RunOutputs outputs) {
        this.run = run;
        this.outputs = outputs;
        reporter = new Reporter(run.cell(), this);
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
    public void reported() {
        outputs.progress().report(run);
    }

    @Override
    public void progress(@Nullable String message) {
        reporter.progress(message);
    }

    @Override
    public void progress(@Nullable String message, double current, double total) {
        reporter.progress(message, current, total);
    }

    @Override
    public <T> Iterable<T> track(String message, Iterable<T> items) {
        return reporter.track(message, items);
    }

    @Override
    public <T> Stream<T> track(String message, Stream<T> items) {
        return reporter.track(message, items);
    }

    @Override
    public InputStream track(InputStream in, long length) {
        return reporter.track(in, length);
    }

    @Override
    public void plan(double totalWeight) {
        reporter.plan(totalWeight);
    }

    @Override
    public void step(String name, double weight, StepHandler step) throws Exception {
        reporter.step(name, weight, step);
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
                    known = new DurableRun(run, this, outputs.notes(), outputs.codec());
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
    public boolean isOver() {
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
