package dev.taskcast.queues;

import dev.taskcast.store.shared.SharedJournal;

class DurableDueTest extends DueContract {
    @Override
    SharedJournal journal() {
        return SharedJournal.ofManyNodes();
    }
}
