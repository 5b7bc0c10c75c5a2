package dev.taskcast.client.listen;

import dev.taskcast.client.event.ConnectionListener;
import dev.taskcast.client.event.ConnectionState;
import dev.taskcast.client.event.MessageListener;
import dev.taskcast.client.event.TaskMessage;
import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.task.Subscription;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskListener;
import dev.taskcast.thread.ThreadMaker;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/** All who listen to a source. What one of them throws is logged, and reaches neither the others nor the connection. Thread-safe. */
public final class Listeners {
    /** What connections are told of. */
    private sealed interface Signal {
        record State(ConnectionState state) implements Signal {}

        record Failure(TaskRequestException error) implements Signal {}
    }

    private final ThreadMaker threads;
    private final Set<Mailbox<TaskChange>> changes = new CopyOnWriteArraySet<>(); // of all tasks
    private final Map<String, Set<Mailbox<TaskChange>>> changesById = new ConcurrentHashMap<>();
    private final Set<Mailbox<TaskMessage>> messages = new CopyOnWriteArraySet<>();
    private final Set<Mailbox<Signal>> signals = new CopyOnWriteArraySet<>();

    /**
     * Nobody yet.
     *
     * @param threads makes the threads that listeners are called on
     */
    public Listeners(ThreadMaker threads) {
        this.threads = threads;
    }

    /**
     * Listens to changes of tasks.
     *
     * @param listener is called
     * @return ends that
     */
    public Subscription onChange(TaskListener listener) {
        return add(changes, new ChangeQueue(), listener::onChange);
    }

    /**
     * Listens to changes of one task.
     *
     * @param id which
     * @param listener is called
     * @param now how it is, which the listener is told first; null where it is not there
     * @return ends that
     */
    public Subscription onChange(String id, TaskListener listener, @Nullable TaskChange now) {
        Mailbox<TaskChange> made =
                new Mailbox<>(new ChangeQueue(), listener::onChange, threads, mailbox -> remove(id, mailbox));
        if (now != null) {
            made.tell(now);
        }
        changesById.compute(id, (key, others) -> {
            Set<Mailbox<TaskChange>> own = others == null ? new CopyOnWriteArraySet<>() : others;
            own.add(made);
            return own;
        });
        return made;
    }

    private void remove(String id, Mailbox<TaskChange> mailbox) {
        changesById.computeIfPresent(id, (key, own) -> {
            own.remove(mailbox);
            return own.isEmpty() ? null : own;
        });
    }

    /**
     * Listens to messages.
     *
     * @param listener is called
     * @return ends that
     */
    public Subscription onMessage(MessageListener listener) {
        return add(messages, new BoundedQueue<>(true), listener::onMessage);
    }

    /**
     * Listens to how the connection is doing.
     *
     * @param listener is called
     * @return ends that
     */
    public Subscription onState(ConnectionListener listener) {
        return add(signals, new BoundedQueue<>(false), signal -> {
            switch (signal) {
                case Signal.State state -> listener.onState(state.state());
                case Signal.Failure failure -> listener.onError(failure.error());
            }
        });
    }

    private <T> Subscription add(Set<Mailbox<T>> to, Mailbox.Waiting<T> waiting, Mailbox.Call<T> call) {
        Mailbox<T> made = new Mailbox<>(waiting, call, threads, to::remove);
        to.add(made);
        return made;
    }

    /**
     * Tells of a change.
     *
     * @param change which
     */
    public void tell(TaskChange change) {
        changes.forEach(each -> each.tell(change));
        changesById.getOrDefault(change.id(), Set.of()).forEach(each -> each.tell(change));
    }

    /**
     * Tells of a message. Waits as long as too many wait for a listener.
     *
     * @param message which
     * @return whether it had to wait
     */
    public boolean tell(TaskMessage message) {
        boolean waited = false;
        for (Mailbox<TaskMessage> each : messages) {
            waited |= each.tell(message);
        }
        return waited;
    }

    /**
     * Tells of the connection's state.
     *
     * @param state the new one
     */
    public void tell(ConnectionState state) {
        tell(new Signal.State(state));
    }

    /**
     * Tells of an error.
     *
     * @param error which
     */
    public void tell(TaskRequestException error) {
        tell(new Signal.Failure(error));
    }

    private void tell(Signal signal) {
        signals.forEach(each -> each.tell(signal));
    }

    /** Nobody is told of tasks any more, but for a call under way. Whoever waits to tell something goes on. */
    public void close() {
        changes.forEach(Mailbox::end);
        changesById.values().forEach(own -> own.forEach(Mailbox::end));
        messages.forEach(Mailbox::end);
    }
}
