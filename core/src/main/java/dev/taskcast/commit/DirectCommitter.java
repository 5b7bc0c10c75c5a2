package dev.taskcast.commit;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
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

    private final ShortLock lock = new ShortLock();
    /** What was told, the newest first. */
    private final AtomicReference<@Nullable Request> told = new AtomicReference<>();
    /** What was told before that, the oldest first. Changed under the lock. */
    private volatile @Nullable Request left;

    private final Ledger ledger;
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
        List<Applied> applied = new ArrayList<>(USUAL);
        Request helped = null;
        Decision decision = CLOSED;
        lock.lock();
        try {
            helped = decideTold(applied);
            if (!closed) {
                decision = commit(id, command, onApplied, applied);
                forget(applied);
            }
        } finally {
            showAndUnlock(applied);
            answer(helped);
            help();
        }
        return decision;
    }

    @Override
    public void tell(String id, Command command, OnApplied onApplied, Consumer<Decision> then) {
        Request request = new Request(id, command, onApplied, then);
        Request before;
        do {
            before = told.get();
            request.next(before);
        } while (!told.compareAndSet(before, request));
        help();
    }

    /** Does what was told, unless somebody has the lock: who gives it back looks after that whether there is more. */
    private void help() {
        while ((told.get() != null || left != null) && lock.tryLock()) {
            List<Applied> applied = new ArrayList<>(USUAL);
            Request helped = null;
            try {
                helped = decideTold(applied);
                forget(applied);
            } finally {
                showAndUnlock(applied);
                answer(helped);
            }
        }
    }

    private void showAndUnlock(List<Applied> applied) {
        try {
            ledger.log().append(applied);
        } finally {
            lock.unlock();
        }
        if (!applied.isEmpty()) {
            ledger.log().hint();
        }
    }

    /** Decides what was told, in its order, but not too much of it; the first of those that are to be answered. */
    private @Nullable Request decideTold(List<Applied> applied) {
        Request first = left == null ? inOrder(told.get() == null ? null : told.getAndSet(null)) : left;
        if (first == null) {
            return null;
        }
        Request last = first;
        decide(last, applied);
        Request rest = last.next();
        for (int decided = 1; rest != null && decided < MAX_AT_ONCE; decided++) {
            last = rest;
            decide(last, applied);
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
    private void decide(Request request, List<Applied> applied) {
        try {
            request.decided(closed ? CLOSED : commit(request.id(), request.command(), request.onApplied(), applied));
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "A change of task \"" + request.id() + "\" failed", e);
        }
    }

    private Decision commit(String id, Command command, OnApplied onApplied, List<Applied> applied) {
        Rows rows = ledger.rows();
        var row = rows.find(id);
        Decision decision = ledger.decide(row, command, 0);
        if (decision instanceof Decision.Next next) {
            Applied done = Rows.applied(new Change(id, row, next), rows.head());
            ledger.account(done, onApplied);
            applied.add(done);
        }
        return decision;
    }

    private void forget(List<Applied> applied) {
        for (List<String> old = ledger.tooMany(1); !old.isEmpty(); old = ledger.tooMany(1)) {
            commit(old.getFirst(), ledger.evict(old.getFirst()), OnApplied.NOTHING, applied);
        }
    }

    @Override
    public void sweep() {
        List<Applied> applied = new ArrayList<>();
        lock.lock();
        try {
            if (!closed) {
                forget(applied);
            }
        } finally {
            showAndUnlock(applied);
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
