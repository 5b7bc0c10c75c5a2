package dev.taskcast.store.shared;

import dev.taskcast.store.Lines;
import dev.taskcast.store.RunProgress;
import dev.taskcast.store.RunRecords;
import dev.taskcast.store.StoreException;
import dev.taskcast.task.TaskRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What one node keeps of runs beside a {@link SharedJournal}. */
final class JournalRecords implements RunRecords {
    private static final int MAX_LINES = 1_000;

    private final SharedJournal journal;
    private final JournalStore store;
    private final AtomicInteger writes = new AtomicInteger();
    private volatile boolean curvesFail;

    JournalRecords(SharedJournal journal, JournalStore store) {
        this.journal = journal;
        this.store = store;
    }

    void failCurves() {
        curvesFail = true;
    }

    int writes() {
        return writes.get();
    }

    @Override
    public void progress(List<RunProgress> progress) {
        store.reach();
        writes.incrementAndGet();
        synchronized (journal) {
            journal.progress.put(store.node(), List.copyOf(progress));
        }
    }

    @Override
    public List<RunProgress> progressOf(String other) {
        store.reach();
        synchronized (journal) {
            return journal.progress.getOrDefault(other, List.of());
        }
    }

    @Override
    public void keepCurves(Map<String, byte[]> changed) {
        store.reach();
        if (curvesFail) {
            throw new StoreException("Curves can't be written", null);
        }
        writes.incrementAndGet();
        synchronized (journal) {
            journal.curves.keySet().removeAll(changed.keySet()); // so that they become the last
            journal.curves.putAll(changed);
            List<String> types = List.copyOf(journal.curves.keySet());
            types.subList(0, Math.max(0, types.size() - 1_000)).forEach(journal.curves::remove);
        }
    }

    @Override
    public Map<String, byte[]> curves() {
        store.reach();
        synchronized (journal) {
            return new LinkedHashMap<>(journal.curves);
        }
    }

    @Override
    public void addLines(List<Lines> lines) {
        store.reach();
        writes.incrementAndGet();
        synchronized (journal) {
            journal.lines.addAll(lines);
        }
    }

    @Override
    public List<Lines> lines(long created) {
        store.reach();
        synchronized (journal) {
            int newest = journal.lines.stream()
                    .filter(lines -> lines.created() == created)
                    .mapToInt(Lines::run)
                    .max()
                    .orElse(0);
            List<Lines> all = journal.lines.stream()
                    .filter(lines -> lines.created() == created && lines.run() == newest)
                    .toList();
            return newest(all);
        }
    }

    private static List<Lines> newest(List<Lines> all) {
        int surplus = all.stream().mapToInt(each -> each.lines().size()).sum() - MAX_LINES;
        List<Lines> left = new ArrayList<>();
        for (Lines each : all) {
            int cut = Math.clamp(surplus, 0, each.lines().size());
            surplus -= cut;
            if (cut < each.lines().size()) {
                left.add(new Lines(
                        each.created(),
                        each.run(),
                        each.from() + cut,
                        each.lines().subList(cut, each.lines().size())));
            }
        }
        return left;
    }

    @Override
    public List<TaskRun> runs(long created, int max) {
        store.reach();
        synchronized (journal) {
            return EndedRuns.of(journal.kept(), created).stream().limit(max).toList();
        }
    }
}
