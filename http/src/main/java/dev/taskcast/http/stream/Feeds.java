package dev.taskcast.http.stream;

import dev.taskcast.adapter.Backend;
import dev.taskcast.adapter.Queries;
import dev.taskcast.http.filter.Filter;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.log.Cursor;
import dev.taskcast.log.Event;
import dev.taskcast.log.Members;
import dev.taskcast.log.Read;
import dev.taskcast.log.ReadableLog;
import dev.taskcast.thread.SafeLog;
import dev.taskcast.thread.ShortLock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * The feeds of an endpoint, and a reader of the log that tells each of what is for it: what an event costs depends on who wants
 * it, not on how many there are. Thread-safe.
 */
final class Feeds implements PositionWatch.Wanting {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog NOT_WOKEN = new SafeLog(LOG, System.Logger.Level.ERROR, "A stream could not be woken");

    private final Queries queries;
    private final ReadableLog log;
    private final ShortLock lock = new ShortLock();
    private final PositionWatch positions;

    // Guarded by the lock; written under it.
    private final FeedIndex index = new FeedIndex();
    private final Map<Filter, Feed> shared = new HashMap<>();
    private volatile Cursor cursor; // all up to here was told
    private volatile boolean isEmpty = true;
    private volatile boolean isNamedAnew; // it was not told of all tasks that came to wait

    Feeds(Backend backend) {
        queries = backend.queries();
        log = backend.log();
        positions = new PositionWatch(backend);
        cursor = log.end();
    }

    /** The feed that all have who see everything that matches. */
    Feed share(Filter filter) {
        Feed feed;
        boolean isNew;
        lock.lock();
        try {
            Feed found = shared.get(filter);
            isNew = found == null;
            feed = found == null ? new Feed(queries, log, filter, true, begin()) : found;
            if (isNew) {
                shared.put(filter, feed);
                index.add(feed);
            }
            feed.sessions(feed.sessions() + 1);
        } finally {
            lock.unlock();
        }
        if (isNew) {
            name(feed); // of others the tasks are named as their viewers come to see them
        }
        return feed;
    }

    /** A feed for one viewer, who sees nothing yet. */
    Feed open(Filter filter) {
        lock.lock();
        try {
            Feed feed = new Feed(queries, log, filter, false, begin());
            index.add(feed);
            feed.sessions(feed.sessions() + 1);
            return feed;
        } finally {
            lock.unlock();
        }
    }

    private Cursor begin() {
        if (isEmpty) {
            isEmpty = false;
            cursor = log.end(); // nobody has read on
        }
        return cursor;
    }

    /**
     * A session is closed.
     *
     * @param seen what its viewer saw, by where it was made
     */
    void leave(Feed feed, Collection<Long> seen) {
        lock.lock();
        try {
            feed.sessions(feed.sessions() - 1);
            if (feed.sessions() == 0) {
                shared.remove(feed.filter(), feed);
                index.remove(feed);
                forget(feed, seen);
                isEmpty = index.isEmpty();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The feed's viewer sees other tasks than before; its session then reads on from where it is, whatever that is for. */
    void see(Feed feed, Collection<Long> lost, Collection<Long> gained) {
        lock.lock();
        try {
            forget(feed, lost);
            if (feed.isNarrow) {
                gained.forEach(created -> index.see(feed, created));
            }
            name(feed, gained);
            feed.unknownUpTo(cursor);
        } finally {
            lock.unlock();
        }
    }

    /** The feed's viewer sees so many tasks that they are not told of one by one. */
    void widen(Feed feed, Collection<Long> seen) {
        lock.lock();
        try {
            forget(feed, seen);
            feed.isNarrow = false;
            name(feed, seen);
            feed.unknownUpTo(cursor);
        } finally {
            lock.unlock();
        }
    }

    /** The tasks are gone, for this feed. */
    void forget(Feed feed, Collection<Long> seen) {
        lock.lock();
        try {
            if (feed.isNarrow) {
                seen.forEach(created -> index.forget(feed, created));
            }
        } finally {
            lock.unlock();
        }
    }

    /** A place that is as good for a session as its own, as far ahead as may be. */
    Cursor newest(Feed feed, Cursor from) {
        Cursor now = cursor; // first: what was told before is known to the feed
        return !feed.hasMore(from) && now.reaches(from) ? now : from;
    }

    /** The place up to which all was told. */
    Cursor cursor() {
        return cursor;
    }

    /** Has the positions in line shown that somebody wants to know, where it is time to. */
    void tick() {
        if (isNamedAnew) {
            isNamedAnew = false;
            all().forEach(this::name);
        }
        if (!isEmpty && positions.tick(this)) {
            log.hint();
        }
    }

    /** The tasks that a feed names; later ones are told of. */
    private void name(Feed feed) {
        if (!feed.filter().isNaming()) {
            return;
        }
        long after = 0;
        Members piece;
        do {
            piece = feed.members(after);
            for (TaskRow row : piece.rows()) {
                if (row.isWaiting() && feed.filter().matches(row.state().identity())) {
                    positions.named(row.created());
                }
            }
            after = piece.last();
        } while (!piece.atEnd());
    }

    private void name(Feed feed, Collection<Long> seen) {
        if (feed.filter().isNaming()) {
            seen.forEach(positions::named);
        }
    }

    /** A session has been told of states as they were once. */
    void positionsAnew() {
        positions.anew();
    }

    @Override
    public boolean areNamed() {
        lock.lock();
        try {
            return index.hasNaming();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean areUnnamed() {
        lock.lock();
        try {
            return index.hasOthers();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isWanted(TaskRow row, Predicate<Feed> kind) {
        AtomicBoolean found = new AtomicBoolean();
        lock.lock();
        try {
            index.match(row.state().identity(), row.created(), false, feed -> {
                if (kind.test(feed)) {
                    found.setPlain(true);
                }
            });
            return found.getPlain();
        } finally {
            lock.unlock();
        }
    }

    /** Tells the feeds of what has happened since, and wakes those for whom there is something. */
    void advance() {
        while (!isEmpty && !log.isAtEnd(cursor)) {
            List<Feed> told;
            lock.lock();
            try {
                told = tell();
            } finally {
                lock.unlock();
            }
            told.forEach(Feed::wake);
        }
    }

    private List<Feed> tell() {
        Cursor before = cursor;
        Read read = log.read(before, Feed.BATCH);
        if (read instanceof Read.Newest) {
            // Also of the removal of what was made since: somebody may have been told of it.
            read = log.readNewest(before, Feed.BATCH);
        }
        List<Feed> told = new ArrayList<>();
        if (!(read instanceof Read.Some some)) {
            Cursor end = log.end();
            index.forEach(feed -> {
                feed.unknownUpTo(end);
                told.add(feed);
            });
            isNamedAnew = true;
            positions.anew();
            cursor = end;
            return told;
        }
        Feed.Span span = new Feed.Span(before, some.next());
        for (Event event : some.events()) {
            boolean isNew = event.created() > before.position() || log.isWokenAfter(event.created(), before.position());
            index.match(event, isNew, feed -> {
                if (feed.takes(event) && feed.touch(span, event.created())) {
                    told.add(feed);
                }
                if (feed.filter().isNaming() && PositionWatch.isToWait(event)) {
                    positions.named(event.created());
                }
            });
        }
        cursor = span.after(); // last: whoever sees it finds the feeds told
        return told;
    }

    /** Whatever the server's own code throws here: the others are woken as well. */
    static void wake(Runnable sleeper) {
        try {
            sleeper.run();
        } catch (Throwable t) {
            NOT_WOKEN.log(t);
        }
    }

    /** Wakes all. */
    void wakeAll() {
        all().forEach(Feed::wake);
    }

    private List<Feed> all() {
        List<Feed> all = new ArrayList<>();
        lock.lock();
        try {
            index.forEach(all::add);
        } finally {
            lock.unlock();
        }
        return all;
    }
}
