package dev.taskcast.http.stream;

import dev.taskcast.adapter.Queries;
import dev.taskcast.http.encode.FrameWriter;
import dev.taskcast.lines.LineTail;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The lines that a viewer wants, and how far it has them. Of the session's thread. */
final class LineWatch {
    private static final int MAX_LINES = 200;

    private final Queries queries;
    private final List<String> wanted;
    private final boolean everything;
    private final Map<String, At> at = new HashMap<>();
    private Map<String, Decided> decided = Map.of();

    private record At(int run, long last) {}

    /** Whether lines may be read: those of one run only, since the next one may be that of another task of the same id. */
    record Decided(@Nullable LineTail tail, boolean allowed) {}

    LineWatch(Queries queries, List<String> wanted, boolean everything) {
        this.queries = queries;
        this.wanted = List.copyOf(wanted);
        this.everything = everything;
    }

    boolean isOfNone() {
        return wanted.isEmpty();
    }

    /** For a request thread. */
    Map<String, Decided> ask(Predicate<String> mayRead) {
        if (everything || isOfNone()) {
            return Map.of();
        }
        Map<String, Decided> answers = new HashMap<>();
        for (String id : wanted) {
            LineTail tail = queries.lines(id); // before it is asked about: what comes after is asked about again
            answers.put(id, new Decided(tail, mayRead.test(id)));
        }
        return answers;
    }

    void take(Map<String, Decided> answers) {
        if (!isOfNone()) { // else it is everybody's
            decided = answers;
        }
    }

    /** Whether there are lines that it was not asked about. */
    @SuppressWarnings("ReferenceEquality") // the very same lines
    boolean mustAsk() {
        if (everything) {
            return false;
        }
        for (String id : wanted) {
            LineTail tail = queries.lines(id);
            Decided answer = decided.get(id);
            if (tail != null && (answer == null || answer.tail() != tail)) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("ReferenceEquality") // the very same lines
    private @Nullable LineTail readable(String id) {
        LineTail tail = queries.lines(id);
        Decided answer = decided.get(id);
        return everything || (answer != null && answer.allowed() && answer.tail() == tail) ? tail : null;
    }

    boolean hasNext() {
        for (String id : wanted) {
            LineTail tail = readable(id);
            if (tail != null && tail.last() > last(id, tail)) {
                return true;
            }
        }
        return false;
    }

    private long last(String id, LineTail tail) {
        At known = at.get(id);
        return known != null && known.run() == tail.run() ? known.last() : 0;
    }

    void write(FrameWriter writer) {
        for (String id : wanted) {
            LineTail tail = readable(id);
            if (tail != null) {
                LineTail.Lines lines = tail.after(last(id, tail), MAX_LINES);
                if (!lines.lines().isEmpty()) {
                    writer.log(id, lines);
                    at.put(id, new At(lines.run(), lines.last()));
                }
            }
        }
    }
}
