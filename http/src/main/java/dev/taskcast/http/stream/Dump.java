package dev.taskcast.http.stream;

import dev.taskcast.http.encode.FrameWriter;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.log.Members;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that a feed is about, in the order of their registration, in pieces: those that are as they were when somebody has
 * read them. Under the feed's lock.
 */
final class Dump {
    private final TreeMap<Long, Piece> pieces = new TreeMap<>(); // by the task after which they begin

    /**
     * A part of the dump.
     *
     * @param frames null where there are none
     * @param lastInit the frame of the dump's last task, which is not among them; null where this is not the last piece
     * @param last the last task of it, by where it was made
     * @param atEnd whether there is no task after it
     */
    record Piece(@Nullable Frames frames, @Nullable Frames lastInit, long last, boolean atEnd) {}

    /** The piece that begins after a task; 0 for the first. */
    Piece piece(long after, LongFunction<Members> members, Predicate<TaskRow> matches) {
        Piece found = pieces.get(after);
        if (found == null) {
            found = read(members.apply(after), matches);
            pieces.put(after, found);
        }
        return found;
    }

    /** A task has changed, come or gone. */
    void changed(long created) {
        Map.Entry<Long, Piece> of = pieces.lowerEntry(created);
        if (of != null && (created <= of.getValue().last() || of.getValue().atEnd())) {
            pieces.remove(of.getKey());
        }
    }

    static Piece read(Members members, Predicate<TaskRow> sees) {
        List<TaskRow> rows = members.rows().stream().filter(sees).toList();
        boolean isLast = members.atEnd() && !rows.isEmpty();
        return new Piece(
                inits(isLast ? rows.subList(0, rows.size() - 1) : rows),
                isLast ? inits(List.of(rows.getLast())) : null,
                members.last(),
                members.atEnd());
    }

    private static @Nullable Frames inits(List<TaskRow> rows) {
        FrameWriter writer = new FrameWriter();
        rows.forEach(row -> writer.init(row.state()));
        return writer.isEmpty() ? null : Frames.shared(writer.toByteArray());
    }
}
