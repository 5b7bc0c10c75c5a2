package dev.taskcast.series;

import dev.taskcast.task.TaskStatus;
import java.util.EnumMap;
import java.util.Map;

/** What has happened in a bucket. Not thread-safe. */
@SuppressWarnings("EnumOrdinal") // its array is in memory only
public final class Sums {
    /** The name under which all types together are counted: that of no type. */
    public static final String ALL = "";

    private static final TaskStatus[] STATUSES = TaskStatus.values();
    private static final int OBJECT_BYTES = 120;

    private long starts;
    private final long[] ended = new long[STATUSES.length];
    private long retried;
    private final Histogram waits;
    private final Histogram durations;

    /** Nothing. */
    public Sums() {
        this(new Histogram(), new Histogram());
    }

    private Sums(Histogram waits, Histogram durations) {
        this.waits = waits;
        this.durations = durations;
    }

    /**
     * What was counted before.
     *
     * @param starts how many runs started
     * @param ended how many tasks ended, by how
     * @param retried how many runs failed after which there was to be another one
     * @param waits how long runs waited
     * @param durations how long runs took
     * @return with all of that
     */
    public static Sums of(
            long starts, Map<TaskStatus, Long> ended, long retried, Histogram waits, Histogram durations) {
        Sums sums = new Sums(waits, durations);
        sums.starts = starts;
        ended.forEach((status, count) -> sums.ended[status.ordinal()] = count);
        sums.retried = retried;
        return sums;
    }

    /**
     * Makes room for an event, so that to add it does not throw.
     *
     * @param event any
     */
    public void reserve(SeriesEvent event) {
        if (event.millis() != SeriesEvent.UNKNOWN) {
            int ignored = times(event).reserve(event.millis());
        }
    }

    private Histogram times(SeriesEvent event) {
        return event.kind() == SeriesEvent.Kind.STARTED ? waits : durations;
    }

    /**
     * Counts an event, or throws and has changed nothing.
     *
     * @param event any
     */
    public void add(SeriesEvent event) {
        if (event.millis() != SeriesEvent.UNKNOWN) {
            times(event).add(event.millis()); // first: it may throw
        }
        switch (event.kind()) {
            case STARTED -> starts++;
            case RETRIED -> retried++;
            case ENDED -> {
                if (event.ended() != null) {
                    ended[event.ended().ordinal()]++;
                }
            }
        }
    }

    /**
     * Counts what somebody else has counted.
     *
     * @param other stays as it is
     */
    public void add(Sums other) {
        waits.add(other.waits);
        durations.add(other.durations);
        starts += other.starts;
        retried += other.retried;
        for (int i = 0; i < ended.length; i++) {
            ended[i] += other.ended[i];
        }
    }

    /**
     * The same, for somebody else.
     *
     * @return a copy
     */
    public Sums copy() {
        Sums copy = new Sums();
        copy.add(this);
        return copy;
    }

    /**
     * How many runs started.
     *
     * @return 0 or more
     */
    public long starts() {
        return starts;
    }

    /**
     * How many tasks ended so.
     *
     * @param status how
     * @return 0 or more
     */
    public long ended(TaskStatus status) {
        return ended[status.ordinal()];
    }

    /**
     * How many tasks ended, by how.
     *
     * @return what is not 0
     */
    public Map<TaskStatus, Long> ended() {
        Map<TaskStatus, Long> counts = new EnumMap<>(TaskStatus.class);
        for (TaskStatus status : STATUSES) {
            if (ended(status) > 0) {
                counts.put(status, ended(status));
            }
        }
        return counts;
    }

    /**
     * How many runs failed after which there was to be another one.
     *
     * @return 0 or more
     */
    public long retried() {
        return retried;
    }

    /**
     * How long runs waited.
     *
     * @return its own
     */
    public Histogram waits() {
        return waits;
    }

    /**
     * How long runs took.
     *
     * @return its own
     */
    public Histogram durations() {
        return durations;
    }

    /**
     * How busy it was.
     *
     * @return all that was counted
     */
    public long events() {
        long events = starts + retried;
        for (long each : ended) {
            events += each;
        }
        return events;
    }

    /**
     * About how much of the heap it takes.
     *
     * @return bytes
     */
    public long heapBytes() {
        return OBJECT_BYTES + waits.heapBytes() + durations.heapBytes();
    }
}
