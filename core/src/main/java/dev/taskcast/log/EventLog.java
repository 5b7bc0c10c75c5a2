package dev.taskcast.log;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Opened;
import dev.taskcast.task.Standing;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.thread.ShortLock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One ordered log, every reader a cursor. Live, replay, lag and first connect are reads from different places of it.
 *
 * <p>Four structures under one lock, which is held for array and map operations only; all but the ring are those of {@link ShownTasks}:
 *
 * <ul>
 *   <li>the <b>ring</b>: the last N transitions, for exact reads;
 *   <li><b>newest</b>: each task at the position of its newest transition, and a tombstone for each that is gone: what a
 *       reader from before the ring gets, O(what changed);
 *   <li><b>members</b>: each task at the position that it was made at: a dump, in the order of registration;
 *   <li><b>amendments</b>: by tick, the newest change without a position of each task that has one (progress of a run, whether
 *       its node is heard of, the end of {@code stopping}, a position in line) since its newest transition.
 * </ul>
 *
 * <p>A read gives transitions first, and only when it has reached their end what was amended: so an amended state is
 * always newer than what the reader has of its task, and the id of its frame is the last position that the reader was
 * brought up to. Amendments that the next transition overtook are gone, but for the last progress before a run's end:
 * it hangs on that transition, for readers that have not had it.
 *
 * <p>Thread-safe. Appended to by the committer and the publisher.
 */
public final class EventLog implements ReadableLog {
    /** A ring for live readers even where no replay is wanted. */
    private static final int MIN_RING = 1_024;

    private final ShortLock lock = new ShortLock();
    private final long base;
    private final int replayWindow;
    private final Hints hints = new Hints();

    private final Ring ring;
    private final ShownTasks tasks;
    private final Lives lives = new Lives();
    private final AmendedTasks amended;
    private volatile long head;

    /**
     * An empty log.
     *
     * @param base the position before the first
     * @param replayWindow how many transitions a reconnect may have missed
     * @param newestProgress the newest progress of a run by its fence, or null where it has made none
     */
    public EventLog(long base, int replayWindow, LongFunction<@Nullable TaskProgress> newestProgress) {
        this.base = base;
        this.replayWindow = replayWindow;
        ring = new Ring(Math.max(replayWindow, MIN_RING), base);
        tasks = new ShownTasks(base, replayWindow);
        amended = new AmendedTasks(lock, tasks, this::head, newestProgress);
        head = base;
    }

    /**
     * Goes on where an earlier life of the store has ended. Called once, before all else.
     *
     * @param opened what is in the store; the log's base is its birth
     */
    public void restore(Opened opened) {
        lock.lock();
        try {
            tasks.show(opened.rows());
            List<Applied> recent = opened.recent();
            ring.restore(recent.isEmpty() ? opened.head() : recent.getFirst().position() - 1);
            for (Applied applied : recent) {
                ring.add(Event.of(applied));
            }
            lives.restore(opened.lives());
            tasks.newest.forgetRemovals(opened.head());
            head = opened.head();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Begins anew with the tasks that there are: what was to be shown could not be, or not all of it, so that no reader can be told what it
     * has missed. All of them begin anew as well. May be called again where it has thrown.
     *
     * @param rows all tasks
     * @param position that they are at
     */
    public void beginAnew(Collection<TaskRow> rows, long position) {
        List<TaskRow> shown = rows.stream().map(amended::asItIs).toList();
        lock.lock();
        try {
            tasks.newest.forgetRemovals(
                    position); // first: who reads on from before it must begin anew, however far this comes
            ring.clear(position);
            tasks.clear();
            tasks.show(shown);
            head = position;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What is shown of tasks between their transitions.
     *
     * @return of this log
     */
    public AmendedTasks amended() {
        return amended;
    }

    @Override
    public @Nullable TaskRow member(long created) {
        lock.lock();
        try {
            return tasks.members.get(created);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes committed changes visible. The caller then calls {@link #hint()}, outside of its locks.
     *
     * @param committed in the order of their positions
     */
    public void append(List<Applied> committed) {
        lock.lockWithin(); // the committer's
        try {
            long last = head;
            for (Applied applied : committed) {
                append(applied);
                last = Math.max(last, applied.position());
            }
            if (last != head) {
                head = last;
            }
        } finally {
            lock.unlock();
        }
    }

    private void append(Applied applied) {
        TaskRow from = applied.change().from();
        TaskRow after = applied.after() == null ? null : amended.marked(applied.after());
        switch (applied.change().next()) {
            case Decision.Made made -> {
                tasks.made(required(after));
                ring.add(required(after));
            }
            case Decision.Started started -> move(required(from), required(after), null);
            case Decision.Moved moved ->
                move(required(from), required(after), amended.lastProgress(required(from), moved.state()));
            case Decision.Attached attached -> move(required(from), amended.asFarAsShown(required(after)), null);
            case Decision.Swapped swapped -> move(required(from), required(after), null);
            case Decision.Amended stoppingEnded -> tasks.amended(required(after));
            case Decision.Woken woken -> tasks.woken(required(after));
            case Decision.Noted unseen -> {}
            case Decision.OfNoTask unseen -> {}
            case Decision.Removed removed -> {
                TaskRow gone = required(from);
                Event event = Event.removal(removed.identity(), gone.created(), applied.position());
                tasks.removed(gone, event);
                ring.add(event);
            }
        }
    }

    private void move(TaskRow from, TaskRow after, @Nullable Event before) {
        tasks.moved(from, after);
        if (before == null) {
            ring.add(after);
        } else {
            ring.add(Event.transition(after.state(), after.created(), after.position(), before));
        }
    }

    /**
     * A task that has ended is held no more. For readers nothing has changed: those who have not been told of its end by now, and whom
     * the ring does not reach, begin anew.
     *
     * @param row the task
     */
    public void rest(TaskRow row) {
        lock.lockWithin(); // the committer's
        try {
            tasks.rest(row, ring.floor());
        } finally {
            lock.unlock();
        }
    }

    /**
     * What a task was submitted with is held no more. For readers nothing has changed.
     *
     * @param created the position of the event that made the task
     */
    public void letGoOfPayload(long created) {
        lock.lockWithin(); // the committer's
        try {
            TaskRow row = tasks.members.get(created);
            if (row != null) {
                tasks.same(row.light());
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isWokenAfter(long created, long position) {
        if (tasks.wakes.newest() <= position) {
            return false;
        }
        lock.lock();
        try {
            return tasks.wakes.of(created) > position;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<TaskRow> wokenAfter(long position) {
        if (tasks.wakes.newest() <= position) {
            return List.of();
        }
        lock.lock();
        try {
            return tasks.wokenAfter(position);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean standing(long created, long since, Standing standing) {
        return amended.standing(created, since, standing);
    }

    @Override
    public long head() {
        return head;
    }

    @Override
    public Cursor end() {
        lock.lock();
        try {
            return new Cursor(head, tasks.amendments.tick());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isAtEnd(Cursor cursor) {
        return cursor.position() == head && cursor.tick() >= tasks.amendments.tick();
    }

    @Override
    public @Nullable Cursor resume(long position) {
        lock.lock();
        try {
            long from = position == 0 ? base : position;
            if (from < base || from > head) {
                return null;
            }
            int missed = ring.size() - ring.countUpTo(from);
            boolean whole = from >= ring.floor() && missed <= replayWindow && !lives.isBetween(from, ring);
            // Tick 0: whether it has had an amendment from before its last transition can't be told from the position.
            return whole ? new Cursor(from, 0) : null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Read read(Cursor cursor, int max) {
        lock.lock();
        try {
            if (cursor.position() > head || cursor.position() < base) {
                return new Read.Reset();
            }
            return cursor.position() >= ring.floor() ? exact(cursor, max) : newest(cursor, max, cursor.position());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Read readNewest(Cursor cursor, int max) {
        lock.lock();
        try {
            return newest(cursor, max, Long.MAX_VALUE);
        } finally {
            lock.unlock();
        }
    }

    private Read exact(Cursor cursor, int max) {
        List<Event> events = new ArrayList<>();
        int i = ring.countUpTo(cursor.position());
        for (; i < ring.size() && events.size() < max; i++) {
            Event event = ring.at(i);
            Event before = event.before();
            if (before != null && before.tick() > cursor.tick()) {
                events.add(before);
            }
            events.add(event);
        }
        if (i < ring.size()) {
            return new Read.Exact(events, new Cursor(ring.at(i - 1).position(), cursor.tick()), false);
        }
        long upTo = tasks.amendments.read(cursor, max, events, Long.MAX_VALUE);
        return new Read.Exact(events, new Cursor(head, upTo), upTo >= tasks.amendments.tick());
    }

    /** Of a task that was made after {@code known} the reader knows nothing, and need not be told that it is gone. */
    private Read newest(Cursor cursor, int max, long known) {
        if (!tasks.newest.reachesBackTo(cursor.position())) {
            return new Read.Reset();
        }
        List<Event> events = new ArrayList<>();
        long position = tasks.newest.read(cursor.position(), max, known, events, this::newest);
        if (position != Long.MAX_VALUE) {
            return new Read.Newest(events, new Cursor(position, cursor.tick()), false);
        }
        long upTo = tasks.amendments.read(cursor, max, events, cursor.position());
        return new Read.Newest(events, new Cursor(head, upTo), upTo >= tasks.amendments.tick());
    }

    /** The ring's own event where it says the same, for the sake of its encoding. */
    @SuppressWarnings("ReferenceEquality") // another instance is another change
    private Event newest(TaskRow row) {
        Event event = ring.find(row.position());
        if (event != null && event.state() == row.state()) {
            return event;
        }
        return Event.transition(row.state(), row.created(), row.position(), null);
    }

    @Override
    public Members members(long afterCreated, int max) {
        lock.lock();
        try {
            return tasks.read(afterCreated, max, new Cursor(head, tasks.amendments.tick()));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads the tasks that there are, in either direction.
     *
     * @param created where to read on: the {@code created} of a task, or of none
     * @param isDescending whether to go back
     * @param max how many at the most
     * @return the next of them; fewer than {@code max} only where there are no more
     */
    public List<TaskRow> rows(long created, boolean isDescending, int max) {
        lock.lock();
        try {
            return tasks.rows(created, isDescending, max);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Runnable onHint(Runnable hint) {
        return hints.add(hint);
    }

    @Override
    public void hint() {
        hints.tell();
    }

    private static TaskRow required(@Nullable TaskRow row) {
        if (row == null) {
            throw new IllegalArgumentException("A committed change must have its row, got: none");
        }
        return row;
    }
}
