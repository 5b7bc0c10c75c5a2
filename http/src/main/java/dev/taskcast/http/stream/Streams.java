package dev.taskcast.http.stream;

import dev.taskcast.engine.Engine;
import dev.taskcast.http.access.Action;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.http.filter.Filter;
import dev.taskcast.lines.LineStore;
import dev.taskcast.log.Cursor;
import dev.taskcast.log.EventLog;
import dev.taskcast.task.TaskState;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the streams of an endpoint have in common, and the opening of one. Viewers who see everything and have the same filter
 * share a feed. Thread-safe.
 */
public final class Streams {
    private final Engine engine;
    private final long heartbeatNanos;
    private final long recheckNanos;
    private final ConcurrentHashMap<Filter, Shared> shared = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AccessChanges accessChanges;

    /** A feed with the number of its sessions; changed under the map's lock for its filter. */
    private static final class Shared {
        final Feed feed;
        int sessions;

        Shared(Feed feed) {
            this.feed = feed;
        }
    }

    /**
     * Of an endpoint.
     *
     * @param engine whose tasks
     * @param heartbeatInterval how long a stream may be idle
     * @param recheckInterval how often access is checked again
     */
    @SuppressWarnings("exports") // made by the endpoint only
    public Streams(Engine engine, Duration heartbeatInterval, Duration recheckInterval) {
        this.engine = engine;
        accessChanges = new AccessChanges(engine.log());
        heartbeatNanos = heartbeatInterval.toNanos();
        recheckNanos = recheckInterval.toNanos();
    }

    /**
     * Opens a stream.
     *
     * @param viewer whose
     * @param filter which tasks
     * @param logs the ids of the tasks whose lines are wanted
     * @param lastEventId what the viewer sent, or null
     * @return a session, to be closed by its server
     */
    @SuppressWarnings({"exports", "ReferenceEquality"}) // opened by the endpoint only; the very one that may everything
    public StreamSession open(Viewer viewer, Filter filter, List<String> logs, @Nullable String lastEventId) {
        Place place = place(lastEventId);
        Feed feed = viewer.seesEverything() ? share(filter) : new Feed(log(), filter, false);
        Visibility visibility = viewer.seesEverything() ? null : new Visibility(log(), filter, viewer, place.from());
        LineWatch lines = new LineWatch(lines(), logs, viewer == Viewer.OF_EVERYTHING);
        lines.take(lines.ask(id -> mayRead(viewer, id)));
        open.incrementAndGet();
        return new StreamSession(this, feed, new Watch(viewer, visibility, lines), place);
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

    private Feed share(Filter filter) {
        Shared joined = shared.compute(filter, (key, old) -> {
            Shared now = old == null ? new Shared(new Feed(log(), key, true)) : old;
            now.sessions++;
            return now;
        });
        return joined.feed;
    }

    void leave(Feed feed) {
        open.decrementAndGet();
        if (feed.isShared()) {
            shared.computeIfPresent(feed.filter(), (key, joined) -> --joined.sessions == 0 ? null : joined);
        }
    }

    /** Asks the viewer: for request threads only. */
    boolean mayRead(Viewer viewer, String id) {
        if (engine.isClosed()) {
            return false;
        }
        TaskState state = engine.state(id);
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

    /** Has every viewer checked again as soon as may be. */
    public void accessChanged() {
        accessChanges.changed();
    }

    AccessChanges accessChanges() {
        return accessChanges;
    }

    EventLog log() {
        return engine.log();
    }

    LineStore lines() {
        return engine.lines();
    }

    TaskClock clock() {
        return engine.clock();
    }

    long heartbeatNanos() {
        return heartbeatNanos;
    }

    long recheckNanos() {
        return recheckNanos;
    }

    /** Where a session begins. */
    record Place(boolean reset, @Nullable Cursor from, int accessVersion) {}

    /** Who watches a session, and what they see. */
    record Watch(Viewer viewer, @Nullable Visibility visibility, LineWatch lines) {}
}
