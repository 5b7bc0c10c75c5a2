package dev.taskcast.commit;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Change;
import dev.taskcast.thread.ShortLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Commits under one lock, on the caller's thread, as suits a store that keeps nothing. Whoever has the lock does what others have told
 * meanwhile as well: a run that ends neither waits nor takes the lock, and the rows that it needs, to another processor.
 */
public final class DirectCommitter implements Committer {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final Decision CLOSED = new Decision.Refused(Decision.Reason.CLOSED);
    /** So that nobody is kept from the lock, or with it, for longer than about 100 µs. */
    private static final int MAX_AT_ONCE = 64;

    private final ShortLock lock = new ShortLock();
    private final Queue<Request> told = new ConcurrentLinkedQueue<>();
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
        List<Applied> applied = new ArrayList<>(2);
        List<Request> helped = List.of();
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
            helped.forEach(Request::answer);
            help();
        }
        return decision;
    }

    @Override
    public void tell(String id, Command command, OnApplied onApplied, Consumer<Decision> then) {
        told.add(new Request(id, command, onApplied, then));
        help();
    }

    /** Does what was told, unless somebody has the lock: who gives it back looks after that whether there is more. */
    private void help() {
        while (!told.isEmpty() && lock.tryLock()) {
            List<Applied> applied = new ArrayList<>(2);
            List<Request> helped = List.of();
            try {
                helped = decideTold(applied);
                forget(applied);
            } finally {
                showAndUnlock(applied);
                helped.forEach(Request::answer);
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

    private List<Request> decideTold(List<Applied> applied) {
        Request request = told.poll();
        if (request == null) {
            return List.of();
        }
        List<Request> decided = new ArrayList<>();
        for (; request != null; request = decided.size() < MAX_AT_ONCE ? told.poll() : null) {
            decide(request, applied);
            decided.add(request);
        }
        return decided;
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
