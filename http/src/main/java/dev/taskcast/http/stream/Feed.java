package dev.taskcast.http.stream;

import dev.taskcast.adapter.Queries;
import dev.taskcast.http.encode.FrameWriter;
import dev.taskcast.http.exchange.Frames;
import dev.taskcast.http.filter.Filter;
import dev.taskcast.log.Cursor;
import dev.taskcast.log.Event;
import dev.taskcast.log.Members;
import dev.taskcast.log.Read;
import dev.taskcast.log.ReadableLog;
import dev.taskcast.thread.ShortLock;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The live events of those tasks that match a filter. Of the log it knows the last spans in which there were any, so that its
 * readers pass over the rest, however long that is. A shared feed keeps the frames of its last few reads, so that its sessions
 * at the same place are sent the same bytes. Thread-safe.
 */
final class Feed {
    /** At most about so many events in one write. */
    static final int BATCH = 64;

    private static final int KEPT = 8;
    private static final int PIECE = 256;
    private static final Runnable[] NOBODY = {};

    /** A part of the log with an event for this feed: all behind {@code before} was matched, and all up to {@code after}. */
    record Span(Cursor before, Cursor after) {}

    /**
     * What a session at a place is sent, and where it is then.
     *
     * @param frames null where nothing is to be sent
     * @param atEnd whether that was the end of the log
     * @param isMerged whether some states are newer than the place
     */
    record Step(Cursor from, @Nullable Frames frames, Cursor next, boolean atEnd, boolean isMerged) {}

    private final Queries queries;
    private final ReadableLog log;
    private final Filter filter;
    private final boolean shared;
    private final ShortLock lock = new ShortLock();

    // Guarded by the lock.
    private final Deque<Span> spans = new ArrayDeque<>(2);
    private final List<Step> steps = new ArrayList<>(0);
    private volatile @Nullable Step lastStep; // of these, and read without the lock
    private @Nullable WeakReference<Dump> dump;
    private Cursor floor; // what was before it for this feed is not known

    private volatile Cursor upTo; // behind it was nothing for this feed
    private volatile Runnable[] sleepers = NOBODY;

    /** Of the dispatcher, under its lock: whether it is told only of new tasks, and of those that its viewer sees. */
    boolean isNarrow;

    private volatile int sessions;

    Feed(Queries queries, ReadableLog log, Filter filter, boolean shared, Cursor floor) {
        this.queries = queries;
        this.log = log;
        this.filter = filter;
        this.shared = shared;
        this.floor = floor;
        upTo = floor;
        isNarrow = !shared;
    }

    Filter filter() {
        return filter;
    }

    boolean isShared() {
        return shared;
    }

    int sessions() {
        return sessions;
    }

    void sessions(int now) {
        sessions = now;
    }

    /** Whether an event of a task that it wants is for it. */
    boolean takes(Event event) {
        return PositionWatch.isFor(event, filter.isNaming());
    }

    /** Whether there may be something for a session at a place. */
    boolean hasMore(Cursor from) {
        return !from.reaches(upTo);
    }

    /** A task has changed, in a span of the log. False where it was known that there is something in it. */
    @SuppressWarnings("ReferenceEquality") // the very same span
    boolean touch(Span span, long created) {
        lock.lockWithin(); // the dispatcher's
        try {
            Dump read = dump == null ? null : dump.get();
            if (read != null) {
                read.changed(created);
            }
            if (spans.peekLast() == span) {
                return false;
            }
            if (spans.size() == KEPT) {
                floor = spans.remove().after();
            }
            spans.add(span);
            upTo = span.after();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** There may have been something anywhere up to here. */
    void unknownUpTo(Cursor place) {
        lock.lockWithin(); // the dispatcher's
        try {
            spans.clear();
            dump = null;
            floor = place;
            upTo = place;
        } finally {
            lock.unlock();
        }
    }

    /** Where to read on, from a place: further ahead where there is nothing in between. */
    Cursor skip(Cursor from) {
        lock.lock();
        try {
            return skipped(from);
        } finally {
            lock.unlock();
        }
    }

    private Cursor skipped(Cursor from) {
        if (from.reaches(floor)) {
            for (Span span : spans) {
                if (!from.reaches(span.after())) {
                    return span.before().reaches(from) ? span.before() : from;
                }
            }
        }
        return from;
    }

    /**
     * The step of a live session that sees all that matches. A kept one may be older than the log's end: then the session
     * takes another.
     *
     * @return null where the session must begin anew
     */
    @Nullable
    Step live(Cursor place) {
        Step last = lastStep;
        if (last != null && last.from().equals(place)) {
            return last; // what most are at
        }
        lock.lock();
        try {
            Cursor from = skipped(place);
            for (Step step : steps) {
                if (step.from().equals(from)) {
                    return step;
                }
            }
            Step step = read(from);
            if (step != null && sessions > 1 && !step.isMerged() && !step.next().equals(from)) {
                if (steps.size() == KEPT) {
                    steps.removeFirst();
                }
                steps.add(step); // one that leads nowhere would be found for ever
                lastStep = step;
            }
            return step;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The step of a session which has states that are newer than its place: a kept one could hold older ones.
     *
     * @return null where the session must begin anew
     */
    @Nullable
    Step read(Cursor from) {
        if (!(log.read(from, BATCH) instanceof Read.Some some)) {
            return null;
        }
        FrameWriter writer = new FrameWriter(queries);
        write(writer, some, from, event -> takes(event) && filter.matches(event.identity()));
        return new Step(from, frames(writer), some.next(), some.atEnd(), some instanceof Read.Newest);
    }

    private @Nullable Frames frames(FrameWriter writer) {
        if (writer.isEmpty()) {
            return null;
        }
        return sessions > 1 ? Frames.shared(writer.toByteArray()) : Frames.single(writer.toByteArray());
    }

    /**
     * Each with the position that the session has been brought up to: an event without its own repeats the last. Where a task stands in
     * line is told without.
     */
    static void write(FrameWriter writer, Read.Some some, Cursor from, Predicate<Event> sees) {
        long upTo = from.position();
        for (Event event : some.events()) {
            upTo = event.isTransition() ? event.position() : upTo;
            if (sees.test(event)) {
                if (event.standing() == null) {
                    writer.id(upTo);
                }
                writer.event(event);
            }
        }
    }

    /** What sessions that begin now have in common; here as long as one of them reads it, or nobody else needs the memory. */
    Dump dump() {
        lock.lock();
        try {
            Dump found = dump == null ? null : dump.get();
            if (found == null) {
                found = new Dump();
                dump = new WeakReference<>(found);
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    /** The next tasks after one that may match, in the order of their registration; those that it names by themselves. */
    Members members(long after) {
        boolean byId = !filter.tasks().isEmpty() && filter.tasks().size() <= PIECE;
        return byId ? queries.members(filter.tasks(), after) : log.members(after, PIECE);
    }

    /** A piece of the dump as it is now, or newer. */
    Dump.Piece piece(Dump of, long after) {
        lock.lock();
        try {
            return of.piece(
                    queries,
                    after,
                    this::members,
                    row -> filter.matches(row.state().identity()));
        } finally {
            lock.unlock();
        }
    }

    /** Calls back when there is something for this feed; must be short. */
    Runnable onWake(Runnable wake) {
        lock.lock();
        try {
            List<Runnable> now = new ArrayList<>(List.of(sleepers));
            now.add(wake);
            sleepers = now.toArray(NOBODY);
        } finally {
            lock.unlock();
        }
        return () -> forget(wake);
    }

    private void forget(Runnable wake) {
        lock.lock();
        try {
            List<Runnable> now = new ArrayList<>(List.of(sleepers));
            now.remove(wake);
            sleepers = now.toArray(NOBODY);
        } finally {
            lock.unlock();
        }
    }

    /** One that can't be woken harms no other; it looks by itself now and then. */
    void wake() {
        for (Runnable sleeper : sleepers) {
            Feeds.wake(sleeper);
        }
    }
}
