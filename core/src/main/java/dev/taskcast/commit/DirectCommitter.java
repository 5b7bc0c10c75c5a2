package dev.taskcast.commit;

import dev.taskcast.commit.Request.Early;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Change;
import dev.taskcast.thread.ShortLock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Commits under one lock, on the caller's thread, as suits a store that keeps nothing. Whoever has the lock does what others have told
 * meanwhile as well: a run that ends neither waits nor takes the lock, and the rows that it needs, to another processor.
 */
public final class DirectCommitter implements Committer {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final Decision CLOSED = new Decision.Refused(Decision.Reason.CLOSED);
    /** So that nobody is kept from the lock, or with it, for longer than about 100 µs. */
    private static final int MAX_AT_ONCE = 64;
    /** Of changes at once: a start, and the ends of some others. */
    private static final int USUAL = 6;
    /** About 1 µs: what the lock, and all that is changed under it, costs to fetch from another processor and to give back. */
    private static final int PATIENCE = 30;

    private final ShortLock lock = new ShortLock();
    /** What was told, the newest first. */
    private final AtomicReference<@Nullable Request> told = new AtomicReference<>();
    /** What was told before that, the oldest first. Changed under the lock. */
    private volatile @Nullable Request left;

    private final Ledger ledger;

    // Guarded by the lock.
    private final List<Applied> applied = new ArrayList<>(USUAL); // since it was taken
    private boolean closed;

    /**
     * Commits to rows and their log.
     *
     * @param ledger decides and accounts
     */
    public DirectCommitter(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Decision submit(String id, Command command, OnApplied onApplied) {
        Early early = decideEarly(ledger.rows().find(id), command);
        Request helped = null;
        Request late = null;
        Decision decision = CLOSED;
        lock.lock();
        try {
            helped = decideTold();
            if (!closed) {
                decision = commit(id, command, onApplied, early);
            }
            late = left == null ? decideTold() : null; // what came meanwhile would take the lock again
            if (!closed) {
                forget();
            }
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
        tell(new Request(id, command, onApplied, then));
    }

    @Override
    public void tell(TaskRow seen, Command command, OnApplied onApplied, Consumer<Decision> then) {
        Request request = new Request(seen.id(), command, onApplied, then);
        tell(request.decidedEarly(decideEarly(seen, command)));
    }

    /** Whoever is the first to tell something sees to it that it is done, for all who tell more before it is. */
    private void tell(Request request) {
        Request before;
        do {
            before = told.get();
            request.next(before);
        } while (!told.compareAndSet(before, request));
        if (before == null && !isDoneByOthers()) {
            help();
        }
    }

    /** While tasks are started as fast as can be, the next start has what was told in its hands sooner than this thread would get the lock. */
    private boolean isDoneByOthers() {
        for (int looks = 0; looks < PATIENCE; looks++) {
            if (told.get() == null) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /**
     * Decides without the lock: the row is in no cache of the processor as often as not, and whoever waits for the lock would wait for
     * that. Not over new tasks, since there may be too many.
     */
    private @Nullable Early decideEarly(@Nullable TaskRow seen, Command command) {
        return seen == null || command instanceof Command.Register
                ? null
                : new Early(seen, ledger.decideAnyway(seen, command));
    }

    /** Does what was told, unless somebody has the lock: who gives it back looks after that whether there is more. */
    private void help() {
        while ((told.get() != null || left != null) && lock.tryLock()) {
            Request helped = null;
            try {
                helped = decideTold();
                forget();
            } finally {
                showAndUnlock();
                answer(helped);
            }
        }
    }

    private void showAndUnlock() {
        boolean isChanged = !applied.isEmpty();
        try {
            if (isChanged) {
                ledger.log().append(applied);
            }
        } finally {
            applied.clear();
            lock.unlock();
        }
        if (isChanged) {
            ledger.log().hint();
        }
    }

    /** Decides what was told, in its order, but not too much of it; the first of those that are to be answered. */
    private @Nullable Request decideTold() {
        Request first = left == null ? inOrder(told.get() == null ? null : told.getAndSet(null)) : left;
        if (first == null) {
            return null;
        }
        Request last = first;
        decide(last);
        Request rest = last.next();
        for (int decided = 1; rest != null && decided < MAX_AT_ONCE; decided++) {
            last = rest;
            decide(last);
            rest = last.next();
        }
        last.next(null);
        if (left != rest) {
            left = rest;
        }
        return first;
    }

    private static @Nullable Request inOrder(@Nullable Request newest) {
        Request oldest = null;
        for (Request request = newest; request != null; ) {
            Request before = request.next();
            request.next(oldest);
            oldest = request;
            request = before;
        }
        return oldest;
    }

    private static void answer(@Nullable Request first) {
        for (Request request = first; request != null; request = request.next()) {
            request.answer();
        }
    }

    /** What goes wrong with it is not for whoever happens to have the lock. */
    private void decide(Request request) {
        try {
            request.decided(
                    closed ? CLOSED : commit(request.id(), request.command(), request.onApplied(), request.early()));
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "A change of task \"" + request.id() + "\" failed", e);
        }
    }

    @SuppressWarnings("ReferenceEquality") // another instance is another change
    private Decision commit(String id, Command command, OnApplied onApplied, @Nullable Early early) {
        Rows rows = ledger.rows();
        TaskRow row = rows.find(id);
        Decision decision = early != null && early.from() == row ? early.decision() : ledger.decide(row, command, 0);
        if (decision instanceof Decision.Next next) {
            Applied done = Rows.applied(new Change(id, row, next), rows.head());
            ledger.account(done, onApplied);
            applied.add(done);
        }
        return decision;
    }

    private void forget() {
        for (List<String> old = ledger.tooMany(1); !old.isEmpty(); old = ledger.tooMany(1)) {
            commit(old.getFirst(), ledger.evict(old.getFirst()), OnApplied.NOTHING, null);
        }
    }

    @Override
    public void sweep() {
        lock.lock();
        try {
            if (!closed) {
                forget();
            }
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
