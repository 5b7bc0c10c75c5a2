package dev.taskcast.engine;

import dev.taskcast.series.Buckets;
import dev.taskcast.series.Histogram;
import dev.taskcast.series.SeriesTable;
import dev.taskcast.series.Sums;
import dev.taskcast.task.SeriesQuery;
import dev.taskcast.task.TaskSeries;
import dev.taskcast.task.TaskSeries.Bucket;
import dev.taskcast.task.TaskSeries.OfType;
import dev.taskcast.task.TaskSeries.Spread;
import dev.taskcast.task.TaskStats;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Answers what is asked of the series. Thread-safe. */
final class SeriesReader {
    /** The most buckets of all types of an answer. */
    private static final int MOST_BUCKETS = 50_000;

    private final SeriesTable table;

    SeriesReader(SeriesTable table) {
        this.table = table;
    }

    /** What has happened, of a query that leaves nothing open. */
    TaskSeries read(SeriesQuery query) {
        if (query.buckets() > SeriesQuery.MAX_BUCKETS) {
            throw new IllegalArgumentException(
                    "A series must have at most " + SeriesQuery.MAX_BUCKETS + " buckets, got: " + query.buckets()
                            + " from " + query.from() + " until " + query.until() + " by " + query.bucket());
        }
        Buckets buckets = buckets(Objects.requireNonNull(query.bucket()));
        long from = buckets.of(Objects.requireNonNull(query.from()).toEpochMilli());
        long last = buckets.of(Objects.requireNonNull(query.until()).toEpochMilli() - 1);
        long until = Math.max(from, last) + buckets.millis();
        List<String> types = types(query, buckets, from, until);
        Map<String, Map<Long, Sums>> byType = new HashMap<>();
        table.read(buckets, from, until, types)
                .forEach(row -> byType.computeIfAbsent(row.type(), name -> new HashMap<>())
                        .put(row.from(), row.sums()));
        List<OfType> series = new ArrayList<>();
        for (String type : types) {
            Map<Long, Sums> sums = byType.getOrDefault(type, Map.of());
            series.add(new OfType(type.equals(Sums.ALL) ? null : type, all(buckets, from, until, sums::get)));
        }
        return new TaskSeries(buckets.length(), Instant.ofEpochMilli(from), Instant.ofEpochMilli(until), series);
    }

    private static Buckets buckets(Duration length) {
        return Arrays.stream(Buckets.values())
                .filter(each -> each.length().equals(length))
                .findFirst()
                .orElseThrow();
    }

    private List<String> types(SeriesQuery query, Buckets buckets, long from, long until) {
        if (query.byType()) {
            long most = MOST_BUCKETS / ((until - from) / buckets.millis());
            return table.busiest(buckets, from, until, (int) Math.min(TaskStats.MOST, most));
        }
        return query.types().isEmpty()
                ? List.of(Sums.ALL)
                : query.types().stream().sorted().toList();
    }

    private static List<Bucket> all(Buckets buckets, long from, long until, LongFunction<@Nullable Sums> sums) {
        return LongStream.iterate(from, at -> at < until, at -> at + buckets.millis())
                .mapToObj(at -> bucket(Instant.ofEpochMilli(at), sums.apply(at)))
                .toList();
    }

    private static Bucket bucket(Instant from, @Nullable Sums sums) {
        return sums == null
                ? new Bucket(from, 0, Map.of(), 0, Spread.NONE, Spread.NONE)
                : new Bucket(
                        from,
                        sums.starts(),
                        sums.ended(),
                        sums.retried(),
                        spread(sums.waits()),
                        spread(sums.durations()));
    }

    private static Spread spread(Histogram times) {
        return new Spread(times.count(), times.percentile(50), times.percentile(95));
    }
}
