package dev.taskcast.commit;

import dev.taskcast.dispatch.Alarm;
import dev.taskcast.dispatch.Dispatch;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Batch;
import dev.taskcast.store.Inbox;
import dev.taskcast.store.Journal;
import dev.taskcast.store.Opened;
import dev.taskcast.store.RestingTasks;
import dev.taskcast.store.Submitted;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.thread.SafeLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one batch after the other and has it kept: decided, given to the store, shown, answered. Where one of these throws, the next call
 * goes on where it has stopped; nothing is lost, and nothing done twice.
 *
 * <p>Under the committer's lock, but for {@link #hint}, {@link #isHinted} and {@link #upToHead}, which any thread may call.
 */
final class Batches {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final Decision TOO_LATE = new Decision.Refused(Decision.Reason.NOT_RUNNING); // which nobody reads
    private static final SafeLog CHANGE_FAILED =
            new SafeLog(LOG, System.Logger.Level.ERROR, "A change of task \"", "\" failed");
    private static final SafeLog NOT_SHOWN =
            new SafeLog(LOG, System.Logger.Level.ERROR, "What was kept last could not be shown");
    private static final int MAX_BATCH = 2_000;
    private static final int MOST_ASKED = 1_000;

    private final Ledger ledger;
    private final Journal journal;
    private final Inbox inbox;
    private final RestingTasks resting;
    private final Dispatch dispatch;
    private final Launches launches;
    private final OnApplied onForeign;
    private final Function<TaskRow, @Nullable TaskProgress> last;
    private final Turns turns;
    private final StoreHealth health;
    private final Proposals proposals;
    private final Queue<Runnable> awaitingHead = new ConcurrentLinkedQueue<>();
    private final Contention contention;
    private volatile boolean hinted = true;
    private volatile boolean isInboxHinted = true;

    private final List<Proposal> inHand =
            new ArrayList<>(); // taken for a batch, or for another one after that has failed
    private @Nullable Stage drafted; // in the making
    private @Nullable Attempt inDoubt; // given to the store
    private @Nullable Attempt unshown; // kept, and not shown yet
    private boolean isUnsure; // it may have been kept all the same, where the journal no longer reaches back to it
    private @Nullable Opened anew; // read in place of the journal, and not taken yet
    private boolean isShown; // and not begun yet
    private List<Proposal> untold = List.of(); // decided, and not answered yet
    private long token;

    /** A batch that was given to the store. */
    private record Attempt(Batch batch, Stage stage, List<Proposal> proposals) {}

    Batches(
            Ledger ledger,
            GroupCommitter.Node node,
            Alarm alarm,
            StoreHealth health,
            Proposals proposals,
            Contention contention) {
        this.ledger = ledger;
        this.contention = contention;
        dispatch = ledger.dispatch();
        journal = node.store().journal();
        inbox = node.store().inbox();
        resting = node.store().resting();
        launches = node.launches();
        onForeign = node.onForeign();
        last = node.last();
        turns = new Turns(dispatch, alarm);
        this.health = health;
        this.proposals = proposals;
    }

    /** There may be something new in the journal. */
    void hint() {
        hinted = true;
    }

    /** There may be something new in the journal, and in the inbox. */
    void hintAll() {
        isInboxHinted = true;
        hinted = true;
    }

    boolean isHinted() {
        return hinted;
    }

    /** To be called back when all has been taken note of that others had appended by now. */
    void upToHead(Runnable then) {
        awaitingHead.add(then);
        hint();
    }

    /** Whether a batch may well be refused, unless it is decided in turn. */
    boolean isContended() {
        return contention.isLikely();
    }

    /** Whether something of an earlier batch is still to be done. */
    boolean isBehind() {
        return drafted != null
                || inDoubt != null
                || unshown != null
                || anew != null
                || isShown
                || !untold.isEmpty()
                || !inHand.isEmpty()
                || !ledger.isWhole();
    }

    /** Does what is left of a batch whose commit failed, and learns what has become of it. */
    void settle() {
        show();
        if (inDoubt == null) {
            drop(drafted);
        }
        Attempt doubtful = inDoubt;
        if (doubtful != null) {
            boolean kept = ask(() -> journal.isKept(doubtful.batch));
            if (kept) {
                unshown = doubtful;
                drafted = null;
            } else {
                tryAgain(doubtful);
                isUnsure = true;
            }
            inDoubt = null;
            show();
        }
        catchUp();
        ledger.mend();
    }

    /** One batch; false where there was nothing to do. */
    boolean next() {
        boolean inTurn =
                contention.isCertain() || (contention.isLikely() && !(inHand.isEmpty() && proposals.isEmpty()));
        try {
            return commit(hinted || inTurn ? look(inTurn) : Arrivals.NONE, null);
        } finally {
            if (inTurn) {
                journal.endTurn();
            }
        }
    }

    /** One batch of what has come in, for who waits for it only so long. */
    void next(Duration patience) {
        boolean ignored = commit(Arrivals.NONE, patience);
    }

    /** What was submitted in other transactions, and the tasks that rest under the same ids. */
    private record Arrivals(List<Submitted> submitted, Collection<TaskRow> resting) {
        static final Arrivals NONE = new Arrivals(List.of(), List.of());
    }

    /** Reads what was submitted in other transactions, and what others have appended. The latter last: then this node's turn has begun. */
    private Arrivals look(boolean inTurn) {
        hinted = false;
        List<Submitted> submitted = inbox();
        int asked = awaitingHead.size(); // those that come while it is read are for the next look
        int waiting = inHand.size();
        long head = ledger.rows().head();
        Foreign foreign = new Foreign(ledger, onForeign);
        if (!ask(() -> inTurn ? journal.readInTurn(head, foreign) : journal.read(head, foreign))) {
            journal.endTurn();
            anew = ask(() -> journal.readAnew(ledger.mostHeld(), ledger.mostPayloadBytes()));
            if (isUnsure) {
                inHand.forEach(Proposal::giveUpIfWaitedFor);
            }
            catchUp();
        }
        isUnsure = false;
        if (ledger.rows().head() != head) {
            contention.othersAppend();
        }
        ledger.log().hint();
        ledger.mend();
        inHand.subList(0, waiting).forEach(Proposal::readUpToHead);
        for (int i = 0; i < asked; i++) {
            Objects.requireNonNull(awaitingHead.peek()).run(); // and then out: what fails is called again
            awaitingHead.remove();
        }
        if (submitted.isEmpty()) {
            return Arrivals.NONE;
        }
        List<String> ids = submitted.stream().map(each -> each.identity().id()).toList();
        return ask(() -> new Arrivals(submitted, ledger.resting().findNow(ids).values()));
    }

    /** What is in the inbox, as long as somebody has said that there may be something. */
    private List<Submitted> inbox() {
        if (!isInboxHinted) {
            return List.of();
        }
        isInboxHinted = false; // where this throws, all is looked at anew
        List<Submitted> submitted = ask(() -> inbox.submitted(MAX_BATCH));
        if (submitted.size() == MAX_BATCH) {
            hintAll(); // there may be more
        }
        return submitted;
    }

    private void catchUp() {
        Opened opened = anew;
        if (opened != null) {
            new CatchUp(ledger, launches::started, onForeign).take(opened);
            launches.begun();
            anew = null;
        }
    }

    /** It may not answer for long: a network that is dead says nothing, and a pool waits for a server that is gone. */
    private <T> T ask(Supplier<T> question) {
        health.asking();
        T answer = question.get();
        health.answered();
        return answer;
    }

    /** Decides a batch and has it kept, by who waits for that only so long; false where there was nothing to do. */
    private boolean commit(Arrivals arrivals, @Nullable Duration patience) {
        List<Submitted> submitted = arrivals.submitted();
        ledger.rest(resting.certain());
        Stage stage = new Stage(ledger, launches);
        drafted = stage;
        proposals.moveTo(inHand, MAX_BATCH);
        List<Proposal> taken = List.copyOf(inHand);
        bringPayloads(stage, taken);
        dispatch.begin();
        for (Proposal proposal : taken) {
            proposal.decided(decideOrRefuse(stage, proposal));
        }
        arrivals.resting().forEach(stage::take);
        for (Submitted each : submitted) {
            register(stage, each);
        }
        start(stage);
        for (String old : ledger.tooMany(MAX_BATCH)) {
            Decision ignored = stage.decide(old, ledger.evict(old), OnApplied.NOTHING);
        }
        if (stage.applied().isEmpty() && submitted.isEmpty()) {
            contention.calm();
            drafted = null;
            untold = settled(taken);
            inHand.removeIf(proposal -> !proposal.isDoubtful());
            show();
            return !taken.isEmpty();
        }
        List<Long> numbers = submitted.stream().map(Submitted::number).toList();
        Batch batch = new Batch(++token, stage.base(), stage.applied(), numbers, last(stage.applied()));
        keep(new Attempt(batch, stage, taken), patience);
        return true;
    }

    /** How far the runs are that end, for the nodes that watch them. */
    private Map<Long, TaskProgress> last(List<Applied> changes) {
        Map<Long, TaskProgress> all = Map.of();
        for (Applied applied : changes) {
            TaskRow from = applied.change().from();
            if (from != null && from.state() instanceof TaskState.Running && isEnd(applied)) {
                TaskProgress progress = last.apply(from);
                if (progress != null) {
                    all = all.isEmpty() ? new HashMap<>() : all;
                    all.put(from.fence(), progress);
                }
            }
        }
        return all;
    }

    private static boolean isEnd(Applied applied) {
        return applied.change().next() instanceof Decision.Moved moved && moved.state() instanceof TaskState.Terminal;
    }

    /** What is started again is told of whole: if the heap has let go of its payload, the store has it. */
    private void bringPayloads(Stage stage, List<Proposal> taken) {
        Map<Long, TaskRow> light = new HashMap<>();
        for (Proposal proposal : taken) {
            TaskRow row = lacksPayload(proposal);
            if (row != null) {
                light.put(row.created(), row);
            }
        }
        for (List<Long> some : pieces(List.copyOf(light.keySet()))) {
            ask(() -> resting.payloads(some))
                    .forEach((created, payload) -> stage.take(
                            Objects.requireNonNull(light.get(created)).with(payload)));
        }
    }

    /** The task, where the store is to be asked for its payload before it can be decided; else null. Any thread. */
    @Nullable
    TaskRow lacksPayload(Proposal proposal) {
        if (!proposal.wakes()) {
            return null;
        }
        TaskRow held = ledger.rows().find(proposal.id());
        TaskRow row = held == null ? proposal.resting() : held;
        return row != null && row.isPayloadInStore() ? row : null;
    }

    /** As many as a store is asked about at a time. */
    private static List<List<Long>> pieces(List<Long> all) {
        List<List<Long>> pieces = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MOST_ASKED) {
            pieces.add(all.subList(from, Math.min(all.size(), from + MOST_ASKED)));
        }
        return pieces;
    }

    /**
     * Those that may be answered although nothing is kept. An append would tell whether a task that is in the way of others is still there;
     * without one it is asked what others have appended since.
     */
    private List<Proposal> settled(List<Proposal> taken) {
        if (taken.stream().noneMatch(Proposal::isDoubtful)) {
            return taken;
        }
        hinted = true;
        return taken.stream().filter(proposal -> !proposal.isDoubtful()).toList();
    }

    /** What goes wrong with one is not for the others, unless there is no memory. */
    private Decision decideOrRefuse(Stage stage, Proposal proposal) {
        try {
            TaskRow rests = proposal.resting();
            if (rests != null) {
                stage.take(rests);
            }
            return proposal.isTooLate()
                    ? TOO_LATE
                    : stage.decide(proposal.id(), proposal.command(), proposal.onApplied());
        } catch (VirtualMachineError noMemory) {
            throw noMemory;
        } catch (Throwable t) {
            CHANGE_FAILED.log(proposal.id(), t);
            return Proposals.CLOSED;
        }
    }

    private static void register(Stage stage, Submitted submitted) {
        String id = submitted.identity().id();
        Command command =
                new Command.Register(submitted.identity(), submitted.terms(), submitted.payload(), submitted.waiting());
        Decision decision =
                stage.decideAnyway(id, command, OnApplied.NOTHING); // it was acknowledged with its transaction
        if (decision instanceof Decision.Refused refused) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Task \"" + id + "\" was submitted in a transaction and can't be made: " + refused.reason());
        }
    }

    /** Starts what waits, as far as there is room, the tasks of this batch included. */
    private void start(Stage stage) {
        boolean ignored = turns.start(
                Integer.MAX_VALUE,
                (id, command) -> stage.decide(id, command, onTurn(command)) instanceof Decision.Next);
    }

    private OnApplied onTurn(Command command) {
        return command instanceof Command.Cancel ? launches::replaced : OnApplied.NOTHING;
    }

    private void drop(@Nullable Stage stage) {
        if (stage != null) {
            stage.drop();
        }
        drafted = null;
    }

    private void keep(Attempt attempt, @Nullable Duration patience) {
        inDoubt = attempt; // until it is known what has become of it
        inHand.clear();
        boolean kept =
                ask(() -> patience == null ? journal.append(attempt.batch) : journal.append(attempt.batch, patience));
        if (kept) {
            contention.calm();
            unshown = attempt;
            drafted = null;
            inDoubt = null;
            show();
        } else {
            contention.refused();
            ledger.observed().appendRefused();
            hinted = true;
            isInboxHinted |= !attempt.batch.submitted().isEmpty();
            tryAgain(attempt);
            inDoubt = null;
        }
    }

    /** Goes on where it has stopped, should it have thrown. */
    private void show() {
        Attempt kept = unshown;
        if (kept != null) {
            kept.stage.publish();
            untold = kept.proposals;
            unshown = null;
            isShown = true;
        }
        boolean all = true;
        for (Proposal proposal : untold) {
            all &= proposal.answer();
        }
        if (all) {
            untold = List.of();
        }
        if (isShown) {
            ledger.log().hint();
            launches.begun();
            isShown = false;
        }
        if (!all) {
            throw new OutOfMemoryError("Not everybody could be told what was decided");
        }
    }

    /** All of it, in its order, and before what has come since. There is room: they were in hand before. */
    private void tryAgain(Attempt attempt) {
        drop(attempt.stage);
        inHand.clear();
        for (Proposal proposal : attempt.proposals) {
            inHand.add(proposal);
        }
    }

    /** Nothing is kept any more: who waits is told so, but for those whose batch was kept. */
    void refuseAll() {
        try {
            show();
        } catch (Throwable t) {
            NOT_SHOWN.log(t);
        }
        proposals.refuseAll();
        inHand.forEach(left -> left.answer(Proposals.CLOSED));
        inHand.clear();
        Attempt doubtful = inDoubt == null ? unshown : inDoubt;
        if (doubtful != null) { // whether it was kept will be seen by the next life
            doubtful.proposals.forEach(left -> left.answer(Proposals.CLOSED));
        }
    }
}
