package dev.taskcast.store.shared;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Batch;
import dev.taskcast.store.Lines;
import dev.taskcast.store.RunProgress;
import dev.taskcast.store.Submitted;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What outlives a node. Guarded by itself. */
public final class SharedJournal {
    record Block(String node, Batch batch) {}

    final List<Block> blocks = new ArrayList<>();
    final Map<String, TaskRow> rows = new LinkedHashMap<>();
    final Set<String> gone = new TreeSet<>();
    final Map<String, Long> nodes = new TreeMap<>(); // name -> sign of life
    final Map<String, List<RunProgress>> progress = new TreeMap<>(); // by node
    final Map<Long, Submitted> submitted = new TreeMap<>();
    final List<Lines> lines = new ArrayList<>();
    final List<Long> lives = new ArrayList<>();
    final boolean alone;
    long birth = -1;
    long head;

    private long submits;

    private SharedJournal(boolean alone) {
        this.alone = alone;
    }

    /** Like the embedded store: one node at a time, and whoever opens it knows that the one before is gone. */
    public static SharedJournal ofOneNode() {
        return new SharedJournal(true);
    }

    /** Like a database: nodes come and go. */
    public static SharedJournal ofManyNodes() {
        return new SharedJournal(false);
    }

    /** Another node's way to it. */
    public JournalStore connect() {
        return new JournalStore(this);
    }

    /** Somebody's transaction commits. */
    public synchronized void submit(Submitted one) {
        long number = ++submits;
        submitted.put(number, new Submitted(number, one.identity(), one.terms(), one.payload()));
    }

    /** All tasks as they are, by id. */
    public synchronized Map<String, TaskRow> rows() {
        return Map.copyOf(rows);
    }

    /** All lines that were kept, in their order. */
    public synchronized List<Lines> lines() {
        return List.copyOf(lines);
    }

    /** All changes that were ever kept, in their order. */
    public synchronized List<Applied> kept() {
        return blocks.stream()
                .flatMap(block -> block.batch().changes().stream())
                .toList();
    }

    /** All tasks; those that run with the last progress that their nodes have told of. */
    synchronized List<TaskRow> rowsWithProgress() {
        Map<Long, TaskProgress> byFence = new TreeMap<>();
        progress.values().forEach(all -> all.forEach(each -> byFence.put(each.fence(), each.progress())));
        return rows.values().stream()
                .map(row -> row.state() instanceof TaskState.Running running && byFence.containsKey(row.fence())
                        ? row.with(running.with(byFence.get(row.fence())))
                        : row)
                .toList();
    }

    synchronized void keep(String node, Batch batch) {
        blocks.add(new Block(node, batch));
        for (Applied applied : batch.changes()) {
            TaskRow after = applied.after();
            if (after == null) {
                TaskRow before = rows.remove(applied.change().id());
                if (before != null) {
                    lines.removeIf(each -> each.created() == before.created());
                }
                gone.add(applied.change().id());
            } else {
                rows.put(after.id(), after);
            }
        }
        head = batch.last();
        batch.submitted().forEach(submitted::remove);
    }
}
