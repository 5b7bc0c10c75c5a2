package dev.taskcast.http.stream;

import dev.taskcast.codec.StrictJson;
import dev.taskcast.http.encode.StateJson;
import dev.taskcast.log.Cursor;
import dev.taskcast.log.Event;
import dev.taskcast.log.Read;
import dev.taskcast.log.ReadableLog;
import dev.taskcast.task.TaskState;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Every transition of a log, as it was when it happened. */
final class Truth {
    /** A transition; the state is null where the task went. */
    record Entry(long position, String id, @Nullable Object state) {}

    private final ReadableLog log;
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private Cursor cursor;

    Truth(ReadableLog log) {
        this.log = log;
        cursor = new Cursor(log.head(), Cursor.NO_TICKS);
    }

    /** Takes in what has happened; to be called before it is more than the log keeps. */
    void readOn() {
        Read.Exact read = (Read.Exact) log.read(cursor, Integer.MAX_VALUE);
        cursor = read.next();
        for (Event event : read.events()) {
            TaskState state = event.state();
            Object json = state == null ? null : StrictJson.parse(StateJson.bytes(state));
            entries.put(
                    event.position(),
                    new Entry(event.position(), event.identity().id(), json));
        }
    }

    long head() {
        return cursor.position();
    }

    /** How many transitions there were after a position. */
    int after(long position) {
        return entries.tailMap(position, false).size();
    }

    /** The first transition after a position. */
    @Nullable
    Entry next(long position) {
        Map.Entry<Long, Entry> next = entries.higherEntry(position);
        return next == null ? null : next.getValue();
    }

    /** The last transition before a position. */
    long before(long position) {
        return Objects.requireNonNullElse(entries.lowerKey(position), 0L);
    }
}
