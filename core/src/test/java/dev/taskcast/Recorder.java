package dev.taskcast;

import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskChange.Removed;
import dev.taskcast.task.TaskChange.Updated;
import dev.taskcast.task.TaskListener;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A listener that keeps what it gets, for tests to wait for and to look at. Thread-safe. */
public final class Recorder implements TaskListener {
    private static final String MARKER = "marker-";
    private static final long LOOK_NANOS = 10_000_000;
    private static final AtomicInteger MARKERS = new AtomicInteger();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final List<TaskChange> changes = new ArrayList<>();

    @Override
    public void onChange(TaskChange change) {
        lock.lock();
        try {
            changes.add(change);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * All changes so far.
     *
     * @return a copy, in their order, without those of {@link #drain}
     */
    public List<TaskChange> changes() {
        lock.lock();
        try {
            return changes.stream().filter(c -> !c.id().startsWith(MARKER)).toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The changes of one task so far, for people: {@code pending}, {@code running Starting...}, {@code removed}.
     *
     * @param id which
     * @return in their order
     */
    public List<String> story(String id) {
        return changes().stream()
                .filter(c -> c.id().equals(id))
                .map(Recorder::told)
                .toList();
    }

    private static String told(TaskChange change) {
        return switch (change) {
            case Removed removed -> "removed";
            case Updated updated -> told(updated.state());
        };
    }

    private static String told(TaskState state) {
        return switch (state) {
            case Running running -> "running " + running.progress().message();
            case TaskState.Stopped stopped
            when stopped.stopping() != null -> stopped.status().wireName() + " stopping";
            default -> state.status().wireName();
        };
    }

    /**
     * The newest state of each task, as far as this listener knows.
     *
     * @return by id, without those that were removed
     */
    public Map<String, TaskState> newest() {
        Map<String, TaskState> newest = new LinkedHashMap<>();
        for (TaskChange change : changes()) {
            switch (change) {
                case Updated updated -> newest.put(updated.id(), updated.state());
                case Removed removed -> newest.remove(removed.id());
            }
        }
        return newest;
    }

    /**
     * Waits for a change, among those that were and those that come.
     *
     * @param what for the message of a failure
     * @param wanted which
     * @return the first such change
     */
    public TaskChange await(String what, Predicate<TaskChange> wanted) {
        return await(what, Await.LIMIT, wanted);
    }

    /**
     * Waits for a change, not longer than told.
     *
     * @param what for the message of a failure
     * @param limit how long
     * @param wanted which
     * @return the first such change
     */
    public TaskChange await(String what, Duration limit, Predicate<TaskChange> wanted) {
        long end = System.nanoTime() + limit.toNanos();
        return await(what + " within " + limit, () -> System.nanoTime() - end >= 0, wanted);
    }

    /**
     * Waits for a change, until it is too late.
     *
     * @param what for the message of a failure
     * @param isLate asked every few milliseconds
     * @param wanted which
     * @return the first such change
     */
    public TaskChange await(String what, BooleanSupplier isLate, Predicate<TaskChange> wanted) {
        lock.lock();
        try {
            int seen = 0;
            boolean late = false;
            while (true) {
                for (; seen < changes.size(); seen++) {
                    if (wanted.test(changes.get(seen))) {
                        return changes.get(seen);
                    }
                }
                if (late) {
                    throw new AssertionError("Wanted: " + what + ", got: " + changes);
                }
                late = isLate.getAsBoolean();
                long ignored = more.awaitNanos(LOOK_NANOS);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a status of a task.
     *
     * @param id which task
     * @param status which status
     * @return the first state with it
     */
    public TaskState await(String id, TaskStatus status) {
        Updated found = (Updated) await(
                id + " " + status,
                change -> change instanceof Updated u
                        && u.id().equals(id)
                        && u.state().status() == status);
        return found.state();
    }

    /**
     * Waits for a run's progress.
     *
     * @param id which task
     * @param message its message
     * @return the change
     */
    public Updated awaitProgress(String id, String message) {
        return (Updated) await(
                id + " at " + message,
                change -> change instanceof Updated u
                        && u.id().equals(id)
                        && u.state() instanceof Running r
                        && r.progress().message().equals(message));
    }

    /**
     * Waits for a task's removal.
     *
     * @param id which task
     */
    public void awaitRemoved(String id) {
        TaskChange ignored = await(id + " removed", c -> c instanceof Removed && c.id().equals(id));
    }

    /**
     * Waits for the end of a stopped handler.
     *
     * @param id which task
     */
    public void awaitStopped(String id) {
        TaskChange ignored = await(
                id + " no longer stopping",
                c -> c instanceof Updated u
                        && u.id().equals(id)
                        && u.state() instanceof TaskState.Stopped s
                        && s.stopping() == null);
    }

    /**
     * Waits until this listener has got all that has happened by now. It makes two changes of its own at the end of the
     * log: what has no position comes after the first, and before the second.
     *
     * @param tasks whose listener this is
     */
    public void drain(TaskManager tasks) {
        for (int i = 0; i < 2; i++) {
            String marker = MARKER + MARKERS.incrementAndGet();
            tasks.register(marker, ctx -> {});
            TaskChange ignored = await(marker, c -> c.id().equals(marker));
        }
    }
}
