package dev.taskcast.log;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.task.Standing;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Pending;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One change of one task's state, as readers get it. Immutable but for the cache of its encoding.
 *
 * <p>A transition has a position of its own. Progress, and the end of {@code stopping}, have none: they carry the
 * position of the task's newest transition, and a tick, which rises with each of them within this log.
 */
public final class Event {
    private final TaskIdentity identity;
    private final @Nullable TaskState state;
    private final long created;
    private final long position;
    private final long tick;
    private final @Nullable Event before;
    private volatile @Nullable Object encoded;

    private Event(
            TaskIdentity identity,
            @Nullable TaskState state,
            long created,
            long position,
            long tick,
            @Nullable Event before) {
        this.identity = identity;
        this.state = state;
        this.created = created;
        this.position = position;
        this.tick = tick;
        this.before = before;
    }

    static Event transition(TaskState state, long created, long position, @Nullable Event before) {
        return new Event(state.identity(), state, created, position, 0, before);
    }

    /**
     * A task's newest state, for a reader that begins to see it.
     *
     * @param row the task as it is
     * @return an event at the position of its newest transition
     */
    public static Event of(TaskRow row) {
        return transition(row.state(), row.created(), row.position(), null);
    }

    /** A transition of an earlier life of the store. */
    static Event of(Applied applied) {
        TaskRow after = applied.after();
        if (after != null) {
            return transition(after.state(), after.created(), applied.position(), null);
        }
        TaskRow gone = Objects.requireNonNull(applied.change().from(), "what was removed");
        return removal(gone.state().identity(), gone.created(), applied.position());
    }

    static Event removal(TaskIdentity identity, long created, long position) {
        return new Event(identity, null, created, position, 0, null);
    }

    static Event amendment(TaskState state, long created, long position, long tick) {
        return new Event(state.identity(), state, created, position, tick, null);
    }

    /**
     * Which task.
     *
     * @return its identity
     */
    public TaskIdentity identity() {
        return identity;
    }

    /**
     * The task's state from this event on.
     *
     * @return null where the task is gone
     */
    public @Nullable TaskState state() {
        return state;
    }

    /**
     * Whether it is a transition.
     *
     * @return false for an event without a position of its own
     */
    public boolean isTransition() {
        return tick == 0;
    }

    /**
     * Where a task stands now that waits: an event that says so is of nothing else, and is no transition.
     *
     * @return null for any other event
     */
    public @Nullable Standing standing() {
        return tick > 0 && state instanceof Pending pending ? pending.standing() : null;
    }

    /**
     * Its place in the log, or for an event without one that of the task's newest transition.
     *
     * @return a position
     */
    public long position() {
        return position;
    }

    long tick() {
        return tick;
    }

    /**
     * The position of the event that made the task.
     *
     * @return the same for all events of a task
     */
    public long created() {
        return created;
    }

    /** The run's last progress, for a reader of a transition out of {@code running} that has not had it yet. */
    @Nullable
    Event before() {
        return before;
    }

    /**
     * Encodes it at most once, whatever the number of readers (two that race may both do it; one result stays). All
     * callers must encode the same way.
     *
     * @param encoder makes the encoding
     * @param <T> what it makes
     * @return the encoding
     */
    @SuppressWarnings("unchecked")
    public <T> T encoded(Function<Event, T> encoder) {
        Object cached = encoded;
        if (cached == null) {
            cached = encoder.apply(this);
            encoded = cached;
        }
        return (T) cached;
    }
}
