package dev.taskcast.store.jdbc;

import dev.taskcast.series.Buckets;
import dev.taskcast.series.HeapSeries;
import dev.taskcast.series.SeriesTable;
import dev.taskcast.series.Sums;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The table of the series, with what it lacks laid over it. What it lacks is looked at first, and up to where the table is counted is read by
 * the statement that reads the table: so nothing is missed that is counted meanwhile, and nothing counts twice. Thread-safe.
 */
final class StoredSeries implements SeriesTable {
    private static final String WHAT = "read the series";

    private final Database database;
    private final Session session;
    private final Unflushed unflushed;

    StoredSeries(Database database, Unflushed unflushed) {
        this.database = database;
        session = database.finder();
        this.unflushed = unflushed;
    }

    private record Key(String type, long start) {}

    @Override
    public List<Row> read(Buckets buckets, long from, long until, Collection<String> types) {
        Map<String, String> byColumn = new HashMap<>();
        types.forEach(type -> byColumn.put(ColumnText.ofAny(type), type));
        List<Uncounted.OfBlock> fresh = unflushed.uncounted();
        Map<Key, Sums> read = session.repeatable(WHAT, () -> {
            PreparedStatement query = database.prepare(session, "seriesFrom");
            query.setInt(1, (int) buckets.length().toSeconds());
            query.setObject(2, database.dialect().list(byColumn.keySet()));
            query.setLong(3, from);
            query.setLong(4, until);
            Map<Key, Sums> rows = new HashMap<>();
            long counted = 0;
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    counted = row.getLong(1);
                    String type = byColumn.get(row.getString(2));
                    if (type != null) { // else there is no row of a series at all
                        rows.put(new Key(type, row.getLong(3)), SeriesWriter.sums(row, 4));
                    }
                }
            }
            layOver(rows, fresh, counted, buckets);
            return rows;
        });
        List<Row> rows = new ArrayList<>(read.size());
        read.forEach((key, sums) -> {
            if (types.contains(key.type()) && key.start() >= from && key.start() < until) {
                rows.add(new Row(key.type(), key.start(), sums));
            }
        });
        return rows;
    }

    private static void layOver(Map<Key, Sums> rows, List<Uncounted.OfBlock> fresh, long counted, Buckets buckets) {
        for (Uncounted.OfBlock block : fresh) {
            if (block.block() > counted) {
                block.sums().forEach((minute, sums) -> {
                    long start = buckets.of(minute.start());
                    rows.computeIfAbsent(new Key(minute.type(), start), key -> new Sums())
                            .add(sums);
                    rows.computeIfAbsent(new Key(Sums.ALL, start), key -> new Sums())
                            .add(sums);
                });
            }
        }
    }

    @Override
    public List<String> busiest(Buckets buckets, long from, long until, int most) {
        List<Uncounted.OfBlock> fresh = unflushed.uncounted();
        Map<String, Long> events = session.repeatable(WHAT, () -> {
            Map<String, Long> counts = new HashMap<>();
            long counted = 0;
            PreparedStatement query = database.prepare(session, "busiest");
            query.setInt(1, (int) buckets.length().toSeconds());
            query.setLong(2, from);
            query.setLong(3, until);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    counted = row.getLong(1);
                    @Nullable String type = row.getString(2);
                    if (type != null) {
                        counts.put(type, row.getLong(3));
                    }
                }
            }
            addTo(counts, fresh, counted, start -> buckets.of(start) >= from && buckets.of(start) < until);
            return counts;
        });
        return HeapSeries.busiest(events, most);
    }

    private static void addTo(
            Map<String, Long> counts, List<Uncounted.OfBlock> fresh, long counted, LongPredicate isWithin) {
        for (Uncounted.OfBlock block : fresh) {
            if (block.block() > counted) {
                block.sums().forEach((minute, sums) -> {
                    if (isWithin.test(minute.start())) {
                        counts.merge(minute.type(), sums.events(), Long::sum);
                    }
                });
            }
        }
    }
}
