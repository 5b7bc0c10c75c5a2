package dev.taskcast.progress;

import dev.taskcast.task.ProgressReporter;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskStatus;
import java.io.InputStream;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Writes one node of a run's progress, and says that there is something new. Thread-safe. */
public final class Reporter implements ProgressReporter {
    private final Sink sink;
    private final StepNode node;

    /** What a reporter needs of its run. */
    public interface Sink {
        /**
         * Whether the run has ended, by itself or from outside.
         *
         * @return true from then on
         */
        boolean isOver();

        /**
         * Leaves the handler if the run was ended from outside.
         *
         * @throws dev.taskcast.task.TaskCanceledException if it was
         */
        void throwIfCanceled();

        /** Something was reported. */
        void reported();
    }

    /**
     * Of a whole run.
     *
     * @param cell the run's
     * @param sink the run
     */
    public Reporter(ProgressCell cell, Sink sink) {
        this(cell.root(), sink);
    }

    private Reporter(StepNode node, Sink sink) {
        this.node = node;
        this.sink = sink;
    }

    @Override
    public void progress(@Nullable String message) {
        progress(message, Double.NaN, Double.NaN);
    }

    @Override
    public void progress(@Nullable String message, double current, double total) {
        if (sink.isOver()) {
            return;
        }
        node.own(new TaskProgress(message != null ? message : lastMessage(), current, total));
        sink.reported();
    }

    private String lastMessage() {
        TaskProgress last = node.own();
        return (last == null ? TaskProgress.STARTING : last).message();
    }

    @Override
    public <T> Iterable<T> track(String message, Iterable<T> items) {
        double total = items instanceof Collection<?> known ? known.size() : Double.NaN;
        progress(message, 0, total);
        return () -> new TrackedIterator<>(
                items.iterator(), sink::throwIfCanceled, done -> progress(message, (double) done, total));
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
        progress(message, 0, total);
        return new TrackedInputStream(in, sink::throwIfCanceled, done -> {
            sink.throwIfCanceled();
            progress(message, (double) done, total);
        });
    }

    /** Of items on several threads: who reports last has looked whether there is a newer number. */
    private void advance(String message, AtomicLong done, double total) {
        long newest = done.incrementAndGet();
        sink.throwIfCanceled();
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
        node.plan(totalWeight);
    }

    @Override
    public void step(String name, double weight, StepHandler step) throws Exception {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("A step's weight must be a finite number of at least 0, got: " + weight);
        }
        sink.throwIfCanceled();
        StepNode child = node.add(name, weight);
        sink.reported();
        TaskStatus ended = TaskStatus.ERROR;
        try {
            step.run(new Reporter(child, sink));
            ended = TaskStatus.COMPLETED;
        } finally {
            child.ended(ended);
            sink.reported();
        }
    }
}
