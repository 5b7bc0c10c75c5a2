package dev.taskcast.http.stream;

import dev.taskcast.http.encode.FrameWriter;
import dev.taskcast.http.stream.Streams.Place;
import dev.taskcast.http.stream.Streams.Watch;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.log.Cursor;
import dev.taskcast.log.Event;
import dev.taskcast.log.EventLog;
import dev.taskcast.log.Members;
import dev.taskcast.log.Read;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One viewer's stream: a cursor in the log, whose server asks for the next frames whenever it can write some. Nothing is
 * queued for a viewer that can't be written to; what it missed is read, merged where it is too much, once it can.
 *
 * <p>A session goes through phases. A <b>dump</b> reads the tasks in the order of their registration, in pieces; what
 * changed between its first piece and its last is then sent in a <b>catch-up</b> of the newest states only, since
 * exact ones would be older than what some pieces held. A <b>replay</b> reads transitions, then the newest <b>progress</b>.
 * Both end with {@code ready}, and the rest is <b>live</b>. Whoever can't be brought up to date is <b>reset</b>, into a dump.
 *
 * <p>A viewer who does not see everything is asked about tasks, and everybody is checked again now and then, by a
 * {@linkplain #question question} that the server runs on a request thread.
 *
 * <p>Not thread-safe: of the thread that writes to the viewer, but for the running of a question.
 */
public final class StreamSession implements AutoCloseable {
    private static final int PIECE = 256;
    private static final long RETRY_MILLIS = 1_000;
    private static final Frames HEARTBEAT = heartbeatFrames();

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
    private Phase phase;
    private Cursor cursor;
    private long mark; // DUMP: the last task sent; CATCH_UP, REPLAY: the position to reach; PROGRESS: the tick to reach
    private boolean resetFirst;
    private long lastSentNanos;
    private boolean closed;

    StreamSession(Streams streams, Feed feed, Watch watch, Place place) {
        this.streams = streams;
        this.feed = feed;
        this.watch = watch;
        inquiry = new Inquiry(streams, watch, place);
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

    private EventLog log() {
        return streams.log();
    }

    /**
     * The next frames.
     *
     * @return null where there is nothing to send at the moment
     */
    public @Nullable Frames next() {
        // A task that was made after the cursor is still to come, and before it what was there under the same id.
        long upTo = phase == Phase.DUMP ? Math.min(mark, cursor.position()) : cursor.position();
        Frames frames = inquiry.changes(new Inquiry.Shown(cursor.position(), upTo, phase == Phase.LIVE));
        if (inquiry.mustBeginAnew()) {
            frames = restart();
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
        if (frames == null && phase == Phase.LIVE && watch.lines().hasNext()) {
            FrameWriter writer = new FrameWriter();
            watch.lines().write(writer);
            frames = written(writer);
        }
        if (frames != null) {
            inquiry.sent(cursor);
            lastSentNanos = streams.clock().nanos();
        }
        return frames;
    }

    /**
     * Whether there may be something to send.
     *
     * @return false where {@link #next} would give nothing, and there is nothing new to ask
     */
    public boolean hasNext() {
        return inquiry.hasChanges()
                || inquiry.isAccessChanged()
                || (!inquiry.isUnderWay() && hasMore())
                || watch.lines().hasNext()
                || watch.lines().mustAsk();
    }

    private boolean hasMore() {
        return phase != Phase.LIVE || !log().isAtEnd(cursor);
    }

    /** Whether the viewer sees the task; not before it was asked. */
    private boolean sees(Event event) {
        Visibility visibility = watch.visibility();
        return visibility == null ? feed.filter().matches(event.identity()) : visibility.sees(event.created());
    }

    private boolean sees(TaskRow row) {
        Visibility visibility = watch.visibility();
        return visibility == null ? feed.filter().matches(row.state().identity()) : visibility.sees(row.created());
    }

    private @Nullable Frames dump() {
        Members piece = log().members(mark, PIECE);
        if (inquiry.mustAsk(piece)) {
            return null;
        }
        FrameWriter writer = new FrameWriter();
        if (mark == 0) {
            cursor = piece.end();
            if (resetFirst) {
                writer.reset();
            }
        }
        // What was made since the first piece comes with the catch-up: so the dump ends however much is made
        // meanwhile, and a task that was made anew is removed before it comes back.
        boolean isLast = piece.atEnd() || piece.last() > cursor.position();
        List<TaskRow> rows = piece.rows().stream()
                .filter(row -> row.created() <= cursor.position() && sees(row))
                .toList();
        // Only where nothing has happened since: a replay from there would tell what is older than these states.
        boolean hasId = isLast && cursor.position() == piece.end().position();
        for (int i = 0; i < rows.size(); i++) {
            if (hasId && i == rows.size() - 1) {
                writer.id(cursor.position());
            }
            writer.init(rows.get(i).state());
        }
        mark = piece.last();
        if (isLast) {
            phase = Phase.CATCH_UP;
            mark = piece.end().position();
            if (cursor.equals(piece.end())) {
                ready(writer);
            }
        }
        return written(writer);
    }

    private @Nullable Frames catchUp() {
        Read read = log().readNewest(cursor, Feed.BATCH);
        if (!(read instanceof Read.Some some)) {
            return restart();
        }
        if (inquiry.mustAsk(some)) {
            return null;
        }
        FrameWriter writer = new FrameWriter();
        for (Event event : some.events()) {
            if (sees(event)) {
                writer.event(event); // without an id, like the dump that it completes
            }
        }
        advance(some);
        if (some.atEnd() || cursor.position() >= mark) {
            feed.outdated(cursor);
            ready(writer);
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
        return exact(new FrameWriter());
    }

    private @Nullable Frames progress() {
        return exact(new FrameWriter());
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
            Feed.Step step = feed.live(cursor);
            if (step == null) {
                return restart();
            }
            cursor = step.next();
            return step.frames();
        }
        if (!(log().read(cursor, Feed.BATCH) instanceof Read.Some some)) {
            return restart();
        }
        if (inquiry.mustAsk(some)) {
            return null;
        }
        FrameWriter writer = new FrameWriter();
        Feed.write(writer, some, cursor, this::sees);
        advance(some);
        return written(writer);
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
        phase = Phase.DUMP;
        mark = 0;
        resetFirst = true;
        return null;
    }

    private void ready(FrameWriter writer) {
        writer.id(cursor.position());
        writer.ready();
        phase = Phase.LIVE;
    }

    private static @Nullable Frames written(FrameWriter writer) {
        return writer.isEmpty() ? null : new Frames(writer.toByteArray());
    }

    /**
     * A heartbeat, where the stream has been idle for as long as the endpoint lets it.
     *
     * @return null where none is due
     */
    public @Nullable Frames heartbeat() {
        long now = streams.clock().nanos();
        if (now - lastSentNanos < streams.heartbeatNanos()) {
            return null;
        }
        lastSentNanos = now;
        return HEARTBEAT;
    }

    /**
     * Something to ask the application, where there is.
     *
     * @return to be run on a thread that may block, after which {@link #next} is to be called; null where there is nothing to
     *     ask, or it is being asked
     */
    public @Nullable Runnable question() {
        return inquiry.question();
    }

    /**
     * Whether the viewer is no longer let in: the server ends the stream.
     *
     * @return true from then on
     */
    public boolean isDenied() {
        return inquiry.isDenied();
    }

    /**
     * What to send before a planned end of the stream: when to connect again, with jitter.
     *
     * @param spreadMillis over how long the viewers are to come back, beyond the first second
     * @return a {@code retry:} line
     */
    public Frames goodbye(long spreadMillis) {
        FrameWriter writer = new FrameWriter();
        writer.retry(RETRY_MILLIS + ThreadLocalRandom.current().nextLong(spreadMillis + 1));
        return new Frames(writer.toByteArray());
    }

    private static Frames heartbeatFrames() {
        FrameWriter writer = new FrameWriter();
        writer.heartbeat();
        return new Frames(writer.toByteArray());
    }

    /** The stream has ended. Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            streams.leave(feed);
        }
    }
}
