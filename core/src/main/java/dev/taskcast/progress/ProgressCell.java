package dev.taskcast.progress;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.TaskProgress;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The newest progress of one run. The handler writes it as often as it likes: a volatile write and a volatile read, and a
 * hand-over to the publisher only where the cell is not with it already.
 */
public final class ProgressCell {
    private static final AtomicIntegerFieldUpdater<ProgressCell> STATE =
            AtomicIntegerFieldUpdater.newUpdater(ProgressCell.class, "state");
    private static final int IDLE = 0;
    private static final int WITH_PUBLISHER = 1;

    private final TaskRow started;
    private volatile @Nullable TaskProgress value;
    private volatile int state = IDLE;

    // Of the publisher's thread.
    private @Nullable TaskProgress published;
    private long dueNanos;

    /**
     * A cell without progress.
     *
     * @param started the row that the run was started with
     */
    public ProgressCell(TaskRow started) {
        this.started = started;
    }

    /**
     * The newest progress.
     *
     * @return null before the first report
     */
    public @Nullable TaskProgress value() {
        return value;
    }

    /**
     * Sets the newest progress.
     *
     * @param progress replaces the last one
     * @param publisher is told where it does not know yet
     */
    public void set(TaskProgress progress, Publisher publisher) {
        value = progress;
        if (state == IDLE && take()) {
            publisher.accept(this);
        }
    }

    /**
     * Sets the newest progress where every report is committed by itself and the publisher has nothing to do.
     *
     * @param progress replaces the last one
     */
    public void keep(TaskProgress progress) {
        value = progress;
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
        return !Objects.equals(value, published);
    }

    void published(@Nullable TaskProgress shown, long nextNanos) {
        published = shown;
        dueNanos = nextNanos;
    }

    long dueNanos() {
        return dueNanos;
    }
}
