package dev.taskcast.store.shared;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Batch;
import dev.taskcast.store.Change;
import dev.taskcast.store.Changes;
import dev.taskcast.store.Lines;
import dev.taskcast.store.NodeSign;
import dev.taskcast.store.Opened;
import dev.taskcast.store.Opening;
import dev.taskcast.store.Renewal;
import dev.taskcast.store.RestingTasks;
import dev.taskcast.store.RowFinder;
import dev.taskcast.store.RunProgress;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.Submitted;
import dev.taskcast.store.TaskFinder;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.TaskRun;
import dev.taskcast.time.TaskClock;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One node's way to a {@link SharedJournal}. */
public final class JournalStore implements TaskStore {
    private static final int MAX_LINES = 1_000;

    private final SharedJournal journal;
    private final Semaphore appends = new Semaphore(Integer.MAX_VALUE / 2);
    private final Hold renewals = new Hold();
    private final Hold answers = new Hold();
    private final Hold calls = new Hold();
    private final AtomicInteger renewalsTried = new AtomicInteger();
    private final AtomicInteger renewalsEnded = new AtomicInteger();
    private volatile boolean flushesFail;
    private final JournalTables tables;
    private volatile boolean curvesFail;
    private volatile boolean heedsPatience = true;
    private volatile boolean down;
    private final AtomicInteger answersToLose = new AtomicInteger();
    private final AtomicInteger appendsToFail = new AtomicInteger();
    private final AtomicInteger appendsFailed = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger readAnew = new AtomicInteger();
    private String node = "";
    private int known; // blocks
    private volatile long answeredNanos; // the end of the committer's last call
    private volatile long readNanos;

    JournalStore(SharedJournal journal) {
        this.journal = journal;
        tables = new JournalTables(journal, this::reach);
        answeredNanos = journal.nanos();
        readNanos = answeredNanos;
    }

    /** From now on nothing reaches it, or everything again. */
    public void down(boolean isDown) {
        synchronized (journal) { // so that nothing is on its way any more
            down = isDown;
        }
    }

    /** The next appends are kept, and their writer gets an exception. */
    public void loseAnswers(int many) {
        answersToLose.set(many);
    }

    /** The next appends fail. */
    public void failAppends(int many) {
        appendsToFail.set(many);
    }

    /** How many have failed for that. */
    public int appendsFailed() {
        return appendsFailed.get();
    }

    /** No append ends until {@link #goOn}. */
    public void hold() {
        appends.drainPermits();
    }

    /** Goes on. */
    public void goOn() {
        appends.release(Integer.MAX_VALUE / 2);
    }

    /**
     * No renewal of the lease ends until {@link #goOnRenewing}, as on a network that is dead without a word. One that has begun ends before
     * that.
     */
    public void holdRenewals() {
        while (renewalsEnded.get() != renewalsTried.get()) {
            Thread.onSpinWait();
        }
        renewals.shut();
    }

    /** How often the lease was to be renewed. */
    public int renewalsTried() {
        return renewalsTried.get();
    }

    /** The next append is kept, and its writer hears of it after {@link #goOnAnswering}. */
    public void holdAnswers() {
        answers.shut();
    }

    /** Waits until a writer waits for its answer. */
    public void awaitHeldAnswer() {
        while (answers.waiting() == 0) {
            Thread.onSpinWait();
        }
    }

    /** Ends {@link #holdAnswers}. */
    public void goOnAnswering() {
        answers.open();
    }

    /** Renewals end again. */
    public void goOnRenewing() {
        renewals.open();
    }

    /** From now on no curves can be kept. */
    public void failCurves() {
        curvesFail = true;
    }

    /** From now on its tables can't be written, or can again. */
    public void failFlushes(boolean fail) {
        flushesFail = fail;
    }

    /** From now on payloads can't be read, or can again. */
    public void failPayloads(boolean fail) {
        tables.failPayloads(fail);
    }

    /** How often something was written beside the journal. */
    public int writes() {
        return writes.get();
    }

    /** No call ends until {@link #goOnAtAll}, as on a network that is dead without a word. */
    public void stall() {
        calls.shut();
    }

    /** Ends {@link #stall}. */
    public void goOnAtAll() {
        calls.open();
    }

    private void reach() {
        calls.pass();
        requireUp();
    }

    private void requireUp() {
        if (down || journal.down) {
            throw new StoreException("The journal can't be reached", null);
        }
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public Opened open(Opening opening) {
        reach();
        synchronized (journal) {
            node = opening.node();
            if (journal.birth < 0) {
                journal.birth = opening.least();
                journal.head = opening.least();
                journal.lives.add(journal.birth);
            } else if (journal.alone || journal.nodes.isEmpty()) {
                journal.head = Math.max(journal.head, opening.least());
                journal.lives.add(journal.head);
            }
            Set<String> others = journal.alone ? Set.of() : new TreeSet<>(journal.nodes.keySet());
            if (!journal.alone) {
                List<NodeSign> ignored = journal.sign(node);
            }
            known = journal.blocks.size();
            List<Applied> kept = journal.kept().stream()
                    .filter(applied -> !(applied.change().next() instanceof Decision.OfNoTask))
                    .filter(applied -> !(applied.change().next() instanceof Decision.Woken))
                    .filter(applied -> applied.position()
                            > (applied.change().from() == null
                                    ? 0
                                    : applied.change().from().position()))
                    .toList();
            List<TaskRow> all = journal.rowsWithProgress();
            List<TaskRow> held = JournalTables.held(all, opening.ended());
            return new Opened(
                    journal.birth,
                    journal.head,
                    JournalTables.light(held, opening.payloadBytes()),
                    kept.subList(Math.max(0, kept.size() - opening.recent()), kept.size()),
                    List.copyOf(journal.lives),
                    others,
                    Map.copyOf(journal.limits),
                    List.copyOf(journal.orphans.values()),
                    JournalTables.resting(all, held),
                    journal.rates.used(),
                    0);
        }
    }

    @Override
    public Optional<TaskFinder> finder() {
        return Optional.of(new RowFinder(tables, row -> null, RowFinder.BUDGET));
    }

    @Override
    public RestingTasks resting() {
        return tables;
    }

    /** From now on appends end when they end. */
    public void heedNoPatience() {
        heedsPatience = false;
    }

    @Override
    public boolean heedsPatience() {
        return heedsPatience;
    }

    @Override
    public boolean append(Batch batch, Duration patience) {
        boolean interrupted = Thread.interrupted();
        try {
            if (!appends.tryAcquire(TaskClock.nanosOf(patience), TimeUnit.NANOSECONDS)) {
                throw new StoreException("The journal does not answer", null);
            }
        } catch (InterruptedException e) {
            interrupted = true;
            throw new StoreException("The connection is broken by an interrupt", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return appendNow(batch);
    }

    @Override
    public boolean append(Batch batch) {
        appends.acquireUninterruptibly();
        return appendNow(batch);
    }

    private boolean appendNow(Batch batch) {
        long before = answeredNanos;
        appends.release();
        try {
            return append(batch, before);
        } finally {
            answeredNanos = journal.nanos();
        }
    }

    private boolean append(Batch batch, long decidedAfterNanos) {
        reach();
        if (appendsToFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            appendsFailed.incrementAndGet();
            throw new StoreException("The append fails", null);
        }
        synchronized (journal) {
            requireUp();
            if (known != journal.blocks.size()
                    || batch.head() != journal.head
                    || !journal.submitted.keySet().containsAll(batch.submitted())) {
                return false;
            }
            journal.keep(node, batch, decidedAfterNanos);
        }
        answers.pass();
        if (answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new StoreException("The answer is lost", null);
        }
        known++;
        return true;
    }

    @Override
    public boolean isKept(Batch batch) {
        try {
            reach();
            synchronized (journal) {
                boolean kept = known >= journal.trimmed
                        && known < journal.blocks.size()
                        && journal.blocks.get(known).node().equals(node)
                        && journal.blocks.get(known).batch().token() == batch.token();
                known += kept ? 1 : 0;
                return kept;
            }
        } finally {
            answeredNanos = journal.nanos();
        }
    }

    @Override
    public boolean read(long after, Changes changes) {
        try {
            reach();
            synchronized (journal) {
                if (known < journal.trimmed) {
                    return false;
                }
                long now = journal.nanos();
                for (; known < journal.blocks.size(); known++) {
                    SharedJournal.Block block = journal.blocks.get(known);
                    if (!block.node().equals(node)) {
                        block.batch().changes().forEach(applied -> changes.take(rebased(applied, changes)));
                    }
                }
                changes.upTo(journal.head);
                readNanos = now;
            }
            return true;
        } finally {
            answeredNanos = journal.nanos();
        }
    }

    /** What was appended by then has been read, on the journal's clock. */
    public long readNanos() {
        return readNanos;
    }

    /** As a reader of the journal sees it: of what the task was here. */
    private static Applied rebased(Applied applied, Changes changes) {
        TaskRow from = applied.change().from();
        TaskRow base = from == null ? null : changes.find(from.created());
        return base == null
                ? applied
                : new Applied(
                        new Change(base.id(), base, applied.change().next()),
                        applied.position(),
                        TaskRow.after(base, applied.change().next(), applied.position()));
    }

    @Override
    public Opened readAnew(int ended, long payloadBytes) {
        reach();
        synchronized (journal) {
            readAnew.incrementAndGet();
            readNanos = journal.nanos();
            known = journal.blocks.size();
            List<TaskRow> all = journal.rowsWithProgress();
            List<TaskRow> held = JournalTables.held(all, ended);
            return new Opened(
                    journal.birth,
                    journal.head,
                    JournalTables.light(held, payloadBytes),
                    List.of(),
                    List.of(),
                    Set.of(),
                    Map.copyOf(journal.limits),
                    List.copyOf(journal.orphans.values()),
                    JournalTables.resting(all, held),
                    journal.rates.used(),
                    0);
        }
    }

    /** How often the node has read all anew, since the journal no longer reached back. */
    public int readAnew() {
        return readAnew.get();
    }

    @Override
    public void flush() {
        reach();
        if (flushesFail) {
            throw new StoreException("The tables can't be written", null);
        }
        synchronized (journal) {
            tables.flushed();
        }
    }

    @Override
    public void progress(List<RunProgress> progress) {
        reach();
        writes.incrementAndGet();
        synchronized (journal) {
            journal.progress.put(node, List.copyOf(progress));
        }
    }

    @Override
    public List<RunProgress> progressOf(String other) {
        reach();
        synchronized (journal) {
            return journal.progress.getOrDefault(other, List.of());
        }
    }

    @Override
    public void keepCurves(Map<String, byte[]> changed) {
        reach();
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
        reach();
        synchronized (journal) {
            return new LinkedHashMap<>(journal.curves);
        }
    }

    @Override
    public void addLines(List<Lines> lines) {
        reach();
        writes.incrementAndGet();
        synchronized (journal) {
            journal.lines.addAll(lines);
        }
    }

    @Override
    public List<Lines> lines(long created) {
        reach();
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
        reach();
        synchronized (journal) {
            return EndedRuns.of(journal.kept(), created).stream().limit(max).toList();
        }
    }

    @Override
    public boolean isGone(String id) {
        reach();
        synchronized (journal) {
            return journal.gone.contains(id);
        }
    }

    @Override
    public void submit(Connection transaction, Submitted submitted) {
        journal.submit(submitted);
    }

    @Override
    public List<Submitted> submitted(int max) {
        reach();
        synchronized (journal) {
            return journal.submitted.values().stream().limit(max).toList();
        }
    }

    @Override
    public Renewal renew() {
        renewalsTried.incrementAndGet();
        journal.looks(node);
        try {
            renewals.pass();
            reach();
            if (journal.alone) {
                return Renewal.ALONE;
            }
            synchronized (journal) {
                requireUp(); // it may have gone down meanwhile
                return new Renewal(0, journal.look(node));
            }
        } catch (StoreException e) {
            journal.looksInVain(node);
            throw e;
        } finally {
            renewalsEnded.incrementAndGet();
        }
    }

    @Override
    public void leave(Set<String> nodes) {
        reach();
        synchronized (journal) {
            requireUp();
            journal.nodes.keySet().removeAll(nodes);
            journal.progress.keySet().removeAll(nodes);
        }
    }

    @Override
    public void onHint(Runnable hint) {}

    @Override
    public void close() {
        down(true);
    }
}
