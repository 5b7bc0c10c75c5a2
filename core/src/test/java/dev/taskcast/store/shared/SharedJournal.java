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
import dev.taskcast.store.LiveRuns;
import dev.taskcast.store.NodeAbout;
import dev.taskcast.store.NodeSign;
import dev.taskcast.store.RateFold;
import dev.taskcast.store.RunProgress;
import dev.taskcast.store.Submitted;
import dev.taskcast.store.Watched;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** What outlives a node. Guarded by itself. */
public final class SharedJournal {
    record Block(String node, Batch batch) {}

    final List<Block> blocks = new ArrayList<>();
    final Map<String, TaskRow> rows = new LinkedHashMap<>();
    final Map<LimitId, LimitSetting> limits = new LinkedHashMap<>();
    final RateFold rates = new RateFold();
    final Map<Long, Orphan> orphans = new LinkedHashMap<>(); // by fence
    final Set<String> gone = new TreeSet<>();
    final Map<String, Long> nodes = new TreeMap<>(); // name -> sign of life
    final Map<String, NodeAbout> abouts = new HashMap<>();
    final Set<String> drained = new HashSet<>();
    private final Map<String, Long> given = new TreeMap<>(); // name -> its last sign of life, also after its leave
    private final Map<String, Long> signedNanos = new TreeMap<>(); // by node: when it gave its sign
    private final Map<String, Takeover> taken = new TreeMap<>(); // by task and run: the newest
    private final List<Takeover> takeovers = new ArrayList<>();
    private final Sightings sightings = new Sightings();
    private final TaskClock clock;
    volatile boolean down;
    final Map<String, Watched> watched = new TreeMap<>(); // by node
    final Map<String, Long> watches = new TreeMap<>(); // likewise, their versions
    final Map<String, List<LiveRuns.Written>> written = new TreeMap<>(); // likewise
    final List<JournalLive> live = new CopyOnWriteArrayList<>();
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
            down = isDown;
        }
    }

    long nanos() {
        return clock.nanos();
    }

    /** A node is about to ask for the signs of the others. */
    synchronized void looks(String node) {
        sightings.begins(node, clock.nanos());
    }

    /** It was told that it can't be told. */
    synchronized void looksInVain(String node) {
        sightings.failed(node);
    }

    /** It gives a sign, and sees those of the others. */
    synchronized List<NodeSign> look(String node, NodeAbout about) {
        if (about.isDrained() && !nodes.containsKey(node)) {
            drained.add(node);
        }
        abouts.put(node, about);
        List<NodeSign> signs = sign(node);
        sightings.saw(node, nodes, clock.nanos());
        return signs;
    }

    synchronized List<NodeSign> sign(String node) {
        nodes.put(node, given.merge(node, 1L, Long::sum));
        long now = clock.nanos();
        signedNanos.put(node, now);
        return nodes.entrySet().stream()
                .map(each -> new NodeSign(
                        each.getKey(),
                        each.getValue(),
                        (now - signedNanos.getOrDefault(each.getKey(), now)) / 1_000_000,
                        watches.getOrDefault(each.getKey(), 0L),
                        drained.contains(each.getKey()),
                        abouts.getOrDefault(each.getKey(), NodeAbout.NOTHING)))
                .toList();
    }

    /**
     * Whether a node could know, when it was about to do something for a run, that the run was no longer its own: it had read so, or had
     * given no sign since another one saw that its last one was old.
     *
     * @param id of the task
     * @param run which
     * @param beforeNanos when it was about to
     * @param readNanos what was appended before that it had read by then
     * @param lease after which a sign is old
     * @return false also where nobody has taken it over
     */
    public synchronized boolean wasKnownToBeTaken(
            String id, int run, long beforeNanos, long readNanos, Duration lease) {
        Takeover takeover = taken.get(id + " " + run);
        if (takeover == null || takeover.atNanos() - beforeNanos >= 0) {
            return false;
        }
        return takeover.atNanos() - readNanos < 0
                || given.getOrDefault(takeover.node(), 0L) <= takeover.oldSign(lease.toNanos());
    }

    /** All that have happened. */
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

    private void note(String by, Applied applied, long decidedAfterNanos) {
        TaskRow from = applied.change().from();
        TaskRow after = applied.after();
        if (applied.change().next() instanceof Decision.Started started) {
            taken.remove(applied.change().id() + " " + started.state().run());
        } else if (from != null && after != null && isInterrupted(from, after)) {
            String owner = String.valueOf(
                    ((TaskState.Running) from.state()).placement().node());
            if (!by.equals(owner) && nodes.containsKey(owner)) {
                int run = from.state().run();
                Takeover takeover =
                        new Takeover(from.id(), run, owner, clock.nanos(), decidedAfterNanos, sightings.of(by, owner));
                takeovers.add(takeover);
                taken.put(from.id() + " " + run, takeover);
            }
        }
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

    /**
     * Keeps a batch.
     *
     * @param decidedAfterNanos it was decided later than that
     */
    synchronized void keep(String node, Batch batch, long decidedAfterNanos) {
        blocks.add(new Block(node, batch));
        for (Applied applied : batch.changes()) {
            rates.take(applied, (of, use) -> {});
            TaskRow after = applied.after();
            note(node, applied, decidedAfterNanos);
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
