package dev.taskcast.store.shared;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Inbox;
import dev.taskcast.store.Journal;
import dev.taskcast.store.LiveRuns;
import dev.taskcast.store.NodeSign;
import dev.taskcast.store.Nodes;
import dev.taskcast.store.Opened;
import dev.taskcast.store.Opening;
import dev.taskcast.store.RestingTasks;
import dev.taskcast.store.RowFinder;
import dev.taskcast.store.RunRecords;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.Submitted;
import dev.taskcast.store.TaskFinder;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.StoreTransaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One node's way to a {@link SharedJournal}. */
public final class JournalStore implements TaskStore {
    private final SharedJournal journal;
    private final JournalEnd end;
    private final JournalRecords records;
    private final JournalNodes nodes;
    private final JournalLive live;
    private final JournalTables tables;
    private final Hold calls = new Hold();
    private volatile boolean flushesFail;
    private volatile boolean down;
    private String node = "";

    JournalStore(SharedJournal journal) {
        this.journal = journal;
        tables = new JournalTables(journal, this::reach);
        end = new JournalEnd(journal, this);
        records = new JournalRecords(journal, this);
        nodes = new JournalNodes(journal, this);
        live = new JournalLive(journal, this);
        journal.live.add(live);
    }

    /** From now on nothing reaches it, or everything again. */
    public void down(boolean isDown) {
        synchronized (journal) { // so that nothing is on its way any more
            down = isDown;
        }
    }

    /** The next appends are kept, and their writer gets an exception. */
    public void loseAnswers(int many) {
        end.loseAnswers(many);
    }

    /** The next appends fail. */
    public void failAppends(int many) {
        end.failAppends(many);
    }

    /** How many have failed for that. */
    public int appendsFailed() {
        return end.appendsFailed();
    }

    /** No append ends until {@link #goOn}. */
    public void hold() {
        end.hold();
    }

    /** Goes on. */
    public void goOn() {
        end.goOn();
    }

    /**
     * No renewal of the lease ends until {@link #goOnRenewing}, as on a network that is dead without a word. One that has begun ends before
     * that.
     */
    public void holdRenewals() {
        nodes.hold();
    }

    /** How often the lease was to be renewed. */
    public int renewalsTried() {
        return nodes.renewalsTried();
    }

    /** The next append is kept, and its writer hears of it after {@link #goOnAnswering}. */
    public void holdAnswers() {
        end.answers().shut();
    }

    /** Waits until a writer waits for its answer. */
    public void awaitHeldAnswer() {
        while (end.answers().waiting() == 0) {
            Thread.onSpinWait();
        }
    }

    /** Ends {@link #holdAnswers}. */
    public void goOnAnswering() {
        end.answers().open();
    }

    /** Renewals end again. */
    public void goOnRenewing() {
        nodes.goOn();
    }

    /** From now on no curves can be kept. */
    public void failCurves() {
        records.failCurves();
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
        return records.writes();
    }

    /** No call ends until {@link #goOnAtAll}, as on a network that is dead without a word. */
    public void stall() {
        calls.shut();
    }

    /** Ends {@link #stall}. */
    public void goOnAtAll() {
        calls.open();
    }

    /** Fails where the journal can't be reached. */
    void reach() {
        calls.pass();
        requireUp();
    }

    /** As {@link #reach}, where the call is on its way already. */
    void requireUp() {
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
            end.begin(node);
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
        end.heedNoPatience();
    }

    /** How often the node has read all anew, since the journal no longer reached back. */
    public int readAnew() {
        return end.timesReadAnew();
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

    /** What was appended by then has been read, on the journal's clock. */
    public long readNanos() {
        return end.readNanos();
    }

    /** The name of the node that has opened it. */
    String node() {
        return node;
    }

    @Override
    public Journal journal() {
        return end;
    }

    @Override
    public RunRecords records() {
        return records;
    }

    @Override
    public LiveRuns live() {
        return journal.alone ? LiveRuns.NONE : live;
    }

    /** How often its port to what nodes tell each other of runs was called. */
    public int liveCalls() {
        return live.calls();
    }

    /** Waits until nothing is left of {@link #loseLive}. */
    public void awaitLiveLost() {
        live.awaitLost();
    }

    /** What a process that others take for dead tells of the run that it told of last. */
    public void tellLate(String message, double current) {
        live.tellLate(message, current);
    }

    /** As where others have taken leave of it in its place, and it is back. */
    public void forgetWhatIsWatched() {
        synchronized (journal) {
            journal.watched.remove(node);
            journal.watches.remove(node);
        }
    }

    /** The next of what it tells of its runs is lost. */
    public void loseLive(int many) {
        live.loseWrites(many);
    }

    @Override
    public Nodes nodes() {
        return nodes;
    }

    @Override
    public Inbox inbox() {
        return new Inbox() {
            @Override
            public void submit(StoreTransaction transaction, Submitted submitted) {
                journal.submit(submitted);
            }

            @Override
            public List<Submitted> submitted(int max) {
                reach();
                synchronized (journal) {
                    return journal.submitted.values().stream().limit(max).toList();
                }
            }
        };
    }

    @Override
    public boolean isGone(String id) {
        reach();
        synchronized (journal) {
            return journal.gone.contains(id);
        }
    }

    @Override
    public void close() {
        down(true);
    }
}
