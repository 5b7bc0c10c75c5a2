package dev.taskcast.testkit.store;

import dev.taskcast.store.TaskStore;
import dev.taskcast.store.shared.SharedJournal;

/** The durable store in memory that the tests of core stand on. */
class JournalStoreTest extends SharedStoreContract {
    private final SharedJournal journal = SharedJournal.ofManyNodes();

    @Override
    public TaskStore newStore() {
        return journal.connect();
    }

    @Override
    public void crash(TaskStore store) {}
}
