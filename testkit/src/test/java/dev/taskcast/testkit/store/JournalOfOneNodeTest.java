package dev.taskcast.testkit.store;

import dev.taskcast.store.TaskStore;
import dev.taskcast.store.shared.SharedJournal;

/** The same, for one node at a time. */
class JournalOfOneNodeTest extends DurableStoreContract {
    private final SharedJournal journal = SharedJournal.ofOneNode();

    @Override
    public TaskStore newStore() {
        return journal.connect();
    }

    @Override
    public void crash(TaskStore store) {}
}
