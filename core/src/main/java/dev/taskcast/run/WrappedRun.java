package dev.taskcast.run;

import dev.taskcast.task.RunWrapper;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskIdentity;
import org.jspecify.annotations.Nullable;

/** A run as its wrapper sees it, and its handler. Of the handler's thread. */
final class WrappedRun implements RunWrapper.Wrapped, RunWrapper.Handler {
    private final Run run;
    private final TaskContext ctx;
    private final Thread thread = Thread.currentThread();
    private boolean called;

    private WrappedRun(Run run, TaskContext ctx) {
        this.run = run;
        this.ctx = ctx;
    }

    /** Calls the run's handler through a wrapper. */
    @SuppressWarnings("ReferenceEquality") // the very one that does nothing
    static void call(RunWrapper wrapper, Run run, TaskContext ctx) throws Exception {
        if (wrapper == RunWrapper.NONE) {
            run.type().run(ctx, run.payload());
            return;
        }
        WrappedRun wrapped = new WrappedRun(run, ctx);
        wrapper.around(wrapped, wrapped);
        if (!wrapped.called) {
            throw new IllegalStateException("A run wrapper must call the handler, got: no call");
        }
    }

    @Override
    public TaskIdentity identity() {
        return run.started().state().identity();
    }

    @Override
    public int run() {
        return run.started().state().run();
    }

    @Override
    public @Nullable Object payload() {
        return run.type().payload(run.payload());
    }

    @Override
    public @Nullable String origin() {
        return run.started().terms().origin();
    }

    /** Without the handler's having learnt it. */
    @Override
    public boolean isStopped() {
        return run.signal().isRaised();
    }

    @Override
    public void call() throws Exception {
        if (called || Thread.currentThread() != thread) {
            throw new IllegalStateException(
                    "A run wrapper must call the handler once, and on the thread that it was called on");
        }
        called = true;
        run.type().run(ctx, run.payload());
    }
}
