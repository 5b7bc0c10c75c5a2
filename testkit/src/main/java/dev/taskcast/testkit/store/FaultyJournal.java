package dev.taskcast.testkit.store;

import dev.taskcast.store.Batch;
import dev.taskcast.store.Changes;
import dev.taskcast.store.Journal;
import dev.taskcast.store.Opened;

/** A way to a journal that fails at will. Thread-safe. */
final class FaultyJournal implements Journal {
    private final Journal journal;
    private final Reach reach;
    private final AppendFaults faults;

    FaultyJournal(Journal journal, Reach reach, AppendFaults faults) {
        this.journal = journal;
        this.reach = reach;
        this.faults = faults;
    }

    @Override
    public boolean append(Batch batch) {
        faults.await();
        return reach.call(() -> faults.append(journal, batch));
    }

    @Override
    public boolean isKept(Batch batch) {
        return reach.call(() -> faults.isKept(journal, batch));
    }

    @Override
    public boolean read(long after, Changes changes) {
        return reach.call(() -> journal.read(after, changes));
    }

    @Override
    public boolean readInTurn(long after, Changes changes) {
        return reach.call(() -> journal.readInTurn(after, changes));
    }

    @Override
    public void endTurn() {
        journal.endTurn();
    }

    @Override
    public Opened readAnew(int ended, long payloadBytes) {
        return reach.call(() -> journal.readAnew(ended, payloadBytes));
    }

    @Override
    public void onHint(Runnable hint) {
        journal.onHint(hint);
    }
}
