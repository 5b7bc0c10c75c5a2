package dev.taskcast.commit;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.series.SeriesEvent;
import dev.taskcast.store.Applied;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskObserver;
import dev.taskcast.task.TaskState;
import dev.taskcast.thread.SafeLog;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells observers what this node has done. Throws nothing, and where there are none it costs a look. Thread-safe. */
public final class Observed {
    /** By nobody. */
    public static final Observed NOT = new Observed(List.of());

    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog BROKEN = new SafeLog(LOG, System.Logger.Level.ERROR, "An observer has failed");

    private final TaskObserver[] observers;

    /**
     * Of a manager.
     *
     * @param observers who is told, in this order
     */
    public Observed(List<TaskObserver> observers) {
        this.observers = observers.toArray(TaskObserver[]::new);
    }

    /** A change that this node has made is kept. */
    void made(Applied applied) {
        if (observers.length > 0) {
            changed(applied.change().from(), applied.after());
        }
    }

    private void changed(@Nullable TaskRow before, @Nullable TaskRow after) {
        try {
            SeriesEvent event = SeriesEvent.of(before, after);
            if (event != null && after != null) {
                tell(event, after.state());
            } else if (before == null && after != null && after.payload() != null && isNew(after)) {
                tell(each -> each.submitted(after.state()));
            }
        } catch (Throwable t) {
            BROKEN.log(t);
        }
    }

    /** What rests and is woken was there before. */
    private static boolean isNew(TaskRow after) {
        return after.position() == after.created();
    }

    private void tell(SeriesEvent event, TaskState task) {
        switch (task) {
            case TaskState.Running running -> tell(each -> each.started(running, event.millis()));
            case TaskState.Terminal ended -> tell(each -> each.ended(ended, event.millis()));
            case TaskState.Pending again -> tell(each -> each.retried(again, event.millis()));
        }
    }

    /**
     * A submit was refused since there are too many.
     *
     * @param task what it would have been
     */
    public void submitRefused(TaskIdentity task) {
        tell(each -> each.refused(task));
    }

    /** Another node had appended before. */
    void appendRefused() {
        tell(TaskObserver::appendRefused);
    }

    private void tell(Consumer<TaskObserver> what) {
        for (TaskObserver observer : observers) {
            try {
                what.accept(observer);
            } catch (Throwable t) {
                BROKEN.log(t);
            }
        }
    }
}
