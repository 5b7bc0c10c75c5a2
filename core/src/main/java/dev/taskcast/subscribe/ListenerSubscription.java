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
import dev.taskcast.thread.SafeLog;
import dev.taskcast.thread.ThreadMaker;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A listener's cursor and thread: it reads the log on, and calls the listener for each event. */
public final class ListenerSubscription implements Subscription {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog LISTENER_FAILED =
            new SafeLog(LOG, System.Logger.Level.WARNING, "A subscriber failed on a change of task \"", "\"");
    private static final int BATCH = 256;

    private final EventLog log;
    private final TaskListener listener;
    private final Loop loop;
    private final Runnable stopHints;
    private final Consumer<ListenerSubscription> onClose;
    private final Predicate<Thread> isListeners;

    // Of the loop's thread.
    private Cursor cursor;
    private Read.@Nullable Some batch; // that is being told
    private int told; // how much of it
    private long upTo; // up to which position

    /**
     * From the end of the log on.
     *
     * @param log what is read
     * @param listener is called
     * @param threads makes its thread
     * @param onClose called once it is closed
     * @param isListeners whether a listener is called on a thread, this one or another
     */
    public ListenerSubscription(
            EventLog log,
            TaskListener listener,
            ThreadMaker threads,
            Consumer<ListenerSubscription> onClose,
            Predicate<Thread> isListeners) {
        this.log = log;
        this.listener = listener;
        this.onClose = onClose;
        this.isListeners = isListeners;
        loop = new Loop(threads, Loop.Watch.NONE, "taskcast-subscriber", this::pass);
        cursor = log.end();
        upTo = cursor.position();
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
            Read.Some left = batch;
            if (left == null) {
                more = switch (log.read(cursor, BATCH)) {
                    case Read.Some some -> deliver(some);
                    case Read.Reset reset -> beginAnew();
                };
            } else {
                more = deliver(left);
            }
        }
    }

    /** Goes on with a batch where it has stopped, should there have been no memory: nothing is told twice. */
    private boolean deliver(Read.Some some) {
        batch = some;
        while (told < some.events().size()) {
            Event event = some.events().get(told);
            long position = event.isTransition() ? event.position() : upTo;
            TaskState state = event.state();
            String id = event.identity().id();
            TaskChange change =
                    state == null ? new TaskChange.Removed(position, id) : new TaskChange.Updated(position, id, state);
            upTo = position;
            told++; // before the call: whatever comes of it, it was one
            if (event.standing() == null) { // which is for those who watch: for a listener nothing has changed
                call(change);
            }
        }
        cursor = some.next();
        upTo = cursor.position();
        told = 0;
        batch = null;
        return !some.atEnd();
    }

    /** So much was missed that the log can't name it all: what is held is all that can be told. */
    private boolean beginAnew() {
        LOG.log(
                System.Logger.Level.WARNING,
                "A subscriber fell so far behind that it missed the end or the removal of tasks");
        Members all = log.members(0, Integer.MAX_VALUE);
        for (TaskRow row : all.rows()) {
            call(new TaskChange.Updated(all.end().position(), row.id(), row.state()));
        }
        cursor = all.end();
        upTo = cursor.position();
        return true;
    }

    private void call(TaskChange change) {
        if (loop.isStopped()) {
            return;
        }
        try {
            listener.onChange(change);
        } catch (Throwable t) {
            LISTENER_FAILED.log(change.id(), t);
        }
    }

    /** Two listeners that end each other would wait for each other for ever: none of them waits. */
    @Override
    public void close() {
        if (isListeners.test(Thread.currentThread())) {
            stop(); // it is still known whose thread that is, see hasEnded
        } else {
            close(Duration.ofSeconds(Long.MAX_VALUE));
        }
    }

    /**
     * Whether its thread has ended.
     *
     * @return true some time after it was told to end
     */
    public boolean hasEnded() {
        return loop.hasEnded();
    }

    /**
     * Whether it was told to end.
     *
     * @return true from then on
     */
    public boolean isStopped() {
        return loop.isStopped();
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
