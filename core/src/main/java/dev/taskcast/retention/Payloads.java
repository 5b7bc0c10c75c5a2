package dev.taskcast.retention;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.TaskRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The payloads of tasks that wait, bounded in bytes: those that have come first are held, and what has come beyond the bound is to be let go
 * of once the store has it. Not thread-safe: the committer's.
 */
public final class Payloads {
    /** A task that was so at a position. */
    private record Waits(String id, long position) {}

    private final long maxBytes;
    private final Deque<Waits> beyond = new ArrayDeque<>(); // by position; some may have changed since
    private long bytes;

    /**
     * Holds none.
     *
     * @param maxBytes how many bytes of the heap they may take; {@code Long.MAX_VALUE} where none is ever let go of
     */
    public Payloads(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    private static long bytes(@Nullable TaskRow row) {
        Payload payload = row == null || !row.mayLeavePayload() ? null : row.payload();
        return payload == null ? 0 : payload.heapBytes();
    }

    /**
     * Takes note of a change.
     *
     * @param before the task before it, or null
     * @param after the task after it, or null
     */
    public void applied(@Nullable TaskRow before, @Nullable TaskRow after) {
        long more = bytes(after) - bytes(before);
        bytes += more;
        if (after != null && more > 0 && bytes > maxBytes) {
            beyond.add(new Waits(after.id(), after.position()));
        }
    }

    /** Holds none any more. */
    public void clear() {
        beyond.clear();
        bytes = 0;
    }

    /**
     * How much they may take.
     *
     * @return bytes; {@code Long.MAX_VALUE} where none is ever let go of
     */
    public long maxBytes() {
        return maxBytes;
    }

    /**
     * How much those that are held take.
     *
     * @return bytes
     */
    public long bytes() {
        return bytes;
    }

    /**
     * Tasks whose payloads are to be let go of.
     *
     * @param find a task as it is, or null
     * @param isCertain whether the store has what was so at a position
     * @param most how many are looked at
     * @return their rows
     */
    public List<TaskRow> tooMany(Function<String, @Nullable TaskRow> find, LongPredicate isCertain, int most) {
        if (beyond.isEmpty()) {
            return List.of();
        }
        List<TaskRow> rows = new ArrayList<>();
        long left = bytes;
        for (int looked = 0; looked < most; looked++) {
            Waits next = beyond.peek();
            if (next == null || !isCertain.test(next.position)) {
                break;
            }
            TaskRow row = find.apply(next.id);
            beyond.remove();
            if (row == null || !row.mayLeavePayload() || left <= maxBytes) {
                continue;
            }
            if (row.position() > next.position) {
                beyond.add(new Waits(next.id, row.position()));
            } else {
                rows.add(row);
                left -= bytes(row);
            }
        }
        return rows;
    }
}
