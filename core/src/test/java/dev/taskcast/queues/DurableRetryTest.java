package dev.taskcast.queues;

import dev.taskcast.store.shared.SharedJournal;

class DurableRetryTest extends RetryContract {
    @Override
    SharedJournal journal() {
        return SharedJournal.ofManyNodes();
    }
}
