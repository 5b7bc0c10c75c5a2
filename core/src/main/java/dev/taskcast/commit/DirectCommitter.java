package dev.taskcast.commit;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Change;
import dev.taskcast.thread.ShortLock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Commits under one lock, on the caller's thread, as suits a store that keeps nothing. */
public final class DirectCommitter implements Committer {
    private static final Decision CLOSED = new Decision.Refused(Decision.Reason.CLOSED);

    private final ShortLock lock = new ShortLock();
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
        Decision decision;
        lock.lock();
        try {
            if (closed) {
                return CLOSED;
            }
            List<Applied> applied = new ArrayList<>(2);
            decision = commit(id, command, onApplied, applied);
            forget(applied);
            ledger.log().append(applied);
        } finally {
            lock.unlock();
        }
        if (decision instanceof Decision.Next) {
            ledger.log().hint();
        }
        return decision;
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
                ledger.log().append(applied);
            }
        } finally {
            lock.unlock();
        }
        if (!applied.isEmpty()) {
            ledger.log().hint();
        }
    }

    @Override
    public void tell(String id, Command command, OnApplied onApplied, Consumer<Decision> then) {
        then.accept(submit(id, command, onApplied));
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
