package dev.taskcast.testkit.store;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.series.Buckets;
import dev.taskcast.series.Histogram;
import dev.taskcast.series.SeriesTable;
import dev.taskcast.series.Sums;
import dev.taskcast.store.Applied;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Terminal;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.Waiting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes down what has happened, and counts it anew whenever it is asked. */
final class NaiveSeries {
    /** What has happened to a task of a type, how, when, and how long it took or waited; or {@link #UNKNOWN}. */
    private record Happened(String type, String what, long at, long millis) {}

    private static final long UNKNOWN = Long.MIN_VALUE;

    private final List<Happened> all = new ArrayList<>();

    void take(Applied applied) {
        TaskRow from = applied.change().from();
        switch (applied.change().next()) {
            case Decision.Started started ->
                add(started.state(), "start", started.state().startedAt(), waited(from, started));
            case Decision.Moved moved when from != null -> moved(from, moved.state());
            default -> {}
        }
    }

    private void moved(TaskRow from, TaskState to) {
        if (to instanceof Terminal ended && !(from.state() instanceof Terminal)) {
            long millis = ended.startedAt() == 0 ? UNKNOWN : ended.lastRun() - ended.startedAt();
            add(to, to.status().wireName(), ended.lastRun(), millis);
        }
        if (to instanceof Pending pending
                && pending.waiting() instanceof Waiting.ForTime again
                && again.isRetry()
                && from.state() instanceof Running run) {
            add(to, "retried", again.since(), again.since() - run.startedAt());
        }
    }

    private static long waited(@Nullable TaskRow from, Decision.Started started) {
        if (from == null || from.state() instanceof Running) {
            return UNKNOWN;
        }
        long at = started.state().startedAt();
        return switch (from.state() instanceof Pending pending ? pending.waiting() : Waiting.ForStart.FIRST) {
            case Waiting.ForStart start -> 0;
            case Waiting.ForTime time -> at - Math.max(time.since(), time.until());
            case Waiting.ForSlot slot -> slot.since() == 0 ? UNKNOWN : at - slot.since();
            case Waiting.ForHandler handler -> at - handler.since();
        };
    }

    private void add(TaskState of, String what, long at, long millis) {
        all.add(new Happened(of.identity().type(), what, at, millis));
    }

    void forget() {
        all.clear();
    }

    int size() {
        return all.size();
    }

    List<String> busiest(int most) {
        TreeMap<String, Long> events = new TreeMap<>();
        all.forEach(each -> events.merge(each.type(), 1L, Long::sum));
        return events.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder())) // those alike stay in their order
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What somebody has to come to who counts, as a text for each bucket and type. */
    Map<String, String> counted(Buckets buckets) {
        TreeMap<String, List<Happened>> byBucket = new TreeMap<>();
        for (Happened each : all) {
            long start = each.at() - each.at() % buckets.millis();
            for (String type : List.of(each.type(), Sums.ALL)) {
                byBucket.computeIfAbsent(key(start, type), key -> new ArrayList<>())
                        .add(each);
            }
        }
        TreeMap<String, String> texts = new TreeMap<>();
        byBucket.forEach((key, happened) -> texts.put(key, text(happened)));
        return texts;
    }

    private static String text(List<Happened> happened) {
        TreeMap<String, Integer> counts = new TreeMap<>();
        happened.forEach(each -> counts.merge(each.what(), 1, Integer::sum));
        return counts + " waits " + times(happened, true) + " durations " + times(happened, false);
    }

    /** Each time as it is met again in a histogram: only so long as it is below 8 ms is it told exactly. */
    private static String times(List<Happened> happened, boolean isOfStarts) {
        Histogram histogram = new Histogram();
        happened.stream()
                .filter(each -> each.what().equals("start") == isOfStarts && each.millis() != UNKNOWN)
                .forEach(each -> histogram.add(each.millis()));
        return text(histogram);
    }

    private static String text(Histogram histogram) {
        return histogram.count() + ": " + histogram.percentile(50) + ", " + histogram.percentile(95);
    }

    /** What a table has, in the same way. */
    static Map<String, String> read(SeriesTable table, Buckets buckets, List<String> types) {
        TreeMap<String, String> texts = new TreeMap<>();
        for (SeriesTable.Row row : table.read(buckets, 0, Long.MAX_VALUE, types)) {
            Sums sums = row.sums();
            TreeMap<String, Long> counts = new TreeMap<>();
            counts.put("start", sums.starts());
            counts.put("retried", sums.retried());
            for (TaskStatus status : TaskStatus.values()) {
                counts.put(status.wireName(), sums.ended(status));
            }
            counts.values().removeIf(count -> count == 0);
            String before = texts.put(
                    key(row.from(), row.type()),
                    counts + " waits " + text(sums.waits()) + " durations " + text(sums.durations()));
            if (before != null) {
                throw new AssertionError("Twice: " + row);
            }
        }
        return texts;
    }

    private static String key(long start, String type) {
        return start + " " + type;
    }
}
