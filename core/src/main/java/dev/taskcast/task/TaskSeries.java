package dev.taskcast.task;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many runs started and ended over some time, bucket by bucket: what a {@link SeriesQuery} asks for. Immutable.
 *
 * @param bucket how long each bucket is
 * @param from when the first one begins
 * @param until when the last one ends
 * @param series those that were asked for: of all types together, or one of each type
 */
public record TaskSeries(Duration bucket, Instant from, Instant until, List<OfType> series) {
    /** Makes the list immutable. */
    public TaskSeries {
        series = List.copyOf(series);
    }

    /**
     * What has happened to the tasks of a type.
     *
     * @param type which; null for all types together
     * @param buckets all from the first to the last, those in which nothing happened included
     */
    public record OfType(@Nullable String type, List<Bucket> buckets) {
        /** Makes the list immutable. */
        public OfType {
            buckets = List.copyOf(buckets);
        }
    }

    /**
     * What has happened within some time.
     *
     * @param from when it begins
     * @param starts how many runs started
     * @param ended how many tasks ended, by how; a map of what is not 0. A run that took too long counts as {@code TIMED_OUT} also where the
     *     task is to be tried again
     * @param retried how many runs failed after which there was to be another one: they are not in {@code ended}
     * @param waits how long the runs that started had waited since it was their time. Those do not count that went on after another run
     * @param durations how long the runs took that ended or failed
     */
    public record Bucket(
            Instant from, long starts, Map<TaskStatus, Long> ended, long retried, Spread waits, Spread durations) {
        /** Makes the map immutable. */
        public Bucket {
            ended = Map.copyOf(ended);
        }
    }

    /**
     * How times were spread.
     *
     * @param count how many there were
     * @param p50 the time in milliseconds that half of them were not above, off by 1/16 at the most; 0 where there were none
     * @param p95 likewise of 95 in a hundred
     */
    public record Spread(long count, long p50, long p95) {
        /** None. */
        public static final Spread NONE = new Spread(0, 0, 0);
    }
}
