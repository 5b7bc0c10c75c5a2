package dev.taskcast.http.stream;

import dev.taskcast.http.encode.FrameWriter;
import dev.taskcast.http.exchange.Frames;
import dev.taskcast.http.exchange.StreamSession;
import dev.taskcast.http.stream.Streams.Place;
import dev.taskcast.http.stream.Streams.Watch;
import dev.taskcast.log.Cursor;
import dev.taskcast.log.Event;
import dev.taskcast.log.Read;
import dev.taskcast.log.ReadableLog;
import org.jspecify.annotations.Nullable;

/**
 * A viewer's session: a cursor in the log. What the viewer missed is read from there once they can be written to, merged where it is too
 * much.
 *
 * <p>A session goes through phases. A <b>dump</b> reads the tasks in the order of their registration, in pieces; what
 * changed between its first piece and its last is then sent in a <b>catch-up</b> of the newest states only, since
 * exact ones would be older than what some pieces held. A <b>replay</b> reads transitions, then the newest <b>progress</b>.
 * Both end with {@code ready}, and the rest is <b>live</b>. Whoever can't be brought up to date is <b>reset</b>, into a dump. Of a
 * session from now on the dump is empty.
 *
 * <p>A viewer who does not see everything is asked about tasks, and everybody is checked again now and then, by a
 * {@linkplain #question question} that the server runs on a request thread.
 */
final class ViewerSession implements StreamSession {
    private enum Phase {
        DUMP,
        CATCH_UP,
        REPLAY,
        PROGRESS,
        LIVE
    }

    private final Streams streams;
    private final Feed feed;
    private final Watch watch;
    private final Inquiry inquiry;
    private final Pulse pulse;
    private final @Nullable Beside beside; // null where nothing was asked for
    private @Nullable DumpWalk walk; // made for a dump, and dropped after it
    private boolean isRestTold;
    private Phase phase;
    private Cursor cursor;
    private long mark; // CATCH_UP, REPLAY: the position to reach; PROGRESS: the tick to reach
    private @Nullable Frames dumpEnd; // what is to be sent of it before anything else
    private boolean isMerged; // LIVE: it may have states that are newer than its place
    private boolean resetFirst;
    private boolean closed;

    ViewerSession(Streams streams, Feed feed, Watch watch, Place place) {
        this.streams = streams;
        this.feed = feed;
        this.watch = watch;
        inquiry = new Inquiry(streams, watch, place);
        pulse = new Pulse(streams);
        beside = Beside.of(streams, watch);
        resetFirst = place.reset();
        Cursor from = place.from();
        if (from == null) {
            phase = Phase.DUMP;
            cursor = new Cursor(0, 0);
        } else {
            phase = Phase.REPLAY;
            // No ticks: the progress of runs that went on meanwhile comes after the replay, that of ended ones not at
            // all.
            cursor = new Cursor(from.position(), Cursor.NO_TICKS);
            mark = log().head();
        }
    }

    private ReadableLog log() {
        return streams.log();
    }

    private DumpWalk walk() {
        DumpWalk made = walk;
        if (made == null) {
            made = new DumpWalk(streams, feed, watch, inquiry);
            walk = made;
        }
        return made;
    }

    private FrameWriter writer() {
        return new FrameWriter(streams.queries());
    }

    @Override
    public @Nullable Frames next() {
        if (phase == Phase.LIVE && inquiry.hasChanges() && !inquiry.isAsking()) {
            cursor = streams.feeds().newest(feed, cursor); // what it is told of now is as of there
        }
        // A task that was made after the cursor is still to come, and before it what was there under the same id.
        long upTo = phase == Phase.DUMP ? Math.min(walk().last(), cursor.position()) : cursor.position();
        Frames frames = inquiry.changes(new Inquiry.Shown(cursor.position(), upTo, phase == Phase.LIVE));
        if (inquiry.mustBeginAnew()) {
            frames = restart();
        }
        if (frames == null) {
            frames = dumpEnd;
            dumpEnd = null;
        }
        while (frames == null && !inquiry.isUnderWay() && hasMore()) {
            frames = switch (phase) {
                case DUMP -> dump();
                case CATCH_UP -> catchUp();
                case REPLAY -> replay();
                case PROGRESS -> progress();
                case LIVE -> live();
            };
        }
        if (frames == null && phase == Phase.LIVE && beside != null) {
            frames = beside.next();
        }
        if (frames != null) {
            inquiry.sent(cursor);
            pulse.sent();
            streams.counts().sent(frames);
        }
        return frames;
    }

    @Override
    public boolean hasNext() {
        return inquiry.hasChanges()
                || inquiry.isAccessChanged()
                || (!inquiry.isUnderWay() && hasMore())
                || (beside != null && beside.hasNext())
                || watch.lines().mustAsk();
    }

    private boolean hasMore() {
        if (phase != Phase.LIVE || dumpEnd != null) {
            return true;
        }
        streams.feeds().advance(); // who pulls need not have been woken
        return isMerged || feed.hasMore(cursor);
    }

    /** Whether the viewer sees the task; not before it was asked. */
    private boolean sees(Event event) {
        Visibility visibility = watch.visibility();
        return feed.takes(event)
                && (visibility == null ? feed.filter().matches(event.identity()) : visibility.sees(event.created()));
    }

    private @Nullable Frames dump() {
        DumpWalk dump = walk();
        if (resetFirst && dump.isAtBeginning()) {
            resetFirst = false;
            FrameWriter writer = writer();
            writer.reset();
            return written(writer);
        }
        if (watch.isFromNow()) {
            return fromNow();
        }
        Dump.Piece piece = dump.next();
        if (piece == null) {
            return null;
        }
        cursor = dump.from();
        Frames frames = dump.isLast(piece) ? last(piece) : piece.frames();
        if (isRestTold) {
            return frames;
        }
        isRestTold = true;
        return withResting(dump, frames);
    }

    /** Who does not see everything is asked about what there is before they are told what happens to it. */
    private @Nullable Frames fromNow() {
        streams.feeds().advance();
        cursor = watch.visibility() == null ? streams.feeds().cursor() : log().end();
        inquiry.askAnew();
        FrameWriter writer = writer();
        ready(writer);
        return written(writer);
    }

    /** What rests comes with the first piece of the first dump; should it begin anew it is told of no more. */
    private @Nullable Frames withResting(DumpWalk dump, @Nullable Frames frames) {
        FrameWriter writer = writer();
        dump.tellResting(writer);
        if (writer.isEmpty()) {
            return frames;
        }
        if (frames != null) {
            writer.frames(frames.bytes());
        }
        return written(writer);
    }

    private @Nullable Frames last(Dump.Piece piece) {
        mark = log().head();
        phase = Phase.CATCH_UP;
        FrameWriter writer = writer();
        Frames others = piece.frames();
        boolean atOnce = watch.visibility() != null; // what is seen may have changed before the next call
        if (others != null && atOnce) {
            writer.frames(others.bytes());
        }
        // Where something has happened since, it is told without an id, and a replay from here would be older than
        // that.
        boolean isWhole = log().end().equals(cursor);
        Frames last = piece.lastInit();
        if (last != null) {
            if (isWhole) {
                writer.id(cursor.position());
            }
            writer.frames(last.bytes());
        }
        if (isWhole) {
            ready(writer);
        }
        if (atOnce || others == null) {
            return written(writer);
        }
        dumpEnd = written(writer);
        return others;
    }

    private @Nullable Frames catchUp() {
        Read read = log().readNewest(cursor, Feed.BATCH);
        if (!(read instanceof Read.Some some)) {
            return restart();
        }
        if (inquiry.mustAsk(some)) {
            return null;
        }
        FrameWriter writer = writer();
        for (Event event : some.events()) {
            if (sees(event)) {
                writer.event(event); // without an id, like the dump that it completes
            }
        }
        advance(some);
        if (some.atEnd() || cursor.position() >= mark) {
            ready(writer);
            isMerged = !some.atEnd();
        }
        return written(writer);
    }

    private @Nullable Frames replay() {
        if (cursor.position() >= mark) {
            cursor = new Cursor(cursor.position(), 0);
            phase = Phase.PROGRESS;
            mark = log().end().tick();
            return null;
        }
        return exact(writer());
    }

    private @Nullable Frames progress() {
        return exact(writer());
    }

    private @Nullable Frames exact(FrameWriter writer) {
        if (!(log().read(cursor, Feed.BATCH) instanceof Read.Exact exact)) {
            return restart();
        }
        if (inquiry.mustAsk(exact)) {
            return null;
        }
        Feed.write(writer, exact, cursor, this::sees);
        advance(exact);
        if (phase == Phase.PROGRESS && (exact.atEnd() || cursor.tick() >= mark)) {
            ready(writer);
        }
        return written(writer);
    }

    private @Nullable Frames live() {
        if (watch.visibility() == null) {
            Feed.Step step = isMerged ? feed.read(cursor) : feed.live(cursor);
            if (step == null) {
                return restart();
            }
            cursor = step.next();
            told(step.isMerged(), step.atEnd());
            return step.frames();
        }
        Cursor from = isMerged ? cursor : feed.skip(cursor);
        if (!(log().read(from, Feed.BATCH) instanceof Read.Some some)) {
            return restart();
        }
        if (inquiry.mustAsk(some)) {
            return null;
        }
        FrameWriter writer = writer();
        Feed.write(writer, some, from, this::sees);
        advance(some);
        told(some instanceof Read.Newest, some.atEnd());
        return written(writer);
    }

    private void told(boolean newestOnly, boolean atEnd) {
        if (newestOnly && !isMerged) {
            streams.counts().merged();
        }
        isMerged = !atEnd && (isMerged || newestOnly);
    }

    /**
     * How many transitions it is behind. Any thread: what it reads is immutable, and a place of a moment ago is as good.
     */
    long behind() {
        Cursor at = cursor;
        boolean isUpToDate = phase == Phase.DUMP || (phase == Phase.LIVE && !feed.hasMore(at));
        return isUpToDate ? 0 : Math.max(0, log().head() - at.position());
    }

    private void advance(Read.Some some) {
        Visibility visibility = watch.visibility();
        if (visibility != null) {
            for (Event event : some.events()) {
                if (event.state() == null) {
                    visibility.forget(event.created());
                }
            }
        }
        cursor = some.next();
    }

    private @Nullable Frames restart() {
        streams.counts().reset();
        phase = Phase.DUMP;
        walk = null;
        dumpEnd = null;
        isMerged = false;
        resetFirst = true;
        return null;
    }

    private void ready(FrameWriter writer) {
        writer.id(cursor.position());
        writer.ready(streams.clock().millis());
        phase = Phase.LIVE;
        walk = null;
    }

    private static @Nullable Frames written(FrameWriter writer) {
        return writer.isEmpty() ? null : Frames.single(writer.toByteArray());
    }

    @Override
    public @Nullable Frames heartbeat() {
        return pulse.heartbeat();
    }

    @Override
    public @Nullable Runnable question() {
        return inquiry.question(cursor);
    }

    @Override
    public boolean isDenied() {
        return inquiry.isDenied();
    }

    @Override
    public Frames goodbye(long spreadMillis) {
        return Pulse.goodbye(spreadMillis);
    }

    @Override
    public @Nullable Object company() {
        return feed.isShared() && beside == null ? feed : null;
    }

    @Override
    public Runnable onWake(Runnable wake) {
        Runnable stop = feed.onWake(wake);
        if (beside == null) {
            return stop;
        }
        Runnable stopBeside = beside.onWake(wake);
        return () -> {
            stop.run();
            stopBeside.run();
        };
    }

    /** The stream has ended. Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            watch.resting().close();
            streams.counts().closed(this);
            streams.leave(feed, watch.visibility(), watch.unwatch());
        }
    }
}
