package dev.taskcast.commit;

import dev.taskcast.commit.Proposal.Early;
import dev.taskcast.dispatch.Alarm;
import dev.taskcast.dispatch.Dispatch;
import dev.taskcast.dispatch.Target;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Change;
import dev.taskcast.thread.SafeLog;
import dev.taskcast.thread.ShortLock;
import dev.taskcast.time.StoreClock;
import dev.taskcast.time.TaskClock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Commits under one lock, on the caller's thread, as suits a store that keeps nothing. Whoever has the lock does what others have told
 * meanwhile as well: a run that ends neither waits nor takes the lock, and the rows that it needs, to another processor.
 */
public final class DirectCommitter implements Committer {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog NOT_DONE =
            new SafeLog(LOG, System.Logger.Level.ERROR, "What was told to the committer is still to be done");
    private static final SafeLog CHANGE_FAILED =
            new SafeLog(LOG, System.Logger.Level.ERROR, "A change of task \"", "\" failed");
    private static final SafeLog NOT_FORGOTTEN =
            new SafeLog(LOG, System.Logger.Level.ERROR, "What is too old could not be forgotten yet");
    private static final SafeLog NOT_STARTED =
            new SafeLog(LOG, System.Logger.Level.ERROR, "What waits could not be started yet");
    private static final SafeLog NOT_BEGUN =
            new SafeLog(LOG, System.Logger.Level.ERROR, "Not every run that was started could begin yet");
    private static final Decision CLOSED = new Decision.Refused(Decision.Reason.CLOSED);
    /** So that nobody is kept from the lock, or with it, for longer than about 100 µs. */
    private static final int MAX_AT_ONCE = 64;
    /** Of changes at once: a start, and the ends of some others. */
    private static final int USUAL = 6;

    private final ShortLock lock = new ShortLock();
    private final Told told = new Told();
    private final Ledger ledger;
    private final Dispatch dispatch;
    private final Launches launches;
    private final OnApplied onStart;
    private final Turns turns;

    // Guarded by the lock.
    private final List<Applied> applied = new ArrayList<>(USUAL); // since it was taken
    private boolean closed;
    private volatile boolean isStuck; // something is to be done again
    private volatile boolean isMore; // to start than may be started at once

    /**
     * Commits to rows and their log.
     *
     * @param ledger decides and accounts
     * @param launches has handlers begin
     * @param clock by which tasks are due
     * @param timers wake it when one is
     */
    public DirectCommitter(Ledger ledger, Launches launches, StoreClock clock, TaskClock.Timers timers) {
        this.ledger = ledger;
        this.launches = launches;
        dispatch = ledger.dispatch();
        onStart = launches::started;
        turns = new Turns(dispatch, new Alarm(clock, timers, this::wake));
    }

    @Override
    public Decision submit(String id, Command command, OnApplied onApplied) {
        Early early = decideEarly(ledger.rows().find(id), command);
        Proposal helped = null;
        Proposal late = null;
        Decision decision = CLOSED;
        lock.lock();
        try {
            begin();
            helped = decideTold();
            if (!closed) {
                decision = commit(id, command, onApplied, early);
            }
            late = told.isLeft() ? null : decideTold(); // what came meanwhile would take the lock again
            startWaiting();
            forget();
        } finally {
            showAndUnlock();
            answer(helped);
            answer(late);
            help();
        }
        return decision;
    }

    @Override
    public void tell(String id, Command command, OnApplied onApplied, Consumer<Decision> then) {
        tell(new Proposal(id, command, onApplied, then));
    }

    @Override
    public void tell(TaskRow seen, Command command, OnApplied onApplied, Consumer<Decision> then) {
        Proposal proposal = new Proposal(seen.id(), command, onApplied, then);
        tell(proposal.decidedEarly(decideEarly(seen, command)));
    }

    /** Whoever is the first to tell something sees to it that it is done, for all who tell more before it is. */
    private void tell(Proposal proposal) {
        if (told.add(proposal) && !told.isTakenByOthers()) {
            help();
        }
    }

    /**
     * Decides without the lock: the row is in no cache of the processor as often as not, and whoever waits for the lock would wait for
     * that. Not over new tasks, since there may be too many.
     */
    private @Nullable Early decideEarly(@Nullable TaskRow seen, Command command) {
        if (seen == null || command instanceof Command.Register || command instanceof Command.SetLimit) {
            return null;
        }
        boolean isWish = command instanceof Command.Enqueue;
        if (isWish && !dispatch.isIdle()) {
            return null; // where others wait, so will this one
        }
        Command wanted = isWish ? dispatch.start() : command;
        return new Early(seen, wanted, ledger.decideOfRow(seen, wanted));
    }

    private void begin() {
        ledger.mend();
        dispatch.begin();
    }

    private void startWaiting() {
        try {
            if (isMore) { // a write would be waited for; and it comes first, so that no wake meanwhile is missed
                isMore = false;
            }
            if (!closed && turns.start(MAX_AT_ONCE, this::isChanged)) {
                isMore = true;
            }
        } catch (Throwable t) { // not for whoever happens to have the lock: what they have asked for is done
            isStuck = true;
            NOT_STARTED.log(t);
        }
    }

    /** What goes wrong with it is not for whoever happens to have the lock. */
    private boolean isChanged(String id, Command command) {
        OnApplied then = command instanceof Command.Cancel ? launches::replaced : OnApplied.NOTHING;
        try {
            return commit(id, command, then, null) instanceof Decision.Next;
        } catch (VirtualMachineError noMemory) {
            isStuck = true;
            throw noMemory;
        } catch (Throwable t) {
            CHANGE_FAILED.log(id, t);
            return false;
        }
    }

    @Override
    public void wake() {
        isMore = true;
        help();
    }

    /** Does what was told, unless somebody has the lock: who gives it back looks after that whether there is more. */
    private void help() {
        boolean isDone = true;
        while (isDone && (!told.isEmpty() || isMore) && lock.tryLock()) {
            Proposal helped = null;
            try {
                begin();
                helped = decideTold();
                startWaiting();
                forget();
            } catch (Throwable t) { // whose it was is not for whoever happens to help
                isDone = false;
                NOT_DONE.log(t);
            } finally {
                showAndUnlock();
                isDone &= answer(helped) && !isStuck;
            }
        }
    }

    /** Does what could not be done for want of memory. To be called now and then. */
    @Override
    public void lookAgain() {
        if (isStuck || isMore || !ledger.isWhole()) {
            isStuck = false;
            sweep();
        }
        begun();
    }

    private void showAndUnlock() {
        boolean isChanged = !applied.isEmpty();
        try {
            if (isChanged) {
                ledger.show(applied);
            }
        } finally { // whatever comes of it: nobody else could do anything ever again
            applied.clear();
            lock.unlock();
        }
        if (isChanged) {
            ledger.log().hint();
            begun();
        }
    }

    /** What goes wrong with it is not for whoever had the lock: others wait for their answers. It is called again. */
    private void begun() {
        try {
            launches.begun();
        } catch (Throwable t) {
            isStuck = true;
            NOT_BEGUN.log(t);
        }
    }

    /** Decides what was told, in its order, but not too much of it; the first of those that are to be answered. */
    private @Nullable Proposal decideTold() {
        Proposal first = told.take();
        Proposal last = null;
        Proposal rest = first;
        if (isStuck) {
            isStuck = false;
        }
        for (int decided = 0; rest != null && decided < MAX_AT_ONCE && decide(rest); decided++) {
            last = rest;
            rest = last.next();
        }
        if (last != null) {
            last.next(null);
        }
        told.leave(rest);
        return last == null ? null : first;
    }

    /** Whether all could be told. Those who could not are asked for again, and are then decided already. */
    private boolean answer(@Nullable Proposal first) {
        boolean all = true;
        for (Proposal proposal = first; proposal != null; ) {
            Proposal next = proposal.next();
            if (!proposal.answer()) {
                all = false;
                isStuck = true;
                boolean ignored = told.add(proposal);
            }
            proposal = next;
        }
        return all;
    }

    /**
     * What goes wrong with it is not for whoever happens to have the lock.
     *
     * @return false where there is no memory for it: it is still to be decided
     */
    private boolean decide(Proposal proposal) {
        if (proposal.isDecided()) {
            return true;
        }
        try {
            proposal.decided(
                    closed
                            ? CLOSED
                            : commit(proposal.id(), proposal.command(), proposal.onApplied(), proposal.early()));
        } catch (VirtualMachineError noMemory) {
            isStuck = true;
            log(proposal, noMemory);
            return false;
        } catch (Throwable t) {
            log(proposal, t);
            proposal.decided(CLOSED); // who asked is told something: they may wait for it
        }
        return true;
    }

    private static void log(Proposal proposal, Throwable t) {
        CHANGE_FAILED.log(proposal.id(), t);
    }

    private Decision commit(String id, Command command, OnApplied onApplied, @Nullable Early early) {
        TaskRow row = ledger.rows().find(id);
        Target target = early == null ? ledger.target(row, command, 0) : null; // what makes tasks is not decided early
        if (target == null) {
            return commit(id, row, decide(row, command, early), onApplied);
        }
        for (String old : target.replaced()) {
            Decision ignored = commit(old, Ledger.REPLACE, launches::replaced, null);
        }
        TaskRow aimed = ledger.rows().find(target.id());
        return commit(target.id(), aimed, decide(aimed, target.command(), null), onApplied);
    }

    /** What was decided early holds where the row is still the same, and the task need not wait for its turn. */
    @SuppressWarnings("ReferenceEquality") // another instance is another change
    private Decision decide(@Nullable TaskRow row, Command command, @Nullable Early early) {
        Early seen = early != null && early.from() == row ? early : null;
        Command wanted = seen != null && seen.command() == command ? command : ledger.wanted(row, command);
        return seen != null && seen.command() == wanted
                ? ledger.decided(wanted, seen.decision())
                : ledger.decide(row, wanted, 0);
    }

    private Decision commit(String id, @Nullable TaskRow row, Decision decision, OnApplied onApplied) {
        if (decision instanceof Decision.Next next) {
            Applied done = Rows.applied(Change.of(id, row, next), ledger.rows().head());
            applied.add(done); // first: what is accounted for is shown
            boolean isDone = false;
            try {
                ledger.accountOrNot(done, isStartOfNobody(next, onApplied) ? onStart : onApplied);
                isDone = true;
            } finally {
                if (!isDone) {
                    applied.removeLast();
                }
            }
            ledger.observed().made(done);
        }
        return decision;
    }

    /** Who starts a task has its handler begin; where a task begins because it is its turn, nobody does. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isStartOfNobody(Decision.Next next, OnApplied onApplied) {
        return next instanceof Decision.Started && onApplied == OnApplied.NOTHING;
    }

    private void forget() {
        if (closed) {
            return;
        }
        try {
            for (List<String> old = ledger.tooMany(1); !old.isEmpty(); old = ledger.tooMany(1)) {
                commit(old.getFirst(), ledger.evict(old.getFirst()), OnApplied.NOTHING, null);
            }
        } catch (Throwable t) { // not for whoever happens to have the lock: what they have asked for is done
            isStuck = true;
            NOT_FORGOTTEN.log(t);
        }
    }

    @Override
    public void sweep() {
        lock.lock();
        try {
            begin();
            startWaiting();
            forget();
        } finally {
            showAndUnlock();
        }
        help();
    }

    /** What was told before is done. */
    @Override
    public void close() {
        help();
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        help();
    }
}
