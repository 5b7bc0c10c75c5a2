package dev.taskcast.store.shared;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Batch;
import dev.taskcast.store.Change;
import dev.taskcast.store.Changes;
import dev.taskcast.store.Journal;
import dev.taskcast.store.Opened;
import dev.taskcast.store.StoreException;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where one node appends to a {@link SharedJournal} and reads on in it; held and failed at will. */
final class JournalEnd implements Journal {
    private final SharedJournal journal;
    private final JournalStore store;
    private final Semaphore appends = new Semaphore(Integer.MAX_VALUE / 2);
    private final Hold answers = new Hold();
    private final AtomicInteger answersToLose = new AtomicInteger();
    private final AtomicInteger appendsToFail = new AtomicInteger();
    private final AtomicInteger appendsFailed = new AtomicInteger();
    private final AtomicInteger readAnew = new AtomicInteger();
    private volatile boolean heedsPatience = true;
    private String node = "";
    private int known; // blocks
    private volatile long answeredNanos; // the end of the committer's last call
    private volatile long readNanos;

    JournalEnd(SharedJournal journal, JournalStore store) {
        this.journal = journal;
        this.store = store;
        answeredNanos = journal.nanos();
        readNanos = answeredNanos;
    }

    /** It begins at the journal's end, whose lock is held. */
    void begin(String self) {
        node = self;
        known = journal.blocks.size();
    }

    void loseAnswers(int many) {
        answersToLose.set(many);
    }

    void failAppends(int many) {
        appendsToFail.set(many);
    }

    int appendsFailed() {
        return appendsFailed.get();
    }

    void hold() {
        appends.drainPermits();
    }

    void goOn() {
        appends.release(Integer.MAX_VALUE / 2);
    }

    Hold answers() {
        return answers;
    }

    void heedNoPatience() {
        heedsPatience = false;
    }

    long readNanos() {
        return readNanos;
    }

    int timesReadAnew() {
        return readAnew.get();
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
        store.reach();
        if (appendsToFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            appendsFailed.incrementAndGet();
            throw new StoreException("The append fails", null);
        }
        synchronized (journal) {
            store.requireUp();
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
            store.reach();
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
            store.reach();
            synchronized (journal) {
                if (known < journal.trimmed) {
                    return false;
                }
                long now = journal.nanos();
                for (; known < journal.blocks.size(); known++) {
                    SharedJournal.Block block = journal.blocks.get(known);
                    if (!block.node().equals(node)) {
                        block.batch().lastProgress().forEach(changes::last);
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
        store.reach();
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

    @Override
    public void onHint(Runnable hint) {}
}
