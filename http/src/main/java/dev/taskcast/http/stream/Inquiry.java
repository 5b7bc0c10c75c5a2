package dev.taskcast.http.stream;

import dev.taskcast.http.access.Viewer;
import dev.taskcast.http.encode.FrameWriter;
import dev.taskcast.http.exchange.Frames;
import dev.taskcast.http.stream.Streams.Watch;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.log.Cursor;
import dev.taskcast.log.Event;
import dev.taskcast.log.Members;
import dev.taskcast.log.Read;
import dev.taskcast.thread.SafeLog;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a session has to ask of its viewer, and what came of it: about tasks that it meets for the first time, before it goes
 * on; and whether everything still stands, every now and then. Of the session's thread, but for the running of a question.
 */
final class Inquiry {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog INQUIRY_FAILED =
            new SafeLog(LOG, System.Logger.Level.ERROR, "A stream's viewer could not be asked about; it ends");
    private static final Answer FAILED = new Answer(false, false, null, null);

    private final Streams streams;
    private final Watch watch;
    private final int resumedVersion;
    private boolean resumed; // and no change of access has been told of since
    private boolean mustBeginAnew;
    private boolean mustAsk;
    private boolean underWay;
    private boolean denied;
    private long checkedNanos;
    private int askedVersion;
    private int checkedVersion;

    /** Written by the request thread that asked, taken by the session's. */
    private volatile @Nullable Answer answer;

    /**
     * How far a session is.
     *
     * @param place its position in the log
     * @param upTo the last task that it has come to, by where it was made
     * @param isLive whether its position goes with what it is sent
     */
    record Shown(long place, long upTo, boolean isLive) {}

    private record Answer(
            boolean letIn,
            boolean checked,
            Visibility.@Nullable Learned learned,
            @Nullable Map<String, LineWatch.Decided> lines) {}

    Inquiry(Streams streams, Watch watch, Streams.Place place) {
        this.streams = streams;
        this.watch = watch;
        resumed = place.from() != null && watch.visibility() != null;
        mustAsk = resumed;
        resumedVersion = place.accessVersion();
        checkedNanos = streams.clock().nanos();
        askedVersion = place.accessVersion();
        checkedVersion = place.accessVersion();
    }

    boolean isDenied() {
        return denied;
    }

    /** Whether the session has to wait. */
    boolean isUnderWay() {
        return denied || mustAsk || ((underWay || isUnchecked()) && watch.visibility() != null);
    }

    /** Has the viewer asked about all that there is. */
    void askAnew() {
        mustAsk = watch.visibility() != null;
    }

    /** Whether the viewer is still to be asked about tasks: the session stays where it is until then. */
    boolean isAsking() {
        return mustAsk;
    }

    /** Whether access has changed, and the viewer is not being asked again yet. */
    boolean isAccessChanged() {
        return !underWay && isUnchecked();
    }

    /** Whether what the viewer has was not all sent by what they see now. Once. */
    boolean mustBeginAnew() {
        boolean must = mustBeginAnew;
        mustBeginAnew = false;
        return must;
    }

    /** The session has been brought up to there. It may have read that before access changed. */
    void sent(Cursor cursor) {
        if (isUnchecked()) {
            streams.accessChanges().cover(cursor.position());
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very one that never changes
    private boolean isUnchecked() {
        return !denied
                && watch.viewer() != Viewer.OF_EVERYTHING
                && checkedVersion != streams.accessChanges().version();
    }

    boolean hasChanges() {
        return answer != null;
    }

    boolean mustAsk(Members piece) {
        Visibility visibility = watch.visibility();
        return visibility != null && piece.rows().stream().anyMatch(row -> mustAsk(visibility, row.created()));
    }

    boolean mustAsk(Read.Some some) {
        Visibility visibility = watch.visibility();
        return visibility != null && some.events().stream().anyMatch(event -> mustAsk(visibility, event.created()));
    }

    private boolean mustAsk(Visibility visibility, long created) {
        boolean ask = !visibility.knows(created);
        mustAsk |= ask;
        return ask;
    }

    /**
     * What is to be asked of the viewer.
     *
     * @param place how far the session has read
     */
    @Nullable
    Runnable question(Cursor place) {
        if (underWay || denied) {
            return null;
        }
        Visibility visibility = watch.visibility();
        if (isCheckDue()) {
            underWay = true;
            askedVersion = streams.accessChanges().version();
            return () -> answer = orFailed(() -> check(place));
        }
        if (mustAsk && visibility != null) {
            underWay = true;
            return () -> answer = orFailed(() -> new Answer(true, false, visibility.ask(place), null));
        }
        if (watch.lines().mustAsk()) {
            underWay = true;
            return () -> answer = orFailed(() -> new Answer(true, false, null, askOfLines()));
        }
        return null;
    }

    /** Without an answer the stream would wait for ever: it ends, and its viewer comes back and is asked about anew. */
    private static Answer orFailed(Supplier<Answer> asking) {
        try {
            return asking.get();
        } catch (Throwable t) {
            INQUIRY_FAILED.log(t);
            return FAILED;
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very one that never changes
    private boolean isCheckDue() {
        return watch.viewer() != Viewer.OF_EVERYTHING
                && (isUnchecked() || streams.clock().nanos() - checkedNanos >= streams.recheckNanos());
    }

    private Answer check(Cursor place) {
        if (!watch.viewer().check()) {
            return new Answer(false, true, null, null);
        }
        Visibility visibility = watch.visibility();
        return new Answer(true, true, visibility == null ? null : visibility.askAgain(place), askOfLines());
    }

    private Map<String, LineWatch.Decided> askOfLines() {
        return watch.lines().ask(id -> streams.mayRead(watch.viewer(), id));
    }

    /**
     * Takes an answer over.
     *
     * @param shown how far the session is
     * @return what is to be sent of it, or null
     */
    @Nullable
    Frames changes(Shown shown) {
        Answer came = answer;
        if (came == null) {
            return null;
        }
        answer = null;
        underWay = false;
        if (!came.letIn()) {
            denied = true;
            return null;
        }
        if (came.checked()) {
            checkedNanos = streams.clock().nanos();
            checkedVersion = askedVersion;
        }
        Map<String, LineWatch.Decided> lines = came.lines();
        if (lines != null) {
            watch.lines().take(lines);
        }
        Visibility visibility = watch.visibility();
        Visibility.Learned learned = came.learned();
        if (visibility == null || learned == null) {
            return null;
        }
        mustAsk = false;
        // What a resumed viewer has from before is known only by what they saw when they resumed: the change that the
        // application tells of now may have held then already.
        if (resumed && (checkedVersion != resumedVersion || isUnchecked())) {
            mustBeginAnew = true;
            resumed = false;
        }
        FrameWriter writer = new FrameWriter(streams.queries());
        visibility.take(learned, (lost, gained) -> write(writer, visibility, shown, lost, gained));
        return writer.isEmpty() ? null : Frames.single(writer.toByteArray());
    }

    /** With the session's own position: what it is told here is what it should have seen up to there. */
    private void write(
            FrameWriter writer, Visibility visibility, Shown shown, Map<Long, String> lost, List<Long> gained) {
        Set<String> kept = lost.isEmpty() ? Set.of() : visibility.ids(shown.upTo());
        lost.forEach((created, id) -> {
            // One that is gone may have been made anew, and been told before its end was asked about.
            if (created <= shown.upTo() && !kept.contains(id)) {
                id(writer, shown);
                writer.remove(id);
            }
        });
        for (long created : gained) {
            if (created > shown.upTo()) {
                return; // the session has not come to it
            }
            for (TaskRow row : streams.log().members(created - 1, 1).rows()) {
                // What is ahead of the session is still to come: sent here, a replay from here would be older.
                if (row.created() == created && row.position() <= shown.place()) {
                    id(writer, shown);
                    writer.event(Event.of(row));
                }
            }
        }
    }

    private static void id(FrameWriter writer, Shown shown) {
        if (shown.isLive()) {
            writer.id(shown.place());
        }
    }
}
