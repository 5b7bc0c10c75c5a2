package dev.taskcast.subscribe;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.log.Cursor;
import dev.taskcast.log.Event;
import dev.taskcast.log.EventLog;
import dev.taskcast.log.Members;
import dev.taskcast.log.Read;
import dev.taskcast.task.Subscription;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskListener;
import dev.taskcast.task.TaskState;
import dev.taskcast.thread.Loop;
import java.time.Duration;
import java.util.function.Consumer;

/** A listener's cursor and thread: it reads the log on, and calls the listener for each event. */
public final class ListenerSubscription implements Subscription {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final int BATCH = 256;

    private final EventLog log;
    private final TaskListener listener;
    private final Loop loop = new Loop("taskcast-subscriber", this::pass);
    private final Runnable stopHints;
    private final Consumer<ListenerSubscription> onClose;
    private Cursor cursor; // of the loop's thread

    /**
     * From the end of the log on.
     *
     * @param log what is read
     * @param listener is called
     * @param onClose called once it is closed
     */
    public ListenerSubscription(EventLog log, TaskListener listener, Consumer<ListenerSubscription> onClose) {
        this.log = log;
        this.listener = listener;
        this.onClose = onClose;
        cursor = log.end();
        stopHints = log.onHint(loop::wake);
    }

    /** Starts its thread. */
    public void start() {
        loop.start();
        loop.wake();
    }

    /**
     * Whether the listener is called on a thread.
     *
     * @param thread any
     * @return whether it is this subscription's own
     */
    public boolean isOn(Thread thread) {
        return loop.isOn(thread);
    }

    private void pass() {
        boolean more = true;
        while (more && !loop.isStopped()) {
            more = switch (log.read(cursor, BATCH)) {
                case Read.Some some -> deliver(some);
                case Read.Reset reset -> beginAnew();
            };
        }
    }

    private boolean deliver(Read.Some some) {
        long upTo = cursor.position();
        for (Event event : some.events()) {
            if (event.isTransition()) {
                upTo = event.position();
            }
            TaskState state = event.state();
            String id = event.identity().id();
            call(state == null ? new TaskChange.Removed(upTo, id) : new TaskChange.Updated(upTo, id, state));
        }
        cursor = some.next();
        return !some.atEnd();
    }

    /** So many removals were missed that the log can't name them all: what is there is all that can be told. */
    private boolean beginAnew() {
        LOG.log(System.Logger.Level.WARNING, "A subscriber fell so far behind that it missed the removal of tasks");
        Members all = log.members(0, Integer.MAX_VALUE);
        for (TaskRow row : all.rows()) {
            call(new TaskChange.Updated(all.end().position(), row.id(), row.state()));
        }
        cursor = all.end();
        return true;
    }

    private void call(TaskChange change) {
        if (loop.isStopped()) {
            return;
        }
        try {
            listener.onChange(change);
        } catch (Throwable t) {
            LOG.log(System.Logger.Level.WARNING, "A subscriber failed on a change of task \"" + change.id() + "\"", t);
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(Long.MAX_VALUE));
    }

    /** Tells it to end after the call under way; does not wait. */
    public void stop() {
        stopHints.run();
        loop.stop();
    }

    /**
     * Ends it, and waits for a call under way, not longer than told.
     *
     * @param patience how long to wait
     * @return whether its thread has ended
     */
    public boolean close(Duration patience) {
        stop();
        boolean ended = loop.close(patience);
        onClose.accept(this); // not before: until then it must be known whose thread that is
        return ended;
    }
}
