package dev.taskcast.store.jdbc;

import static dev.taskcast.store.jdbc.Columns.Kind.BYTES;
import static dev.taskcast.store.jdbc.Columns.Kind.INT;
import static dev.taskcast.store.jdbc.Columns.Kind.LONG;
import static dev.taskcast.store.jdbc.Columns.Kind.TEXT;

import dev.taskcast.series.Buckets;
import dev.taskcast.series.Histogram;
import dev.taskcast.series.Sums;
import dev.taskcast.task.TaskStats;
import dev.taskcast.task.TaskStatus;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts blocks of the journal in the table of the series. Up to which block that is done is written in the same transaction, beside
 * which no other one counts. So a block counts once, whoever counts it, and whatever becomes of the rest of a flush.
 */
final class SeriesWriter {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final long AHEAD_MILLIS = 60_000;
    private static final long BETWEEN_TRIMS_MILLIS = 1_800_000;

    private final Database database;
    private final Session session;
    private long trimmed = -1; // in which half of an hour was the newest event when rows were deleted last

    SeriesWriter(Database database) {
        this.database = database;
        session = database.tables();
    }

    /** One bucket. */
    private record Bucket(Buckets buckets, long start) {}

    /** What is there of a type in a bucket. */
    private record Row(int types, Sums sums) {}

    /**
     * Counts blocks. Within a transaction of the flush, which writes as well up to where that is.
     *
     * @param blocks those that are not counted
     * @param now what the database's clock shows; 0 where it has none of its own
     */
    void write(List<Uncounted.OfBlock> blocks, long now) throws SQLException {
        if (blocks.isEmpty()) {
            return;
        }
        Columns rows = new Columns(INT, TEXT, LONG, INT, LONG, LONG, LONG, LONG, LONG, LONG, BYTES, BYTES);
        for (Map.Entry<Bucket, Map<String, Sums>> each : byBucket(blocks, now).entrySet()) {
            add(each.getKey(), each.getValue(), rows);
        }
        database.bulk(session, "putSeries", rows);
        long newest = blocks.getLast().last();
        if (newest / BETWEEN_TRIMS_MILLIS != trimmed) {
            trim(now > 0 ? now : newest);
            trimmed = newest / BETWEEN_TRIMS_MILLIS;
        }
    }

    /** Each event for its type and for all, in a bucket of each length. One that is ahead of the database's clock has happened now. */
    private static Map<Bucket, Map<String, Sums>> byBucket(List<Uncounted.OfBlock> blocks, long now) {
        Map<Uncounted.Minute, Sums> byMinute = new HashMap<>();
        blocks.forEach(block -> block.sums().forEach((minute, sums) -> {
            boolean isAhead = now > 0 && minute.start() > now + AHEAD_MILLIS;
            long start = isAhead ? Buckets.MINUTES.of(now) : minute.start();
            String type = ColumnText.ofAny(minute.type());
            byMinute.computeIfAbsent(new Uncounted.Minute(start, type), key -> new Sums())
                    .add(sums);
        }));
        Map<Bucket, Map<String, Sums>> byBucket = new HashMap<>();
        byMinute.forEach((minute, sums) -> {
            for (Buckets buckets : Buckets.values()) {
                Map<String, Sums> bucket = byBucket.computeIfAbsent(
                        new Bucket(buckets, buckets.of(minute.start())), key -> new HashMap<>());
                bucket.computeIfAbsent(Sums.ALL, key -> new Sums()).add(sums);
                bucket.computeIfAbsent(minute.type(), key -> new Sums()).add(sums);
            }
        });
        return byBucket;
    }

    /** Adds what there is to what is in the table. Of a type more than is known by name no more is kept than its part in the sum. */
    private void add(Bucket bucket, Map<String, Sums> added, Columns rows) throws SQLException {
        Map<String, Row> there = read(bucket, added.keySet());
        Row all = there.get(Sums.ALL);
        int types = all == null ? 0 : all.types();
        for (Map.Entry<String, Sums> each : added.entrySet()) {
            Row before = there.get(each.getKey());
            boolean isOfAll = each.getKey().equals(Sums.ALL);
            if (before != null) {
                each.getValue().add(before.sums());
            } else if (!isOfAll) {
                if (types == TaskStats.MOST) {
                    continue;
                }
                types++;
            }
            if (!isOfAll) {
                put(bucket, each.getKey(), 0, each.getValue(), rows);
            }
        }
        put(bucket, Sums.ALL, types, added.getOrDefault(Sums.ALL, new Sums()), rows);
    }

    private static void put(Bucket bucket, String type, int types, Sums sums, Columns rows) {
        rows.add(
                bucket.buckets().length().toSeconds(),
                type,
                bucket.start(),
                types,
                sums.starts(),
                sums.ended(TaskStatus.COMPLETED),
                sums.ended(TaskStatus.ERROR),
                sums.ended(TaskStatus.CANCELED),
                sums.ended(TaskStatus.TIMED_OUT),
                sums.retried(),
                sums.waits().toBytes(),
                sums.durations().toBytes());
    }

    private Map<String, Row> read(Bucket bucket, Iterable<String> types) throws SQLException {
        List<String> names = new ArrayList<>();
        types.forEach(names::add);
        PreparedStatement query = database.prepare(session, "seriesIn");
        query.setInt(1, (int) bucket.buckets().length().toSeconds());
        query.setLong(2, bucket.start());
        query.setObject(3, database.dialect().list(names));
        Map<String, Row> there = new HashMap<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                there.put(rows.getString(1), new Row(rows.getInt(2), sums(rows, 3)));
            }
        }
        return there;
    }

    /** The sums that begin at a column. */
    static Sums sums(ResultSet row, int from) throws SQLException {
        Map<TaskStatus, Long> ended = new EnumMap<>(TaskStatus.class);
        ended.put(TaskStatus.COMPLETED, row.getLong(from + 1));
        ended.put(TaskStatus.ERROR, row.getLong(from + 2));
        ended.put(TaskStatus.CANCELED, row.getLong(from + 3));
        ended.put(TaskStatus.TIMED_OUT, row.getLong(from + 4));
        return Sums.of(
                row.getLong(from),
                ended,
                row.getLong(from + 5),
                histogram(row.getBytes(from + 6)),
                histogram(row.getBytes(from + 7)));
    }

    private static Histogram histogram(byte[] bytes) {
        try {
            return Histogram.of(bytes);
        } catch (IllegalArgumentException unreadable) {
            LOG.log(System.Logger.Level.ERROR, "Times of a series can't be read, and are taken for none", unreadable);
            return new Histogram();
        }
    }

    /** Now and then. By their number, and not by their age: a clock that jumps takes no history along. */
    private void trim(long present) throws SQLException {
        for (Buckets each : Buckets.values()) {
            trim(each, 0, bucket("newestSeries", each, present, each.kept()));
            long tooFar = bucket("nextSeries", each, present, each.keptAhead());
            trim(each, tooFar, tooFar < 0 ? -1 : Long.MAX_VALUE);
        }
    }

    /** The bucket that so many others lie between and the present; -1 for none. */
    private long bucket(String statement, Buckets buckets, long present, int others) throws SQLException {
        PreparedStatement query = database.prepare(session, statement);
        query.setInt(1, (int) buckets.length().toSeconds());
        query.setLong(2, present);
        query.setInt(3, others);
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    private void trim(Buckets buckets, long from, long to) throws SQLException {
        if (to < 0) {
            return;
        }
        PreparedStatement trim = database.prepare(session, "trimSeries");
        trim.setInt(1, (int) buckets.length().toSeconds());
        trim.setLong(2, from);
        trim.setLong(3, to);
        trim.executeUpdate();
    }
}
