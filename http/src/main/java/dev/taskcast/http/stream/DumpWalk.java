package dev.taskcast.http.stream;

import dev.taskcast.http.encode.FrameWriter;
import dev.taskcast.http.stream.Streams.Watch;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.log.Cursor;
import dev.taskcast.log.Members;
import org.jspecify.annotations.Nullable;

/**
 * A session's way through the dump: the tasks that there are, in the order of their registration, in pieces. Where the viewer sees everything
 * others may read the same. Of the session's thread.
 */
final class DumpWalk {
    private final Streams streams;
    private final Feed feed;
    private final Watch watch;
    private final Inquiry inquiry;
    private Cursor from = new Cursor(0, 0); // where the log was when it began
    private long last; // the last task of what was read
    private @Nullable Dump dump; // that it reads, where others may read the same

    DumpWalk(Streams streams, Feed feed, Watch watch, Inquiry inquiry) {
        this.streams = streams;
        this.feed = feed;
        this.watch = watch;
        this.inquiry = inquiry;
    }

    /** Whether nothing was read yet. */
    boolean isAtBeginning() {
        return last == 0 && dump == null;
    }

    /** The last task of what was read, by where it was made. */
    long last() {
        return last;
    }

    /** The place in the log that what was read is as of, once something was. */
    Cursor from() {
        return from;
    }

    /** Whether a piece was the last one: none is needed of what was made since the dump began. */
    boolean isLast(Dump.Piece piece) {
        return piece.atEnd() || piece.last() > from.position();
    }

    /** The next piece. Null where the viewer is to be asked about its tasks first. */
    Dump.@Nullable Piece next() {
        Visibility visibility = watch.visibility();
        Dump.Piece piece = visibility == null ? shared() : seen(visibility);
        if (piece == null) {
            return null;
        }
        last = piece.last();
        if (isLast(piece)) {
            dump = null;
        }
        return piece;
    }

    private Dump.Piece shared() {
        Dump of = dump;
        if (of == null) {
            of = feed.dump();
            dump = of;
            streams.feeds().advance();
            from = streams.feeds().cursor();
        }
        Dump.Piece piece = feed.piece(of, last);
        return piece.last() <= from.position()
                ? piece
                : Dump.read(
                        streams.queries(),
                        feed.members(last),
                        row -> isOld(row) && feed.filter().matches(row.state().identity()));
    }

    private Dump.@Nullable Piece seen(Visibility visibility) {
        Members members = feed.members(last);
        if (inquiry.mustAsk(members)) {
            return null;
        }
        if (last == 0) {
            from = members.end();
        }
        return Dump.read(streams.queries(), members, row -> isOld(row) && visibility.sees(row.created()));
    }

    /**
     * What was made since the first piece comes with the catch-up: so the dump ends however much is made meanwhile, and a task
     * that was made anew is removed before it comes back.
     */
    private boolean isOld(TaskRow row) {
        return row.created() <= from.position();
    }

    /** What rests, as of where the dump begins. Once. */
    void tellResting(FrameWriter writer) {
        Visibility visibility = watch.visibility();
        for (TaskRow row : watch.resting().rows()) {
            if (feed.filter().matches(row.state().identity())
                    && (visibility == null || visibility.sees(row.created()))) {
                writer.init(row);
            }
        }
        watch.resting().close();
    }
}
