package dev.taskcast.series;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.TaskStats;
import dev.taskcast.thread.ShortLock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts in the heap, where the store keeps no series: from the beginning of the manager on. The time of an event is its own. Buckets are kept
 * by their number and not by their age, on both sides of the newest event: so a clock that jumps, however far, takes no history along.
 * Thread-safe; written by the committer.
 */
public final class HeapSeries implements SeriesTable {
    /** Of each length of buckets, how many sums there may be beside those of all types together: some megabytes. */
    static final int MOST_BY_TYPE = 8_000;

    /** Buckets of one length. Under the lock. */
    private static final class Level {
        private final NavigableMap<Long, Map<String, Sums>> byStart = new TreeMap<>();
        private int ofTypes; // how many sums there are beside those of all types
        private int room; // for how many types more the bucket of the minute that is fresh has room
    }

    private final ShortLock lock = new ShortLock();
    private final Map<Buckets, Level> levels = new EnumMap<>(Buckets.class);

    /**
     * What has happened in one minute and is not in any bucket yet, so that an event costs little: by type, of those that are in one of its
     * buckets or will be, and of all types. Under the lock.
     */
    private final Map<String, Sums> fresh = new HashMap<>();

    private Sums freshOfAll = new Sums();
    private long minute;
    private boolean hasRoom = true; // some bucket of the minute has room for another type

    /** Nothing has happened. */
    public HeapSeries() {
        for (Buckets each : Buckets.values()) {
            levels.put(each, new Level());
        }
        begin(0);
    }

    /**
     * Takes note of a change.
     *
     * @param before the row before it, or null
     * @param after the row after it, or null
     */
    public void applied(@Nullable TaskRow before, @Nullable TaskRow after) {
        SeriesEvent event = SeriesEvent.of(before, after);
        if (event != null) {
            lock.lock();
            try {
                add(event);
            } finally {
                lock.unlock();
            }
        }
    }

    private void add(SeriesEvent event) {
        long start = Buckets.MINUTES.of(event.at());
        if (start != minute) {
            fold();
            begin(start);
        }
        Sums ofType = freshOf(event.type());
        freshOfAll.reserve(event);
        if (ofType != null) {
            ofType.add(event);
        }
        freshOfAll.add(event);
    }

    /** Nothing has happened in a minute that is not in its buckets. All types that they have are known to be theirs. */
    private void begin(long start) {
        minute = start;
        fresh.clear();
        hasRoom = false;
        levels.forEach((buckets, level) -> {
            Map<String, Sums> bucket = level.byStart.getOrDefault(buckets.of(start), Map.of());
            bucket.keySet().forEach(type -> fresh.computeIfAbsent(type, known -> new Sums()));
            level.room = TaskStats.MOST - ofTypes(bucket);
            hasRoom |= level.room > 0;
        });
        fresh.remove(Sums.ALL);
    }

    private @Nullable Sums freshOf(String type) {
        Sums sums = fresh.get(type);
        if (sums == null && hasRoom) {
            sums = new Sums();
            fresh.put(type, sums);
            hasRoom = false;
            for (Level level : levels.values()) {
                level.room = Math.max(0, level.room - 1);
                hasRoom |= level.room > 0;
            }
        }
        return sums;
    }

    /** Brings what is fresh into its buckets. */
    private void fold() {
        if (freshOfAll.events() == 0) {
            return;
        }
        levels.forEach((buckets, level) -> {
            Map<String, Sums> bucket = bucket(buckets, level);
            bucket.computeIfAbsent(Sums.ALL, all -> new Sums()).add(freshOfAll);
            fresh.forEach((type, sums) -> add(level, bucket, buckets.of(minute), type, sums));
        });
        freshOfAll = new Sums();
        begin(minute);
    }

    private Map<String, Sums> bucket(Buckets buckets, Level level) {
        long start = buckets.of(minute);
        Map<String, Sums> bucket = level.byStart.get(start);
        if (bucket == null) {
            bucket = new HashMap<>();
            level.byStart.put(start, bucket);
            trim(buckets, level, start);
        }
        return bucket;
    }

    private static void add(Level level, Map<String, Sums> bucket, long start, String type, Sums sums) {
        if (sums.events() == 0) {
            return;
        }
        Sums ofType = bucket.get(type);
        if (ofType == null && ofTypes(bucket) < TaskStats.MOST) {
            ofType = new Sums();
            bucket.put(type, ofType);
            level.ofTypes++;
            makeRoom(level, start);
        }
        if (ofType != null) {
            ofType.add(sums);
        }
    }

    private static void trim(Buckets buckets, Level level, long present) {
        while (level.byStart.headMap(present, true).size() > buckets.kept()) {
            remove(level, level.byStart.firstKey());
        }
        while (level.byStart.tailMap(present, false).size() > buckets.keptAhead()) {
            remove(level, level.byStart.lastKey());
        }
    }

    private static void remove(Level level, long start) {
        Map<String, Sums> removed = level.byStart.remove(start);
        level.ofTypes -= removed == null ? 0 : ofTypes(removed);
    }

    private static int ofTypes(Map<String, Sums> bucket) {
        return bucket.size() - (bucket.containsKey(Sums.ALL) ? 1 : 0);
    }

    /** Of the oldest buckets no more than the sum of all types is left. */
    private static void makeRoom(Level level, long present) {
        for (Map.Entry<Long, Map<String, Sums>> each : level.byStart.entrySet()) {
            if (level.ofTypes <= MOST_BY_TYPE) {
                return;
            }
            if (each.getKey() != present) {
                level.ofTypes -= ofTypes(each.getValue());
                each.getValue().keySet().retainAll(List.of(Sums.ALL));
            }
        }
    }

    @Override
    public List<Row> read(Buckets buckets, long from, long until, Collection<String> types) {
        List<Row> rows = new ArrayList<>();
        for (String type : types) { // one at a time: the committer does not wait for more
            lock.run(() -> {
                fold();
                within(buckets, from, until).forEach((start, bucket) -> {
                    Sums sums = bucket.get(type);
                    if (sums != null) {
                        rows.add(new Row(type, start, sums.copy()));
                    }
                });
            });
        }
        return rows;
    }

    private NavigableMap<Long, Map<String, Sums>> within(Buckets buckets, long from, long until) {
        Level level = levels.get(buckets);
        return level == null || from >= until ? new TreeMap<>() : level.byStart.subMap(from, true, until, false);
    }

    @Override
    public List<String> busiest(Buckets buckets, long from, long until, int most) {
        Map<String, Long> events = new HashMap<>();
        lock.run(() -> {
            fold();
            within(buckets, from, until)
                    .values()
                    .forEach(bucket -> bucket.forEach((type, sums) -> events.merge(type, sums.events(), Long::sum)));
        });
        return busiest(events, most);
    }

    /**
     * The busiest.
     *
     * @param events how much has happened of each type, and of all together
     * @param most how many
     * @return their names, those of the same number in their order
     */
    public static List<String> busiest(Map<String, Long> events, int most) {
        return events.entrySet().stream()
                .filter(each -> !each.getKey().equals(Sums.ALL))
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }
}
