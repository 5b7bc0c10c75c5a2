package dev.taskcast.log;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState.Running;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * By tick, the newest change without a position of each task that has one since its newest transition. Under the log's lock,
 * but for {@link #tick()}.
 */
final class Amendments {
    private final PositionIndex<Event> byTick = new PositionIndex<>();
    private final Map<Long, Long> ticks = new HashMap<>(); // created -> tick
    private final Deque<AtRest> atRest = new ArrayDeque<>();
    private volatile long tick;

    /** What a task has that is held no more. */
    private record AtRest(long created, long position, long tick) {}

    /** The newest tick. */
    long tick() {
        return tick;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    private long next() {
        return ++tick;
    }

    /** Shows the row's state, in place of what its task had. */
    void put(TaskRow row) {
        long now = next();
        Event event = Event.amendment(row.state(), row.created(), row.position(), now);
        Long old = ticks.put(row.created(), now); // first: what is shown and not known here would never be dropped
        if (old != null) {
            byTick.remove(old);
        }
        byTick.append(now, event);
    }

    /** Holds nothing; ticks rise on. */
    void clear() {
        ticks.clear();
        byTick.clear();
        atRest.clear();
        long ignored = next();
    }

    /** The task is held no more. What it has stays for readers who have not been told of it. */
    void rest(TaskRow row) {
        Long at = ticks.get(row.created());
        if (at != null) {
            atRest.add(new AtRest(row.created(), row.position(), at));
        }
    }

    /**
     * No reader from before a position reads amendments any more.
     *
     * @return whether something is gone that a reader from before it may not have been told of
     */
    boolean passed(long position) {
        boolean isAny = false;
        for (AtRest oldest = atRest.peek(); oldest != null && oldest.position <= position; oldest = atRest.peek()) {
            atRest.remove();
            if (ticks.remove(oldest.created, oldest.tick)) {
                byTick.remove(oldest.tick);
                isAny = true;
            }
        }
        return isAny;
    }

    /** A transition of the task overtakes what it had. */
    void drop(long created) {
        Long old = ticks.isEmpty() ? null : ticks.remove(created);
        if (old != null) {
            byTick.remove(old);
        }
    }

    /**
     * The last progress of a run that ends now: the one that is shown, or a newer one that has not got here yet.
     *
     * @param from the row of the run
     * @param running its state
     * @param newest what the run has reported last, or null
     * @return null where it has reported nothing, or its last report was a transition itself
     */
    @Nullable
    Event last(TaskRow from, Running running, @Nullable TaskProgress newest) {
        if (running.progress().equals(newest)) {
            return null;
        }
        Long at = ticks.isEmpty() ? null : ticks.get(from.created());
        Event shown = at == null ? null : byTick.get(at);
        boolean isShown = shown != null
                && shown.state() instanceof Running r
                && r.progress().with(null).equals(newest);
        return newest == null || isShown
                ? shown
                : Event.amendment(running.with(newest), from.created(), from.position(), next());
    }

    /** Adds what came after the cursor, of tasks whose newest transition is not above a position; how far that goes. */
    long read(Cursor cursor, int max, List<Event> events, long notAbove) {
        if (cursor.tick() >= tick) {
            return cursor.tick();
        }
        long upTo = cursor.tick();
        int slot = byTick.slotAfter(upTo);
        for (; slot < byTick.end() && events.size() < max; slot++) {
            Event event = byTick.at(slot);
            upTo = byTick.keyAt(slot);
            if (event != null && event.position() <= notAbove) {
                events.add(event);
            }
        }
        return slot < byTick.end() ? upTo : tick;
    }
}
