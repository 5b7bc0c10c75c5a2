package dev.taskcast.http.stream;

import dev.taskcast.adapter.Backend;
import dev.taskcast.adapter.Queries;
import dev.taskcast.dispatch.Positions;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.log.Event;
import dev.taskcast.log.ReadableLog;
import dev.taskcast.task.Standing;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.Waiting;
import dev.taskcast.time.TaskClock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Has the log show where tasks stand that wait, at most once a second: those that a feed names when their position is low or has
 * changed by a tenth, and those that stand first in their queue for whoever else sees them. From there on a position is an event like
 * progress: it finds those who want it, and who does not read gets the newest one.
 *
 * <p>Nobody is looked at for nothing. A position changes by one for each that comes to stand in the queue or leaves it, so a task whose
 * position is 10,000 is looked at after 1,000 of these; and only the first of those queues in which there was one. Thread-safe.
 */
final class PositionWatch {
    /** Up to which position everybody is told. */
    static final int FRONT = 20;

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_AGAIN_MILLIS = 1_000;

    /** A task to be looked at, and when: after how many moves of its queue, or at what time. */
    private record Watched(long created, long when) {
        static PriorityQueue<Watched> queue() {
            return new PriorityQueue<>(Comparator.comparingLong(Watched::when));
        }
    }

    private final Queries queries;
    private final ReadableLog log;
    private final Positions positions;
    private final TaskClock clock;
    private final Queue<Long> fresh = new ConcurrentLinkedQueue<>(); // tasks that a feed names
    private final AtomicBoolean isTicking = new AtomicBoolean();
    private volatile boolean isAnew = true;
    private volatile long dueNanos;

    // Of whoever ticks.
    private final Map<Long, Watched> known = new HashMap<>(); // by task; whatever else is in the following is outdated
    private final Map<String, PriorityQueue<Watched>> byQueue = new HashMap<>();
    private final PriorityQueue<Watched> delayed = Watched.queue();
    private long upTo;

    PositionWatch(Backend backend) {
        queries = backend.queries();
        log = backend.log();
        positions = backend.positions();
        clock = backend.clock();
        dueNanos = clock.nanos();
    }

    /** Whether an event is for a feed: a high position only where it names the task. */
    static boolean isFor(Event event, boolean isNaming) {
        Standing standing = event.standing();
        return standing == null || standing.position() <= FRONT || isNaming;
    }

    /** Whether an event is the beginning of a wait. */
    static boolean isToWait(Event event) {
        return event.standing() == null
                && event.state() instanceof Pending pending
                && pending.waiting().isQueued();
    }

    /** A feed names a task that may wait. */
    void named(long created) {
        fresh.add(created);
    }

    /** Somebody may have been told of a position of long ago. */
    void anew() {
        isAnew = true;
    }

    /** Who wants to know. */
    interface Wanting {
        /** Whether any feed names tasks. */
        boolean areNamed();

        /** Whether any feed does not. */
        boolean areUnnamed();

        /** Whether a feed of some kind wants a task. */
        boolean isWanted(TaskRow row, Predicate<Feed> kind);
    }

    /** Looks, where it is time to. Whether the log shows something new. */
    boolean tick(Wanting wanting) {
        long now = clock.nanos();
        if (now - dueNanos < 0 || !isTicking.compareAndSet(false, true)) {
            return false;
        }
        try {
            boolean isShown = wanting.areUnnamed() && first(wanting);
            if (wanting.areNamed()) {
                return named(wanting) || isShown;
            }
            forgetAll();
            return isShown;
        } finally {
            dueNanos = now + INTERVAL_NANOS;
            isTicking.set(false);
        }
    }

    private void forgetAll() {
        fresh.clear();
        known.clear();
        byQueue.clear();
        delayed.clear();
    }

    private boolean first(Wanting wanting) {
        if (isAnew) {
            isAnew = false;
            upTo = 0;
        }
        boolean isShown = false;
        Positions.Moved moved = positions.movedSince(upTo);
        for (String queue : moved.queues()) {
            for (Positions.Placed placed : positions.first(queue, FRONT)) {
                TaskRow row = log.member(placed.created());
                if (row != null
                        && isNews(row, placed.standing())
                        && wanting.isWanted(row, feed -> !feed.filter().isNaming())) {
                    isShown |= log.standing(placed.created(), placed.since(), placed.standing());
                }
            }
        }
        upTo = moved.upTo();
        return isShown;
    }

    private boolean named(Wanting wanting) {
        Set<Long> due = new HashSet<>();
        for (int left = fresh.size(); left > 0; left--) {
            Long created = fresh.poll();
            if (created != null) {
                due.add(created);
            }
        }
        take(delayed, clock.millis(), due);
        byQueue.forEach((queue, watched) -> take(watched, positions.moves(queue), due));
        byQueue.values().removeIf(PriorityQueue::isEmpty);
        boolean isShown = false;
        for (long created : due) {
            isShown |= look(created, wanting);
        }
        return isShown;
    }

    @SuppressWarnings("ReferenceEquality") // the very one that was made last
    private void take(PriorityQueue<Watched> from, long now, Set<Long> due) {
        for (Watched first = from.peek(); first != null && first.when() <= now; first = from.peek()) {
            from.remove();
            if (known.get(first.created()) == first) {
                due.add(first.created());
            }
        }
    }

    private void add(PriorityQueue<Watched> to, long created, long when) {
        Watched watched = new Watched(created, when);
        known.put(created, watched);
        to.add(watched);
    }

    private boolean look(long created, Wanting wanting) {
        TaskRow row = log.member(created);
        if (row == null
                || !(row.state() instanceof Pending pending)
                || !wanting.isWanted(row, feed -> feed.filter().isNaming())) {
            known.remove(created);
            return false;
        }
        String queue = pending.identity().turn().queue();
        String name = queue == null ? "" : queue;
        long moves = positions.moves(name); // first: what happens meanwhile is looked at again
        Standing now = queries.shown(pending, row.position()) instanceof Pending shown ? shown.standing() : null;
        if (now == null || now.position() == 0) {
            wait(created, pending.waiting(), now != null);
            return false;
        }
        boolean isNews = isNews(row, now);
        int last = isNews ? now.position() : position(row);
        add(byQueue.computeIfAbsent(name, made -> Watched.queue()), created, moves + room(now.position(), last));
        return isNews && log.standing(created, row.position(), now);
    }

    /** It does not stand in line yet, or no longer: then another event comes, or has come. */
    private void wait(long created, Waiting waiting, boolean isWaiting) {
        if (isWaiting && waiting instanceof Waiting.ForTime time) {
            long again = clock.millis() + LOOK_AGAIN_MILLIS; // the store's clock may be behind
            add(delayed, created, Math.max(time.until(), again));
        } else {
            known.remove(created);
        }
    }

    private static @Nullable Standing standing(TaskRow shown) {
        return shown.state() instanceof Pending pending ? pending.standing() : null;
    }

    private static int position(TaskRow shown) {
        Standing last = standing(shown);
        return last == null ? 0 : last.position();
    }

    /** Whether it differs by so much from what is shown that somebody has to be told. */
    private static boolean isNews(TaskRow shown, Standing now) {
        int last = position(shown);
        int change = Math.abs(now.position() - last);
        return (change > 0 && (now.position() <= FRONT || 10L * change >= last)) || isOtherReason(standing(shown), now);
    }

    /** In front, or where a pause begins or ends: further back it may change with each start. */
    private static boolean isOtherReason(@Nullable Standing last, Standing now) {
        boolean isToTell = now.position() <= FRONT
                || now.why() == Standing.Why.PAUSED
                || (last != null && last.why() == Standing.Why.PAUSED);
        return last != null && isToTell && (last.why() != now.why() || last.limit() != now.limit());
    }

    /** How much a position may change until it is news. */
    private static int room(int position, int last) {
        int tenth = Math.ceilDiv(last, 10) - Math.abs(position - last);
        return Math.max(1, Math.min(tenth, position - FRONT));
    }
}
