package dev.taskcast.http.stream;

import dev.taskcast.http.encode.FrameWriter;
import dev.taskcast.lines.LineStore;
import dev.taskcast.lines.LineTail;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lines that a viewer wants, and how far it has them. Of the session's thread. */
final class LineWatch {
    private static final int MAX_LINES = 200;

    private final LineStore store;
    private final List<String> wanted;
    private final Map<String, At> at = new HashMap<>();
    private List<String> allowed = List.of();

    private record At(int run, long last) {}

    LineWatch(LineStore store, List<String> wanted) {
        this.store = store;
        this.wanted = List.copyOf(wanted);
    }

    List<String> wanted() {
        return wanted;
    }

    void allow(List<String> ids) {
        allowed = List.copyOf(ids);
    }

    boolean hasNext() {
        for (String id : allowed) {
            LineTail tail = store.find(id);
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
        for (String id : new ArrayList<>(allowed)) {
            LineTail tail = store.find(id);
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
