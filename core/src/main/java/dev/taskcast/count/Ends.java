package dev.taskcast.count;

import dev.taskcast.task.TaskStatus;
import dev.taskcast.thread.ShortLock;
import dev.taskcast.time.TaskClock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** How many runs have ended in the last minute, by how; by the second. Thread-safe. */
@SuppressWarnings("EnumOrdinal") // its arrays are in memory only
final class Ends {
    private static final int SECONDS = 60;
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final TaskStatus[] STATUSES = TaskStatus.values();

    private final TaskClock clock;
    private final long beginNanos;
    private final ShortLock lock = new ShortLock();

    // Guarded by the lock.
    private final long[] counts = new long[SECONDS * STATUSES.length];
    private final long[] sums = new long[STATUSES.length];
    private long second; // since the beginning: the newest one that is counted

    Ends(TaskClock clock) {
        this.clock = clock;
        beginNanos = clock.nanos();
    }

    private long now() {
        return (clock.nanos() - beginNanos) / SECOND_NANOS;
    }

    void add(TaskStatus status) {
        long now = now();
        lock.lock();
        try {
            to(now);
            counts[Math.floorMod(second, SECONDS) * STATUSES.length + status.ordinal()]++;
            sums[status.ordinal()]++;
        } finally {
            lock.unlock();
        }
    }

    private void to(long now) {
        if (now - second >= SECONDS) {
            Arrays.fill(counts, 0);
            Arrays.fill(sums, 0);
            second = now;
        }
        while (second < now) {
            second++;
            int from = Math.floorMod(second, SECONDS) * STATUSES.length;
            for (int i = 0; i < STATUSES.length; i++) {
                sums[i] -= counts[from + i];
                counts[from + i] = 0;
            }
        }
    }

    /** All that is not 0. */
    Map<TaskStatus, Long> read() {
        long now = now();
        return lock.get(() -> {
            to(now);
            Map<TaskStatus, Long> read = new EnumMap<>(TaskStatus.class);
            for (TaskStatus status : STATUSES) {
                if (sums[status.ordinal()] > 0) {
                    read.put(status, sums[status.ordinal()]);
                }
            }
            return read;
        });
    }
}
