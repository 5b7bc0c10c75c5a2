package dev.taskcast.count;

import dev.taskcast.task.TaskStatus;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/** How many tasks are in each status: those that are held, and those that rest. Written by the committer, read by any thread. */
@SuppressWarnings("EnumOrdinal") // its arrays are in memory only
final class StatusCounts {
    private static final TaskStatus[] STATUSES = TaskStatus.values();

    private final AtomicLongArray held = new AtomicLongArray(STATUSES.length);
    private final AtomicLongArray resting = new AtomicLongArray(STATUSES.length);

    private AtomicLongArray of(boolean rests) {
        return rests ? resting : held;
    }

    long get(TaskStatus status, boolean rests) {
        return of(rests).getPlain(status.ordinal());
    }

    void add(TaskStatus status, boolean rests, long change) {
        AtomicLongArray counts = of(rests);
        int at = status.ordinal();
        counts.setRelease(at, counts.getPlain(at) + change);
    }

    /** One task that is held has gone on from one status to another. */
    void move(TaskStatus from, TaskStatus to) {
        add(from, false, -1);
        add(to, false, 1);
    }

    void clear(boolean rests) {
        AtomicLongArray counts = of(rests);
        for (int i = 0; i < STATUSES.length; i++) {
            counts.setRelease(i, 0);
        }
    }

    boolean isEmpty() {
        for (TaskStatus status : STATUSES) {
            if (get(status, false) != 0 || get(status, true) != 0) {
                return false;
            }
        }
        return true;
    }

    /** All that is not 0. */
    Map<TaskStatus, Long> read() {
        Map<TaskStatus, Long> counts = new EnumMap<>(TaskStatus.class);
        for (TaskStatus status : STATUSES) {
            long sum = held.getAcquire(status.ordinal()) + resting.getAcquire(status.ordinal());
            if (sum > 0) {
                counts.put(status, sum);
            }
        }
        return counts;
    }
}
