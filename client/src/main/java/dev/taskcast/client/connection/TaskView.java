package dev.taskcast.client.connection;

import dev.taskcast.client.event.ConnectionState;
import dev.taskcast.client.event.TaskMessage;
import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.client.listen.Listeners;
import dev.taskcast.client.live.LiveSink;
import dev.taskcast.client.live.LiveTasks;
import dev.taskcast.client.live.Received;
import dev.taskcast.task.Subscription;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskListener;
import dev.taskcast.task.TaskState;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a source knows: the tasks, and how its connection is doing. Any thread may ask; the connection's own changes it. Listeners are told
 * of changes and states under the lock, where that never waits, and so in their order. Thread-safe.
 */
public final class TaskView {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Listeners listeners;
    private final TaskClock clock;
    private final LiveTasks live = new LiveTasks(new Sink());

    // Under the lock.
    private final List<TaskMessage> messages = new ArrayList<>(); // to be told
    private ConnectionState state = ConnectionState.CONNECTING;
    private @Nullable TaskRequestException error;
    private boolean wasLive; // at least once
    private boolean buffered;
    private @Nullable Instant toldTime;
    private long toldAtNanos;

    /**
     * Nothing known.
     *
     * @param listeners are told
     * @param clock measures how long ago the server has told its time
     */
    public TaskView(Listeners listeners, TaskClock clock) {
        this.listeners = listeners;
        this.clock = clock;
    }

    /** What the tasks say, under the lock. */
    private final class Sink implements LiveSink {
        @Override
        public void changed(String id, @Nullable TaskState newest) {
            listeners.tell(change(id, newest));
        }

        @Override
        public void message(TaskMessage message) {
            messages.add(message);
        }

        @Override
        public void time(long now) {
            toldTime = now == 0 ? null : Instant.ofEpochMilli(now);
            toldAtNanos = clock.nanos();
        }

        @Override
        public void live() {
            become(ConnectionState.LIVE);
        }
    }

    private TaskChange change(String id, @Nullable TaskState newest) {
        String last = live.lastEventId();
        boolean isNumber =
                !last.isEmpty() && last.length() <= 18 && last.chars().allMatch(c -> c >= '0' && c <= '9');
        long position = isNumber ? Long.parseLong(last) : 0;
        return newest == null ? new TaskChange.Removed(position, id) : new TaskChange.Updated(position, id, newest);
    }

    private <T> T locked(Supplier<T> section) {
        lock.lock();
        try {
            return section.get();
        } finally {
            lock.unlock();
        }
    }

    private void run(Runnable section) {
        lock.lock();
        try {
            section.run();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The tasks.
     *
     * @return an immutable copy, in the order of registration
     */
    public Map<String, TaskState> tasks() {
        return locked(live::tasks);
    }

    /**
     * A task.
     *
     * @param id which
     * @return empty where there is none
     */
    public Optional<TaskState> task(String id) {
        return locked(() -> live.task(id));
    }

    /**
     * Listens to changes of one task.
     *
     * @param id which
     * @param listener is told how it is, where it is there, and then of each change
     * @return ends that
     */
    public Subscription subscribe(String id, TaskListener listener) {
        return locked(() -> listeners.onChange(
                id, listener, live.task(id).map(state -> change(id, state)).orElse(null)));
    }

    /**
     * How the connection is doing.
     *
     * @return the state
     */
    public ConnectionState state() {
        return locked(() -> state);
    }

    /**
     * Why the last try failed.
     *
     * @return empty while it is live, and before the first failure
     */
    public Optional<TaskRequestException> error() {
        return locked(() -> Optional.ofNullable(error));
    }

    /**
     * Whether something in between holds the stream back, and lists are polled.
     *
     * @return true as long as it is so
     */
    public boolean isBuffered() {
        return locked(() -> buffered);
    }

    /**
     * Where the stream is.
     *
     * @return an id, or empty
     */
    public String lastEventId() {
        return locked(live::lastEventId);
    }

    /**
     * What time it is at the server.
     *
     * @return empty until the server has told it
     */
    public Optional<Instant> serverTime() {
        return locked(() -> Optional.ofNullable(toldTime).map(told -> told.plusNanos(clock.nanos() - toldAtNanos)));
    }

    /**
     * Waits until the connection is live.
     *
     * @param patience how long
     * @return false where it is not, and is denied or closed, or the time is over
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean awaitLive(Duration patience) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(patience);
        lock.lock();
        try {
            while (state != ConnectionState.LIVE) {
                if (left <= 0 || state == ConnectionState.DENIED || state == ConnectionState.CLOSED) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    void begin() {
        run(live::begin);
    }

    void forget() {
        run(live::forget);
    }

    /**
     * Takes what has come. Then tells messages, and waits where too many of them wait for a listener.
     *
     * @return whether it had to wait
     */
    boolean take(List<Received> batch, boolean afterReconnect) {
        List<TaskMessage> told = locked(() -> {
            if (state == ConnectionState.CLOSED) {
                return List.of();
            }
            live.take(batch, afterReconnect);
            List<TaskMessage> all = List.copyOf(messages);
            messages.clear();
            return all;
        });
        boolean waited = false;
        for (TaskMessage each : told) {
            waited |= listeners.tell(each);
        }
        return waited;
    }

    /** Whether a list is older than what is known. */
    boolean isBehind(List<Received> list) {
        return locked(() -> live.isBehind(list.getLast().id()));
    }

    boolean isLive() {
        return locked(live::isLive);
    }

    /** Whether only silence can tell that a dump has ended. */
    boolean endsDumpsBySilence() {
        return locked(() -> !live.saysReady() && !live.isLive());
    }

    void settledBySilence() {
        run(() -> {
            if (!live.saysReady() && !live.isLive() && state != ConnectionState.CLOSED) {
                live.settledBySilence();
            }
        });
    }

    void failed(TaskRequestException failure) {
        run(() -> {
            if (state != ConnectionState.CLOSED) {
                error = failure;
                listeners.tell(failure);
            }
        });
    }

    void become(ConnectionState next) {
        run(() -> {
            if (state == next || state == ConnectionState.CLOSED) {
                return;
            }
            state = next;
            if (next == ConnectionState.LIVE) {
                error = null;
                wasLive = true;
            }
            changed.signalAll();
            listeners.tell(next);
        });
    }

    /** It is tried again where it was denied, or was live. */
    void again() {
        run(() -> {
            if (state == ConnectionState.DENIED || state == ConnectionState.LIVE) {
                become(wasLive ? ConnectionState.RECONNECTING : ConnectionState.CONNECTING);
            }
        });
    }

    /** It is tried again where it was denied: whoever waits for it from now on waits for the next answer. */
    void notDenied() {
        run(() -> {
            if (state == ConnectionState.DENIED) {
                again();
            }
        });
    }

    void buffered(boolean now) {
        run(() -> {
            if (buffered != now && state != ConnectionState.CLOSED) {
                buffered = now;
                listeners.tell(state);
            }
        });
    }
}
