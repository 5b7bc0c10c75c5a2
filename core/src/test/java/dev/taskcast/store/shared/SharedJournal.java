package dev.taskcast.store.shared;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.Lifecycle;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Batch;
import dev.taskcast.store.Lines;
import dev.taskcast.store.NodeSign;
import dev.taskcast.store.RunProgress;
import dev.taskcast.store.Submitted;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.time.TaskClock;
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

    /**
     * A run was taken from a node that had not taken its leave.
     *
     * @param node whose run it was
     * @param silentNanos how long that had given no sign, of the time that the journal could be reached, when the other one looked: the
     *     longest of its looks of the last two seconds, since it may have been held up between its look and its commit
     */
    public record Takeover(String node, long silentNanos) {}

    /** A node was seen by another one. */
    private record Look(String by, String node, long atNanos, long silentNanos) {}

    /** A node acts on a look for 0.7 of a lease, which is a second here; and its append may hang for 1.3 s then. */
    private static final long LATELY_NANOS = 2_000_000_000;

    final List<Block> blocks = new ArrayList<>();
    final Map<String, TaskRow> rows = new LinkedHashMap<>();
    final Map<LimitId, LimitSetting> limits = new LinkedHashMap<>();
    final Map<Long, Orphan> orphans = new LinkedHashMap<>(); // by fence
    final Set<String> gone = new TreeSet<>();
    final Map<String, Long> nodes = new TreeMap<>(); // name -> sign of life
    private final Map<String, Long> signedNanos = new TreeMap<>(); // by node: when it gave its sign
    private final Map<String, Long> takenNanos = new TreeMap<>(); // by task and run: when another node took it over
    private final List<Takeover> takeovers = new ArrayList<>();
    private final Map<String, Long> signedUpNanos =
            new TreeMap<>(); // by node: the same, without the time that it was down
    private final List<Look> looks = new ArrayList<>();
    private long downNanos; // in all, until it was up again
    private long downSinceNanos;
    private final TaskClock clock;
    volatile boolean down;
    final Map<String, List<RunProgress>> progress = new TreeMap<>(); // by node
    final Map<String, byte[]> curves = new LinkedHashMap<>(); // by type
    final Map<Long, Submitted> submitted = new TreeMap<>();
    final List<Lines> lines = new ArrayList<>();
    final List<Long> lives = new ArrayList<>();
    final boolean alone;
    long birth = -1;
    long head;
    int trimmed; // so many blocks are no longer there to be read

    private long submits;

    private SharedJournal(boolean alone, TaskClock clock) {
        this.alone = alone;
        this.clock = clock;
    }

    /** Like the embedded store: one node at a time, and whoever opens it knows that the one before is gone. */
    public static SharedJournal ofOneNode() {
        return new SharedJournal(true, TaskClock.system());
    }

    /** Like a database: nodes come and go. */
    public static SharedJournal ofManyNodes() {
        return ofManyNodes(TaskClock.system());
    }

    /** Like a database: nodes come and go, and it has a clock of its own. */
    public static SharedJournal ofManyNodes(TaskClock clock) {
        return new SharedJournal(false, clock);
    }

    /** What was appended by now is no longer there to be read, for nodes that have not read it. */
    public synchronized void trim() {
        trimmed = blocks.size();
    }

    /** From now on nothing of any node reaches it, or everything again. */
    public void down(boolean isDown) {
        synchronized (this) { // so that nothing is on its way any more
            if (isDown) {
                downSinceNanos = clock.nanos();
            } else if (down) {
                downNanos += clock.nanos() - downSinceNanos;
            }
            down = isDown;
        }
    }

    synchronized List<NodeSign> sign(String node) {
        nodes.merge(node, 1L, Long::sum);
        long now = clock.nanos();
        signedNanos.put(node, now);
        signedUpNanos.put(node, now - downNanos);
        looks.removeIf(look -> now - look.atNanos > LATELY_NANOS);
        signedUpNanos.forEach((other, signed) -> looks.add(new Look(node, other, now, now - downNanos - signed)));
        return nodes.entrySet().stream()
                .map(each -> new NodeSign(
                        each.getKey(),
                        each.getValue(),
                        (now - signedNanos.getOrDefault(each.getKey(), now)) / 1_000_000))
                .toList();
    }

    /** How long ago another node has taken a run over; negative where none has. */
    public synchronized long nanosSinceTakeover(String id, int run) {
        Long at = takenNanos.get(id + " " + run);
        return at == null ? -1 : clock.nanos() - at;
    }

    /** All of them. */
    public synchronized List<Takeover> takeovers() {
        return List.copyOf(takeovers);
    }

    /** How often in a row others than its node have ended a run of a task, without a note of the task in between; at the most. */
    public synchronized int lossesInARow(String id) {
        int most = 0;
        int losses = 0;
        for (Block block : blocks) {
            for (Applied applied : block.batch().changes()) {
                if (!applied.change().id().equals(id)) {
                    continue;
                }
                if (applied.change().next() instanceof Decision.Noted) {
                    losses = 0;
                } else if (isLoss(block.node(), applied)) {
                    losses++;
                }
                most = Math.max(most, losses);
            }
        }
        return most;
    }

    private static boolean isLoss(String by, Applied applied) {
        TaskRow from = applied.change().from();
        TaskRow after = applied.after();
        return from != null
                && after != null
                && from.state() instanceof TaskState.Running before
                && !before.placement().moving()
                && !by.equals(before.placement().node())
                && (after.state() instanceof TaskState.Failed
                        || (after.state() instanceof TaskState.Running now
                                && now.placement().moving()));
    }

    private void note(String by, Applied applied) {
        TaskRow from = applied.change().from();
        TaskRow after = applied.after();
        if (applied.change().next() instanceof Decision.Started started) {
            takenNanos.remove(applied.change().id() + " " + started.state().run());
        } else if (from != null && after != null && isInterrupted(from, after)) {
            String owner = String.valueOf(
                    ((TaskState.Running) from.state()).placement().node());
            Long signed = signedUpNanos.get(owner);
            if (!by.equals(owner) && signed != null && nodes.containsKey(owner)) {
                takeovers.add(new Takeover(owner, silence(by, owner)));
                takenNanos.put(from.id() + " " + from.state().run(), clock.nanos());
            }
        }
    }

    private long silence(String by, String owner) {
        long now = clock.nanos();
        return looks.stream()
                .filter(look -> look.by.equals(by) && look.node.equals(owner) && now - look.atNanos <= LATELY_NANOS)
                .mapToLong(Look::silentNanos)
                .max()
                .orElse(0);
    }

    private static boolean isInterrupted(TaskRow from, TaskRow after) {
        return from.state() instanceof TaskState.Running before
                && !before.placement().moving()
                && switch (after.state()) {
                    case TaskState.Running now -> now.placement().moving();
                    case TaskState.Failed failed -> failed.error().equals(Lifecycle.INTERRUPTED);
                    default -> false;
                };
    }

    /** Another node's way to it. */
    public JournalStore connect() {
        return new JournalStore(this);
    }

    /** Somebody's transaction commits. */
    public synchronized void submit(Submitted one) {
        long number = ++submits;
        submitted.put(number, new Submitted(number, one.identity(), one.terms(), one.payload(), one.waiting()));
    }

    /** All tasks as they are, by id. */
    public synchronized Map<String, TaskRow> rows() {
        return Map.copyOf(rows);
    }

    /** The handlers that their tasks no longer tell of. */
    public synchronized List<Orphan> orphans() {
        return List.copyOf(orphans.values());
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
            note(node, applied);
            Orphan orphan = Orphan.of(applied.change().from(), after);
            if (orphan != null) {
                orphans.put(orphan.fence(), orphan);
            }
            if (applied.change().next() instanceof Decision.Returned returned) {
                orphans.remove(returned.orphan().fence());
            } else if (applied.change().next() instanceof Decision.Limited limited) {
                if (limited.to().equals(LimitSetting.NONE)) {
                    limits.remove(limited.of());
                } else {
                    limits.put(limited.of(), limited.to());
                }
            } else if (after == null) {
                TaskRow before = rows.remove(applied.change().id());
                if (before != null) {
                    lines.removeIf(each -> each.created() == before.created());
                }
                gone.add(applied.change().id());
            } else {
                rows.put(after.id(), whole(after));
            }
        }
        head = batch.last();
        batch.submitted().forEach(submitted::remove);
    }

    /** Its node may have let go of its payload, which is here. */
    private TaskRow whole(TaskRow after) {
        TaskRow before = rows.get(after.id());
        if (!after.isPayloadInStore()) {
            return after;
        }
        if (before == null || before.payload() == null || before.created() != after.created()) {
            throw new IllegalStateException("A payload must be in the store to be let go of, got: none for " + after);
        }
        return after.with(before.payload());
    }
}
