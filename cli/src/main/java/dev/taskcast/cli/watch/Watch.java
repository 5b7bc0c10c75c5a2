package dev.taskcast.cli.watch;

import dev.taskcast.cli.output.Outcome;
import dev.taskcast.client.TaskEventSource;
import dev.taskcast.client.TaskSourceBuilder;
import dev.taskcast.client.event.ConnectionListener;
import dev.taskcast.client.event.ConnectionState;
import dev.taskcast.client.event.TaskMessage;
import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches until there is nothing more to watch. Listeners of the source put what happens into a queue, and one thread takes it out and
 * shows it: where showing is slow the queue is full, and the source merges what waits. Used once, by one thread.
 */
public final class Watch {
    private final Goal goal;
    private final View view;
    private final LongSupplier millis;
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(256);
    private final Map<String, TaskState> known = new HashMap<>();
    private final Set<String> left;
    private @Nullable Instant begun;
    private boolean isLost;
    private long lostAt;
    private Outcome outcome = Outcome.OK;

    /**
     * Of some tasks, or of all.
     *
     * @param goal when it ends
     * @param view shows it
     * @param millis of a clock that nobody sets
     */
    public Watch(Goal goal, View view, LongSupplier millis) {
        this.goal = goal;
        this.view = view;
        this.millis = millis;
        left = new HashSet<>(goal.before().keySet());
    }

    private sealed interface Event {
        record Change(TaskChange change) implements Event {}

        record Lines(TaskMessage.Logged lines) implements Event {}

        record Connection(ConnectionState state) implements Event {}

        record Failure(TaskRequestException why) implements Event {}
    }

    /**
     * Watches.
     *
     * @param stream what is watched, not connected yet
     * @param patience how long to wait for the first connection
     * @param giveUp for how long a connection may be lost before it is given up, or null for ever
     * @param isUseless whether nobody reads what is shown any more
     * @return the worst that became of a task
     * @throws TaskRequestException if the server refuses, or can't be reached at first, or for too long
     * @throws InterruptedException if the thread is interrupted
     */
    public Outcome run(
            TaskSourceBuilder stream, Duration patience, @Nullable Duration giveUp, BooleanSupplier isUseless)
            throws InterruptedException {
        long since = millis.getAsLong();
        try (view;
                TaskEventSource source = listening(stream).connect()) {
            while (!isDone(source) && !isUseless.getAsBoolean()) {
                view.tick(source.serverTime().orElseGet(Instant::now));
                Event event = events.poll(view.restMillis(), TimeUnit.MILLISECONDS);
                if (event != null) {
                    take(event, source);
                }
                requireHope(since, patience, giveUp);
            }
            return outcome;
        }
    }

    private TaskSourceBuilder listening(TaskSourceBuilder stream) {
        return stream.onChange(change -> events.put(new Event.Change(change)))
                .onMessage(message -> {
                    if (message instanceof TaskMessage.Logged lines) {
                        events.put(new Event.Lines(lines));
                    }
                })
                .onState(new ConnectionListener() {
                    @Override
                    public void onState(ConnectionState state) throws InterruptedException {
                        events.put(new Event.Connection(state));
                    }

                    @Override
                    public void onError(TaskRequestException why) throws InterruptedException {
                        events.put(new Event.Failure(why));
                    }
                });
    }

    private boolean isDone(TaskEventSource source) {
        if (begun == null) {
            return false;
        }
        if (goal.isOfSome()) {
            return left.isEmpty();
        }
        return goal.isUntilIdle()
                && source.state() == ConnectionState.LIVE
                && events.isEmpty()
                && source.tasks().values().stream().noneMatch(Watch::isActive);
    }

    private static boolean isActive(TaskState state) {
        return state instanceof TaskState.Running
                || (state instanceof TaskState.Pending pending
                        && pending.waiting().isQueued());
    }

    private void requireHope(long since, Duration patience, @Nullable Duration giveUp) {
        long at = millis.getAsLong();
        if (begun == null && at - since > patience.toMillis()) {
            throw new TaskRequestException(
                    "The server did not answer within " + patience.toSeconds() + " s",
                    TaskRequestException.SILENT,
                    null);
        }
        if (isLost && giveUp != null && at - lostAt > giveUp.toMillis()) {
            throw new TaskRequestException(
                    "The connection was lost, and not found again within " + giveUp.toSeconds() + " s",
                    TaskRequestException.UNREACHABLE,
                    null);
        }
    }

    private void take(Event event, TaskEventSource source) {
        switch (event) {
            case Event.Change(TaskChange.Updated updated) -> changed(updated.state());
            case Event.Change(TaskChange.Removed removed) -> gone(removed.id());
            case Event.Lines(TaskMessage.Logged lines) -> view.logged(lines);
            case Event.Connection(ConnectionState state) -> connection(state, source);
            case Event.Failure(TaskRequestException why) -> failed(why);
        }
    }

    private void changed(TaskState state) {
        TaskState before = known.put(state.id(), state);
        boolean isEnd = goal.isOfSome() ? isAwaited(state) : isNewEnd(before, state);
        if (isEnd && state instanceof TaskState.Terminal ended) {
            outcome = outcome.or(Outcome.of(ended));
            left.remove(state.id());
        }
        view.changed(state, isEnd);
    }

    private boolean isAwaited(TaskState state) {
        return left.contains(state.id()) && goal.isEnd(state);
    }

    /** One that has been seen before, or has ended since it is watched. */
    private boolean isNewEnd(@Nullable TaskState before, TaskState state) {
        if (!(state instanceof TaskState.Terminal ended)) {
            return false;
        }
        Instant from = begun;
        return before == null
                ? from != null && ended.lastRun() >= from.toEpochMilli()
                : !(before instanceof TaskState.Terminal first && Goal.isSame(first, ended));
    }

    private void gone(String id) {
        known.remove(id);
        if (left.remove(id)) {
            outcome = outcome.or(Outcome.REFUSED);
        }
        view.gone(id);
    }

    private void connection(ConnectionState state, TaskEventSource source) {
        switch (state) {
            case CONNECTING -> {}
            case LIVE -> live(source);
            case RECONNECTING, OFFLINE -> lost();
            case DENIED, CLOSED ->
                throw source.error()
                        .orElseGet(() -> new TaskRequestException(
                                "The server has ended the stream", TaskRequestException.ENDED, null));
        }
    }

    private void live(TaskEventSource source) {
        if (begun == null) {
            begun = source.serverTime().orElseGet(Instant::now);
            for (String id : goal.before().keySet()) {
                if (source.task(id).isEmpty()) {
                    throw new TaskRequestException(
                            "There is no task \"" + id + "\", or you may not see it", 404, "unknown_task", null, null);
                }
            }
            view.connected(false);
        } else if (isLost) {
            view.connected(true);
        }
        isLost = false;
    }

    /** A command that has never reached its server ends at once. */
    private void failed(TaskRequestException why) {
        if (begun == null) {
            throw why;
        }
        lost();
    }

    private void lost() {
        if (!isLost && begun != null) {
            isLost = true;
            lostAt = millis.getAsLong();
            view.lost("The connection is lost. Trying again.");
        }
    }
}
