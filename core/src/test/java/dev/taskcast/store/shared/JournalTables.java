package dev.taskcast.store.shared;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.RestingCount;
import dev.taskcast.store.RestingTasks;
import dev.taskcast.store.RowFinder;
import dev.taskcast.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What a {@link SharedJournal} would have in tables: all tasks as they are. */
final class JournalTables implements RestingTasks, RowFinder.Source {
    private final SharedJournal journal;
    private final Runnable reach;
    private volatile long flushedTo = Long.MIN_VALUE;
    private volatile boolean payloadsFail;

    /**
     * Of a node.
     *
     * @param reach throws where the journal can't be reached
     */
    JournalTables(SharedJournal journal, Runnable reach) {
        this.journal = journal;
        this.reach = reach;
    }

    /** All that live, and the newest of the others. */
    static List<TaskRow> held(List<TaskRow> rows, int ended) {
        Set<Long> newest = rows.stream()
                .filter(TaskRow::mayRest)
                .sorted(Comparator.comparingLong(TaskRow::position).reversed())
                .limit(ended)
                .map(TaskRow::created)
                .collect(Collectors.toSet());
        return rows.stream()
                .filter(row -> !row.mayRest() || row.hasKeyAt(0) || newest.contains(row.created()))
                .toList();
    }

    /** The payloads of tasks that wait are left in the tables, but for those that were made first and fit. */
    static List<TaskRow> light(List<TaskRow> held, long payloadBytes) {
        List<TaskRow> rows = new ArrayList<>();
        long taken = 0;
        for (TaskRow row : held) {
            Payload payload = row.payload();
            long bytes = payload != null && row.mayLeavePayload() ? payload.heapBytes() : 0;
            boolean isLeft = bytes > 0 && taken + bytes > payloadBytes;
            taken += isLeft ? 0 : bytes;
            rows.add(isLeft ? row.light() : row);
        }
        return rows;
    }

    /** How many there are of all others. */
    static List<RestingCount> resting(List<TaskRow> rows, List<TaskRow> held) {
        Map<RestingCount, Long> counts = rows.stream()
                .filter(row -> !held.contains(row))
                .collect(Collectors.groupingBy(
                        row -> new RestingCount(row.type(), row.state().status(), 0), Collectors.counting()));
        return counts.entrySet().stream()
                .map(each ->
                        new RestingCount(each.getKey().type(), each.getKey().status(), each.getValue()))
                .toList();
    }

    void failPayloads(boolean fail) {
        payloadsFail = fail;
    }

    /** They have all that was appended. Under the journal's monitor. */
    void flushed() {
        flushedTo = journal.head;
    }

    @Override
    public long certain() {
        return flushedTo;
    }

    @Override
    public List<TaskRow> find(Collection<String> ids) {
        reach.run();
        synchronized (journal) {
            return ids.stream().map(journal.rows::get).filter(Objects::nonNull).toList();
        }
    }

    @Override
    public List<TaskRow> oldest(int newest, int max) {
        List<TaskRow> all = sorted(Comparator.comparingLong(TaskRow::position)).stream()
                .filter(TaskRow::mayRest)
                .toList();
        return all.subList(0, Math.min(max, Math.max(0, all.size() - newest)));
    }

    @Override
    public Map<Long, Payload> payloads(Collection<Long> created) {
        reach.run();
        if (payloadsFail) {
            throw new StoreException("Payloads can't be read", null);
        }
        synchronized (journal) {
            Map<Long, Payload> found = new HashMap<>();
            for (TaskRow row : journal.rows.values()) {
                if (row.payload() != null && created.contains(row.created())) {
                    found.put(row.created(), row.payload());
                }
            }
            return found;
        }
    }

    @Override
    public List<TaskRow> rows(long created, boolean isDescending, int max) {
        Comparator<TaskRow> order = Comparator.comparingLong(TaskRow::created);
        return sorted(isDescending ? order.reversed() : order).stream()
                .filter(row -> isDescending ? row.created() < created : row.created() > created)
                .limit(max)
                .toList();
    }

    private List<TaskRow> sorted(Comparator<TaskRow> order) {
        reach.run();
        synchronized (journal) {
            return journal.rows.values().stream().sorted(order).toList();
        }
    }

    @Override
    public long position() {
        synchronized (journal) {
            return journal.head;
        }
    }
}
