package dev.taskcast.progress;

import dev.taskcast.forecast.Curve;
import dev.taskcast.forecast.Curves;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskProgress.Pace;
import dev.taskcast.task.TaskText;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The newest progress of one run. The handler writes it as often as it likes: a volatile write and a volatile read, and a
 * hand-over to the publisher only where the cell is not with it already. The steps of a run are put together when the
 * progress is read, not when it is written.
 */
public final class ProgressCell {
    private static final AtomicIntegerFieldUpdater<ProgressCell> STATE =
            AtomicIntegerFieldUpdater.newUpdater(ProgressCell.class, "state");
    private static final int IDLE = 0; // as it is when made
    private static final int WITH_PUBLISHER = 1;

    private final TaskRow started;
    private final StepNode root = new StepNode("", 1);
    private volatile int state;
    private volatile @Nullable Pace pace;

    private final LongSupplier begunNanos;

    // Of the publisher's thread.
    private @Nullable PaceEstimator estimator; // most runs never need one
    private @Nullable TaskProgress published;
    private long dueNanos;

    /**
     * A cell without progress.
     *
     * @param started the row that the run was started with
     * @param begunNanos when its handler began; asked for once it has reported
     */
    public ProgressCell(TaskRow started, LongSupplier begunNanos) {
        this.started = started;
        this.begunNanos = begunNanos;
    }

    StepNode root() {
        return root;
    }

    /**
     * The newest progress, without its pace.
     *
     * @return null before the first report
     */
    public @Nullable TaskProgress value() {
        return root.hasSteps() ? whole() : root.own();
    }

    /**
     * The newest progress, at the pace that was last shown.
     *
     * @return null before the first report
     */
    public @Nullable TaskProgress paced() {
        TaskProgress newest = value();
        return newest == null ? null : newest.with(pace);
    }

    private TaskProgress whole() {
        String message = root.message();
        return new TaskProgress(
                message == null ? TaskProgress.STARTING.message() : TaskText.cut(message, TaskText.MAX_MESSAGE),
                StepNode.percent(root.fraction()),
                100,
                null,
                null,
                root.steps());
    }

    /**
     * Says that there is something new.
     *
     * @param publisher is told where it does not know yet
     */
    public void touch(Publisher publisher) {
        if (isIdle() && take()) {
            publisher.accept(this);
        }
    }

    /**
     * Whether the publisher does not have it.
     *
     * @return false while it will look at the newest progress by itself
     */
    public boolean isIdle() {
        return state == IDLE;
    }

    /** Makes the cell the publisher's; one caller only gets true. */
    boolean take() {
        return STATE.compareAndSet(this, IDLE, WITH_PUBLISHER);
    }

    /** Gives the cell back to the handler. The caller must then look for a value that came in between. */
    void release() {
        state = IDLE;
    }

    TaskRow started() {
        return started;
    }

    boolean isDirty() {
        return !Objects.equals(value(), published);
    }

    /** The value as it is to be shown now. */
    TaskProgress show(TaskProgress value, long nowNanos, long nextNanos, Curves curves) {
        published = value;
        dueNanos = nextNanos;
        Pace newest = estimator(curves).next(value, nowNanos);
        pace = newest;
        return value.with(newest);
    }

    private PaceEstimator estimator(Curves curves) {
        PaceEstimator known = estimator;
        if (known == null) {
            Curve earlier = curves.of(type());
            known = new PaceEstimator(earlier, started.isResumed(), begunNanos.getAsLong());
            estimator = known;
        }
        return known;
    }

    private String type() {
        return started.state().identity().type();
    }

    /** Whether its run was long enough to say anything of others. */
    boolean isTelling(long completedNanos) {
        return completedNanos - begunNanos.getAsLong() >= PaceEstimator.ENOUGH_NANOS;
    }

    /** The run has completed: what it was like is what others are measured by. */
    void teach(Curves curves, long completedNanos) {
        PaceEstimator known = estimator;
        Curve curve = known == null ? null : known.curve((completedNanos - begunNanos.getAsLong()) / 1e9);
        if (curve != null) {
            curves.learn(type(), curve);
        }
    }

    long dueNanos() {
        return dueNanos;
    }
}
