package dev.taskcast.count;

import dev.taskcast.task.TaskStatus;
import dev.taskcast.thread.ShortLock;
import dev.taskcast.time.TaskClock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many runs have ended in the last minute, by how; by the second. Thread-safe.
 *
 * <p>An end reads no clock: to do so in the way of a start, which waits for memory, makes a start a tenth slower ({@code Starts}, two
 * processors). It has its own time, of a clock that may have been set since, or is another node's. {@link #look} says how long ago that was;
 * where it can't be, since it would be before the last look or still to come, it was just now.
 */
@SuppressWarnings("EnumOrdinal") // its arrays are in memory only
final class Ends {
    private static final int SECONDS = 60;
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long SECOND_MILLIS = 1_000;
    private static final TaskStatus[] STATUSES = TaskStatus.values();

    private final TaskClock clock;
    private final long beginNanos;
    private final ShortLock lock = new ShortLock();

    // Guarded by the lock.
    private final long[] counts = new long[SECONDS * STATUSES.length];
    private final long[] sums = new long[STATUSES.length];
    private long second; // since the beginning: the one of the last look

    // Since the last look: by the seconds of their own times, in the order in which they came.
    private final long[] freshSeconds = new long[SECONDS];
    private final long[] freshCounts = new long[SECONDS * STATUSES.length];
    private int fresh;

    Ends(TaskClock clock) {
        this.clock = clock;
        beginNanos = clock.nanos();
    }

    private long now() {
        return (clock.nanos() - beginNanos) / SECOND_NANOS;
    }

    void add(TaskStatus status, long millis) {
        long its = Math.floorDiv(millis, SECOND_MILLIS);
        lock.lock();
        try {
            if (fresh == 0 || (freshSeconds[fresh - 1] != its && fresh < SECONDS)) {
                freshSeconds[fresh++] = its;
            }
            freshCounts[(fresh - 1) * STATUSES.length + status.ordinal()]++;
        } finally {
            lock.unlock();
        }
    }

    /** To be called about once a second. */
    void look() {
        long now = now();
        long millis = clock.millis();
        lock.run(() -> look(now, Math.floorDiv(millis, SECOND_MILLIS)));
    }

    private void look(long now, long nowSecond) {
        long passed = now - second;
        to(now);
        for (int i = 0; i < fresh; i++) {
            long ago = nowSecond - freshSeconds[i];
            count(i, ago >= 0 && ago <= passed + 1 ? ago : 0);
        }
        fresh = 0;
    }

    /** What is fresh ended so many seconds before the look. */
    private void count(int which, long ago) {
        for (int i = 0; i < STATUSES.length; i++) {
            int at = which * STATUSES.length + i;
            if (ago < SECONDS) {
                counts[Math.floorMod(second - ago, SECONDS) * STATUSES.length + i] += freshCounts[at];
                sums[i] += freshCounts[at];
            }
            freshCounts[at] = 0;
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
        look();
        return lock.get(() -> {
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
