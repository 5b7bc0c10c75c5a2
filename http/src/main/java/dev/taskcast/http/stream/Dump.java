package dev.taskcast.http.stream;

import dev.taskcast.adapter.Queries;
import dev.taskcast.http.encode.FrameWriter;
import dev.taskcast.http.exchange.Frames;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.log.Members;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that a feed is about, in the order of their registration, in pieces: those that are as they were when two sessions have
 * read them. What one alone reads is not kept: it would fill the memory with what nobody asks for again, at the price of everybody's
 * pauses. Under the feed's lock.
 */
final class Dump {
    private final TreeMap<Long, Piece> pieces = new TreeMap<>(); // by the task after which they begin
    private final Set<Long> readOnce = new HashSet<>(); // where such a piece begins that is not kept

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
    Piece piece(Queries queries, long after, LongFunction<Members> members, Predicate<TaskRow> matches) {
        Piece found = pieces.get(after);
        if (found != null) {
            return found;
        }
        if (readOnce.add(after)) {
            return read(queries, members.apply(after), matches, Frames::single);
        }
        readOnce.remove(after);
        Piece kept = read(queries, members.apply(after), matches, Frames::shared);
        pieces.put(after, kept);
        return kept;
    }

    /** A task has changed, come or gone. */
    void changed(long created) {
        Map.Entry<Long, Piece> of = pieces.lowerEntry(created);
        if (of != null && (created <= of.getValue().last() || of.getValue().atEnd())) {
            pieces.remove(of.getKey());
        }
    }

    /** For one session. */
    static Piece read(Queries queries, Members members, Predicate<TaskRow> sees) {
        return read(queries, members, sees, Frames::single);
    }

    private static Piece read(Queries queries, Members members, Predicate<TaskRow> sees, Function<byte[], Frames> as) {
        List<TaskRow> rows = members.rows().stream().filter(sees).toList();
        boolean isLast = members.atEnd() && !rows.isEmpty();
        return new Piece(
                inits(queries, isLast ? rows.subList(0, rows.size() - 1) : rows, as),
                isLast ? inits(queries, List.of(rows.getLast()), as) : null,
                members.last(),
                members.atEnd());
    }

    private static @Nullable Frames inits(Queries queries, List<TaskRow> rows, Function<byte[], Frames> as) {
        FrameWriter writer = new FrameWriter(queries);
        rows.forEach(writer::init);
        return writer.isEmpty() ? null : as.apply(writer.toByteArray());
    }
}
