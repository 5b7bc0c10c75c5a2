package dev.taskcast.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which time is asked for of what has been counted, in which steps, and of which types.
 *
 * <pre>{@code
 * TaskSeries lastDay = tasks.series(SeriesQuery.builder()
 *         .from(Instant.now().minus(Duration.ofDays(1)))
 *         .bucket(Duration.ofMinutes(10))
 *         .types("report", "mail")
 *         .build());
 * }</pre>
 *
 * Immutable; made by {@link #builder()}, which says what is the default.
 *
 * @param from the time that the first bucket has in it, or null
 * @param until the time before which the last bucket begins, or null
 * @param bucket how long a bucket is, one of {@link #BUCKETS}; or null
 * @param types of which types; empty for all together
 * @param byType whether each type is asked for, the busiest first
 */
public record SeriesQuery(
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable Duration bucket,
        Set<String> types,
        boolean byType) {
    /** How long a bucket can be: a minute, of which those of a day are kept; ten, of a week; an hour, of 90 days. */
    public static final List<Duration> BUCKETS =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1));

    private static final List<Duration> KEPT = List.of(Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(90));

    /** The most buckets of an answer: those of 90 days by the hour, and a few more. */
    public static final int MAX_BUCKETS = 2_200;

    /** The most types that can be named. */
    public static final int MAX_TYPES = 20;

    /** How long the time is where nothing is said. */
    public static final Duration DEFAULT_TIME = Duration.ofHours(1);

    /** The latest time that can be asked for. */
    public static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** Makes the set immutable, and refuses what is out of range. */
    public SeriesQuery {
        types = Set.copyOf(types);
        requireTime("from", from);
        requireTime("until", until);
        if (LATEST.equals(from)) {
            throw new IllegalArgumentException("The from of a series must be before " + LATEST + ", got: " + from);
        }
        if (from != null && until != null && !from.isBefore(until)) {
            throw new IllegalArgumentException(
                    "The from of a series must be before its until, got: " + from + " and " + until);
        }
        if (bucket != null && !BUCKETS.contains(bucket)) {
            throw new IllegalArgumentException("The bucket of a series must be one of " + BUCKETS + ", got: " + bucket);
        }
        if (types.size() > MAX_TYPES) {
            throw new IllegalArgumentException(
                    "The types of a series must be at most " + MAX_TYPES + ", got: " + types.size());
        }
        if (types.contains("")) {
            throw new IllegalArgumentException("The types of a series must have names, got: an empty one");
        }
        if (byType && !types.isEmpty()) {
            throw new IllegalArgumentException("A series must be of some types or by type, got: both");
        }
    }

    private static void requireTime(String what, @Nullable Instant time) {
        if (time != null && (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST))) {
            throw new IllegalArgumentException(
                    "The " + what + " of a series must be from 1970 to " + LATEST + ", got: " + time);
        }
    }

    private static long count(Instant from, Instant until, Duration bucket) {
        return Duration.between(from, until).dividedBy(bucket) + 1;
    }

    /**
     * How many buckets its answer has, about.
     *
     * @return off by one at the most; 0 as long as something is left open
     */
    public long buckets() {
        return from == null || until == null || bucket == null ? 0 : count(from, until, bucket);
    }

    /**
     * The same with nothing left open: the last hour where nothing is said, and the shortest buckets that are kept for so long.
     *
     * @param now what time it is
     * @return with {@code from}, {@code until} and {@code bucket}
     */
    public SeriesQuery at(Instant now) {
        Instant end = until == null ? end(now) : until;
        Instant begin = from == null ? within(end.minus(DEFAULT_TIME)) : from;
        return new SeriesQuery(begin, end, bucket == null ? shortest(begin, end, within(now)) : bucket, types, byType);
    }

    private Instant end(Instant now) {
        if (from != null && !from.isBefore(now)) {
            return within(from.plus(DEFAULT_TIME));
        }
        return now.isAfter(Instant.EPOCH) ? within(now) : Instant.EPOCH.plusMillis(1);
    }

    /** Whatever a clock shows. */
    private static Instant within(Instant time) {
        return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time.isAfter(LATEST) ? LATEST : time;
    }

    private static Duration shortest(Instant from, Instant until, Instant now) {
        for (int i = 0; i < BUCKETS.size() - 1; i++) {
            boolean isKept = !from.isBefore(now.minus(KEPT.get(i)));
            if (isKept && count(from, until, BUCKETS.get(i)) <= MAX_BUCKETS) {
                return BUCKETS.get(i);
            }
        }
        return BUCKETS.getLast();
    }

    /**
     * All types together, in the last hour, by the minute.
     *
     * @return options, not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Options of a query. Not thread-safe. */
    public static final class Builder {
        private @Nullable Instant from;
        private @Nullable Instant until;
        private @Nullable Duration bucket;
        private final Set<String> types = new LinkedHashSet<>();
        private boolean byType;

        private Builder() {}

        /**
         * Where it begins.
         *
         * @param time from 1970 on and before {@link SeriesQuery#LATEST}, in the first bucket; an hour before the end unless set
         * @return this
         */
        public Builder from(Instant time) {
            from = time;
            return this;
        }

        /**
         * Where it ends.
         *
         * @param time after {@code from}; the last bucket is the last one that begins before it; now unless set
         * @return this
         */
        public Builder until(Instant time) {
            until = time;
            return this;
        }

        /**
         * How long a bucket is.
         *
         * @param length one of {@link SeriesQuery#BUCKETS}; unless set the shortest of which so old ones are kept, and of which there are no
         *     more than {@link SeriesQuery#MAX_BUCKETS}
         * @return this
         */
        public Builder bucket(Duration length) {
            bucket = Objects.requireNonNull(length);
            return this;
        }

        /**
         * One series of each of these types, in place of one of all types together. Each call adds to them.
         *
         * @param names at most {@link SeriesQuery#MAX_TYPES}
         * @return this
         */
        public Builder types(String... names) {
            types.addAll(Arrays.asList(names));
            return this;
        }

        /**
         * One series of each type, the busiest first: of at most {@link TaskStats#MOST} types, and of fewer where there are many buckets.
         *
         * @return this
         */
        public Builder byType() {
            byType = true;
            return this;
        }

        /**
         * Checks the options.
         *
         * @return the query
         * @throws IllegalArgumentException if one of them is out of range
         */
        public SeriesQuery build() {
            return new SeriesQuery(from, until, bucket, types, byType);
        }
    }
}
