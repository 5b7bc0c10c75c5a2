package dev.taskcast.http.stream;

import dev.taskcast.http.encode.FrameWriter;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.log.Cursor;
import dev.taskcast.log.Event;
import dev.taskcast.log.Members;
import dev.taskcast.log.Read;
import java.util.List;
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
 * <p>Not thread-safe: of the thread that writes to the viewer.
 */
public final class StreamSession {
    private static final int PIECE = 256;

    private enum Phase {
        DUMP,
        CATCH_UP,
        REPLAY,
        PROGRESS,
        LIVE
    }

    private final StreamHub hub;
    private Phase phase;
    private Cursor cursor;
    private long mark; // DUMP: the last task sent; CATCH_UP, REPLAY: the position to reach; PROGRESS: the tick to reach
    private boolean resetFirst;
    private long lastSentNanos;

    private StreamSession(StreamHub hub, Phase phase, Cursor cursor, long mark) {
        this.hub = hub;
        this.phase = phase;
        this.cursor = cursor;
        this.mark = mark;
    }

    /**
     * For a viewer that has nothing.
     *
     * @param hub the endpoint's
     * @return a session that begins with a dump
     */
    static StreamSession dump(StreamHub hub) {
        return new StreamSession(hub, Phase.DUMP, new Cursor(0, 0), 0);
    }

    /**
     * For a viewer whose position can't be replayed.
     *
     * @param hub the endpoint's
     * @return a session that begins with a reset and a dump
     */
    static StreamSession reset(StreamHub hub) {
        StreamSession session = dump(hub);
        session.resetFirst = true;
        return session;
    }

    /**
     * For a viewer that was cut off.
     *
     * @param hub the endpoint's
     * @param from where it goes on
     * @return a session that begins with a replay
     */
    static StreamSession replay(StreamHub hub, Cursor from) {
        // No ticks: the progress of runs that went on meanwhile comes after the replay, that of ended ones not at all.
        return new StreamSession(
                hub,
                Phase.REPLAY,
                new Cursor(from.position(), Cursor.NO_TICKS),
                hub.log().head());
    }

    /**
     * The next frames.
     *
     * @return null where there is nothing to send at the moment
     */
    public @Nullable Frames next() {
        Frames frames = null;
        while (frames == null && hasNext()) {
            frames = switch (phase) {
                case DUMP -> dump();
                case CATCH_UP -> catchUp();
                case REPLAY -> replay();
                case PROGRESS -> progress();
                case LIVE -> live();
            };
        }
        if (frames != null) {
            lastSentNanos = hub.nanos();
        }
        return frames;
    }

    /**
     * Whether there may be something to send.
     *
     * @return false where {@link #next} would give nothing
     */
    public boolean hasNext() {
        return phase != Phase.LIVE || !hub.log().isAtEnd(cursor);
    }

    private @Nullable Frames dump() {
        FrameWriter writer = new FrameWriter();
        Members piece = hub.log().members(mark, PIECE);
        if (mark == 0) {
            cursor = piece.end();
            if (resetFirst) {
                writer.reset();
            }
        }
        List<TaskRow> rows = piece.rows();
        for (int i = 0; i < rows.size(); i++) {
            if (piece.atEnd() && i == rows.size() - 1) {
                writer.id(cursor.position());
            }
            writer.init(rows.get(i).state());
        }
        mark = piece.last();
        if (piece.atEnd()) {
            phase = Phase.CATCH_UP;
            mark = piece.end().position();
            if (cursor.equals(piece.end())) {
                ready(writer);
            }
        }
        return written(writer);
    }

    private @Nullable Frames catchUp() {
        if (!(hub.log().readNewest(cursor, StreamHub.BATCH) instanceof Read.Some some)) {
            return restart();
        }
        FrameWriter writer = new FrameWriter();
        for (Event event : some.events()) {
            writer.event(event); // without an id, like the dump that it completes
        }
        cursor = some.next();
        if (some.atEnd() || cursor.position() >= mark) {
            ready(writer);
        }
        return written(writer);
    }

    private @Nullable Frames replay() {
        if (cursor.position() >= mark) {
            cursor = new Cursor(cursor.position(), 0);
            phase = Phase.PROGRESS;
            mark = hub.log().end().tick();
            return null;
        }
        return hub.log().read(cursor, StreamHub.BATCH) instanceof Read.Exact exact
                ? written(exact, new FrameWriter())
                : restart();
    }

    private @Nullable Frames progress() {
        if (!(hub.log().read(cursor, StreamHub.BATCH) instanceof Read.Exact exact)) {
            return restart();
        }
        FrameWriter writer = new FrameWriter();
        StreamHub.write(writer, exact, cursor);
        cursor = exact.next();
        if (exact.atEnd() || cursor.tick() >= mark) {
            ready(writer);
        }
        return written(writer);
    }

    private @Nullable Frames live() {
        StreamHub.Step step = hub.live(cursor);
        if (step == null) {
            return restart();
        }
        cursor = step.next();
        return step.frames();
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

    private @Nullable Frames written(Read.Exact exact, FrameWriter writer) {
        StreamHub.write(writer, exact, cursor);
        cursor = exact.next();
        return written(writer);
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
        long now = hub.nanos();
        if (now - lastSentNanos < hub.heartbeatNanos()) {
            return null;
        }
        lastSentNanos = now;
        return StreamHub.heartbeat();
    }

    /**
     * What to send before a planned end of the stream: when to connect again, with jitter.
     *
     * @return a {@code retry:} line
     */
    public Frames goodbye() {
        return StreamHub.goodbye();
    }
}
