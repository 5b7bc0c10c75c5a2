package dev.taskcast.http.stream;

import dev.taskcast.http.encode.FrameWriter;
import dev.taskcast.http.filter.Filter;
import dev.taskcast.log.Cursor;
import dev.taskcast.log.Event;
import dev.taskcast.log.EventLog;
import dev.taskcast.log.Read;
import dev.taskcast.thread.ShortLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The live events of those tasks that match a filter, as frames. A shared feed keeps the frames of its last few reads, so that
 * its sessions at the same place are sent the same bytes. Thread-safe.
 */
final class Feed {
    /** At most about so many events in one write. */
    static final int BATCH = 64;

    private static final int CACHED = 8;

    /** What a session at a place is sent, and where it is then; frames are null where nothing is to be sent. */
    record Step(Cursor from, @Nullable Frames frames, Cursor next) {}

    private final EventLog log;
    private final Filter filter;
    private final boolean shared;
    private final ShortLock lock = new ShortLock();
    private final @Nullable Step[] cache; // guarded by the lock
    private int newest;

    Feed(EventLog log, Filter filter, boolean shared) {
        this.log = log;
        this.filter = filter;
        this.shared = shared;
        cache = new @Nullable Step[shared ? CACHED : 0];
    }

    Filter filter() {
        return filter;
    }

    boolean isShared() {
        return shared;
    }

    /**
     * The step of a live session that sees all that matches. One from the cache may be older than the log's end: then the
     * session takes another.
     *
     * @return null where the session must begin anew
     */
    @Nullable
    Step live(Cursor from) {
        lock.lock();
        try {
            for (Step step : cache) {
                if (step != null && step.from().equals(from)) {
                    return step;
                }
            }
            Step step = read(from, event -> filter.matches(event.identity()));
            if (step != null && cache.length > 0 && !step.next().equals(from)) {
                newest = (newest + 1) % CACHED; // a step that leads nowhere would be found for ever
                cache[newest] = step;
            }
            return step;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A merged read has just led here. It gave states as they are now: the steps that were made from here before it hold older
     * ones, and are dropped.
     */
    void outdated(Cursor place) {
        lock.lock();
        try {
            drop(place);
        } finally {
            lock.unlock();
        }
    }

    private void drop(Cursor place) {
        for (int i = 0; i < cache.length; i++) {
            Step step = cache[i];
            if (step != null && step.from().equals(place)) {
                cache[i] = null;
            }
        }
    }

    private @Nullable Step read(Cursor from, Predicate<Event> sees) {
        if (!(log.read(from, BATCH) instanceof Read.Some some)) {
            return null;
        }
        if (some instanceof Read.Newest) {
            drop(some.next());
        }
        FrameWriter writer = new FrameWriter();
        write(writer, some, from, sees);
        return new Step(from, writer.isEmpty() ? null : new Frames(writer.toByteArray()), some.next());
    }

    /** Each with the position that the session has been brought up to: an event without its own repeats the last. */
    static void write(FrameWriter writer, Read.Some some, Cursor from, Predicate<Event> sees) {
        long upTo = from.position();
        for (Event event : some.events()) {
            upTo = event.isTransition() ? event.position() : upTo;
            if (sees.test(event)) {
                writer.id(upTo);
                writer.event(event);
            }
        }
    }
}
