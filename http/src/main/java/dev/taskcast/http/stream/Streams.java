package dev.taskcast.http.stream;

import dev.taskcast.adapter.Backend;
import dev.taskcast.adapter.Queries;
import dev.taskcast.http.access.Action;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.http.exchange.StreamSession;
import dev.taskcast.http.exchange.StreamStats;
import dev.taskcast.http.filter.Filter;
import dev.taskcast.log.Cursor;
import dev.taskcast.log.ReadableLog;
import dev.taskcast.log.RestingRows;
import dev.taskcast.store.Watched;
import dev.taskcast.task.StoreUnavailableException;
import dev.taskcast.task.TaskState;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the streams of an endpoint have in common, and the opening of one. Viewers who see everything and have the same filter
 * share a feed; each of the others has one. Thread-safe.
 */
public final class Streams {
    private final Backend backend;
    private final long heartbeatNanos;
    private final long recheckNanos;
    private final Feeds feeds;
    private final StatsFeed stats;
    private final LineWatch noLines;
    private final Set<Runnable> lineReaders = ConcurrentHashMap.newKeySet();
    private final AtomicLong linesTold = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private final AccessChanges accessChanges;
    private final StreamCounts counts = new StreamCounts();

    /**
     * Of an endpoint.
     *
     * @param backend whose tasks
     * @param heartbeatInterval how long a stream may be idle
     * @param recheckInterval how often access is checked again
     */
    public Streams(Backend backend, Duration heartbeatInterval, Duration recheckInterval) {
        this.backend = backend;
        feeds = new Feeds(backend);
        stats = new StatsFeed(backend);
        noLines = new LineWatch(backend.queries(), List.of(), true);
        accessChanges = new AccessChanges(backend.log());
        heartbeatNanos = heartbeatInterval.toNanos();
        recheckNanos = recheckInterval.toNanos();
    }

    /**
     * Opens a stream.
     *
     * @param viewer whose
     * @param query what is asked for
     * @param lastEventId what the viewer sent, or null
     * @return a session, to be closed by its server
     */
    public StreamSession open(Viewer viewer, StreamQuery query, @Nullable String lastEventId) {
        Filter filter = query.filter();
        if (!isThere(lastEventId)) {
            return new BehindSession();
        }
        Place place = place(lastEventId);
        boolean all = viewer.seesEverything();
        Feed feed = all ? feeds.share(filter) : feeds.open(filter);
        Visibility visibility = all ? null : new Visibility(log(), new Sight(feeds, feed), viewer, place.from());
        LineWatch lines = lines(viewer, query.logs());
        boolean isOpen = false;
        RestingRows resting = RestingRows.NONE;
        Runnable unwatch = queries().watch(watched(query));
        open.incrementAndGet();
        try {
            if (place.from() == null && !query.isFromNow()) {
                resting = queries().resting(filter.tasks(), filter.owners());
                if (visibility != null) {
                    visibility.ask(resting);
                }
            }
            lines.take(lines.ask(id -> mayRead(viewer, id)));
            if (place.from() != null) {
                feeds.positionsAnew(); // it is told of the states that tasks have come to, as they were then
            }
            StatsFeed numbers = query.isCounted() ? stats : null;
            Watch watch = new Watch(viewer, visibility, lines, resting, query.isFromNow(), numbers, unwatch);
            ViewerSession session = new ViewerSession(this, feed, watch, place);
            counts.opened(session);
            isOpen = true;
            return session;
        } finally {
            if (!isOpen) { // the viewer has thrown: nobody else would let go of it
                leave(feed, visibility, unwatch);
                resting.close();
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very one that may everything
    private LineWatch lines(Viewer viewer, List<String> wanted) {
        return wanted.isEmpty() ? noLines : new LineWatch(queries(), wanted, viewer == Viewer.OF_EVERYTHING);
    }

    /** By what is the most special of it, as the index of feeds has it. */
    private static Watched watched(StreamQuery query) {
        Filter filter = query.filter();
        Set<String> tasks = filter.tasks();
        Set<String> owners = tasks.isEmpty() ? filter.owners() : Set.of();
        Set<String> tags = tasks.isEmpty() && owners.isEmpty() ? filter.tags() : Set.of();
        boolean isNamed = !tasks.isEmpty() || !owners.isEmpty() || !tags.isEmpty();
        Set<String> types = isNamed ? Set.of() : filter.types();
        return new Watched(0, !isNamed && types.isEmpty(), tasks, owners, tags, types, Set.copyOf(query.logs()));
    }

    /** Whether this node has got as far as the viewer has, or can say that nobody has. */
    private boolean isThere(@Nullable String lastEventId) {
        return lastEventId == null || lastEventId.isEmpty() || queries().catchUp(LastEventId.parse(lastEventId));
    }

    /** Where a session begins, and the version of access that this is good for. */
    private Place place(@Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return new Place(false, null, accessChanges.version());
        }
        long position = LastEventId.parse(lastEventId);
        while (true) {
            int version = accessChanges.version();
            Cursor from = position < 0 || accessChanges.covers(position) ? null : log().resume(position);
            if (version == accessChanges.version()) {
                return new Place(from == null, from, version);
            }
        }
    }

    /**
     * Finds out which sessions have something to send since the last time, and wakes them. After each hint, and now and then:
     * a hint may be lost.
     */
    public void dispatch() {
        feeds.tick();
        feeds.advance();
        stats.tick();
        long shown = queries().linesShown();
        if (linesTold.getAndSet(shown) != shown) {
            lineReaders.forEach(Feeds::wake);
        }
    }

    void addLineReader(Runnable wake) {
        lineReaders.add(wake);
    }

    void removeLineReader(Runnable wake) {
        lineReaders.remove(wake);
    }

    Feeds feeds() {
        return feeds;
    }

    void leave(Feed feed, @Nullable Visibility visibility, Runnable unwatch) {
        open.decrementAndGet();
        unwatch.run();
        feeds.leave(feed, visibility == null ? Set.of() : visibility.seen());
    }

    /** Asks the viewer: for request threads only. Not of a task that rests, while the store can't be asked. */
    boolean mayRead(Viewer viewer, String id) {
        if (backend.isClosed()) {
            return false;
        }
        TaskState state;
        try {
            state = backend.queries().state(id);
        } catch (StoreUnavailableException outage) {
            return false;
        }
        return state != null && viewer.canSee(state.identity()) && viewer.may(Action.LOG, state.identity());
    }

    /**
     * How many there are.
     *
     * @return those opened and not closed
     */
    public int count() {
        return open.get();
    }

    /**
     * What they do.
     *
     * @return now, and since the endpoint was made
     */
    public StreamStats stats() {
        return counts.read(open.get());
    }

    StreamCounts counts() {
        return counts;
    }

    /** Has every viewer checked again as soon as may be. */
    public void accessChanged() {
        accessChanges.changed();
        feeds.wakeAll();
    }

    AccessChanges accessChanges() {
        return accessChanges;
    }

    ReadableLog log() {
        return backend.log();
    }

    Queries queries() {
        return backend.queries();
    }

    TaskClock clock() {
        return backend.clock();
    }

    long heartbeatNanos() {
        return heartbeatNanos;
    }

    long recheckNanos() {
        return recheckNanos;
    }

    /** Where a session begins. */
    record Place(boolean reset, @Nullable Cursor from, int accessVersion) {}

    /**
     * Who watches a session, what they see, what they named of it that rests, and what they want beside it or instead of a dump; what ends the watching of
     * runs on other nodes.
     */
    record Watch(
            Viewer viewer,
            @Nullable Visibility visibility,
            LineWatch lines,
            RestingRows resting,
            boolean isFromNow,
            @Nullable StatsFeed stats,
            Runnable unwatch) {}
}
