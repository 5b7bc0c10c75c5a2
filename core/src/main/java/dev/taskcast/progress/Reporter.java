package dev.taskcast.progress;

import dev.taskcast.task.ProgressReporter;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskText;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Writes one node of a run's progress, and says that there is something new. Thread-safe. */
public abstract class Reporter implements ProgressReporter {
    private @Nullable StepNode node; // the same one, whoever asks for it first

    /** Of a whole run. */
    protected Reporter() {}

    private Reporter(StepNode node) {
        this.node = node;
    }

    /**
     * The run's cell, asked for with the first report: most short runs never make one.
     *
     * @return always the same
     */
    protected abstract ProgressCell cell();

    private StepNode node() {
        StepNode known = node;
        if (known == null) {
            known = cell().root();
            node = known;
        }
        return known;
    }

    /**
     * Whether the run has ended, by itself or from outside.
     *
     * @return true from then on
     */
    protected abstract boolean isOver();

    /**
     * Leaves the handler if the run was ended from outside.
     *
     * @throws dev.taskcast.task.TaskCanceledException if it was
     */
    protected abstract void throwIfCanceled();

    /** Something was reported. */
    protected abstract void reported();

    /** Of a step: the run is that of what it is a step of. */
    private static final class OfStep extends Reporter {
        private final Reporter above;

        OfStep(StepNode node, Reporter above) {
            super(node);
            this.above = above;
        }

        @Override
        protected ProgressCell cell() {
            return above.cell();
        }

        @Override
        protected boolean isOver() {
            return above.isOver();
        }

        @Override
        protected void throwIfCanceled() {
            above.throwIfCanceled();
        }

        @Override
        protected void reported() {
            above.reported();
        }
    }

    @Override
    public void progress(@Nullable String message) {
        progress(message, Double.NaN, Double.NaN);
    }

    @Override
    public void progress(@Nullable String message, double current, double total) {
        progress(message, current, total, null);
    }

    private void progress(@Nullable String message, double current, double total, TaskProgress.@Nullable Unit unit) {
        if (isOver()) {
            return;
        }
        String said = message == null ? lastMessage() : TaskText.cut(message, TaskText.MAX_MESSAGE);
        node().own(new TaskProgress(said, current, total, unit, null, List.of()));
        reported();
    }

    private String lastMessage() {
        TaskProgress last = node().own();
        return (last == null ? TaskProgress.STARTING : last).message();
    }

    @Override
    public <T> Iterable<T> track(String message, Iterable<T> items) {
        double total = items instanceof Collection<?> known ? known.size() : Double.NaN;
        progress(message, 0, total);
        return () -> new TrackedIterator<>(
                items.iterator(), this::throwIfCanceled, done -> progress(message, (double) done, total));
    }

    @Override
    public <T> Stream<T> track(String message, Stream<T> items) {
        var source = items.spliterator();
        long size = source.getExactSizeIfKnown();
        double total = size < 0 ? Double.NaN : size;
        boolean parallel = items.isParallel();
        AtomicLong done = new AtomicLong();
        progress(message, 0, total);
        return StreamSupport.stream(source, parallel)
                .peek(item -> advance(message, done, total))
                .onClose(items::close);
    }

    @Override
    public InputStream track(InputStream in, long length) {
        double total = length < 0 ? Double.NaN : length;
        String message = lastMessage();
        progress(message, 0, total, TaskProgress.Unit.BYTES);
        return new TrackedInputStream(in, this::throwIfCanceled, done -> {
            throwIfCanceled();
            progress(message, (double) done, total, TaskProgress.Unit.BYTES);
        });
    }

    /** Of items on several threads: who reports last has looked whether there is a newer number. */
    private void advance(String message, AtomicLong done, double total) {
        long newest = done.incrementAndGet();
        throwIfCanceled();
        progress(message, (double) newest, total);
        while (newest != done.get()) {
            newest = done.get();
            progress(message, (double) newest, total);
        }
    }

    @Override
    public void plan(double totalWeight) {
        if (!(totalWeight > 0) || Double.isInfinite(totalWeight)) {
            throw new IllegalArgumentException("A plan's weight must be a finite number above 0, got: " + totalWeight);
        }
        node().plan(totalWeight);
    }

    @Override
    public void step(String name, double weight, StepHandler step) throws Exception {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("A step's weight must be a finite number of at least 0, got: " + weight);
        }
        throwIfCanceled();
        StepNode child = node().add(TaskText.cut(name, TaskText.MAX_STEP_NAME), weight);
        reported();
        TaskStatus ended = TaskStatus.ERROR;
        try {
            step.run(new OfStep(child, this));
            ended = TaskStatus.COMPLETED;
        } finally {
            child.ended(ended);
            reported();
        }
    }
}
