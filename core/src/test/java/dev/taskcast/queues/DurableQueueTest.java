package dev.taskcast.queues;

import dev.taskcast.store.shared.SharedJournal;

class DurableQueueTest extends QueueContract {
    @Override
    SharedJournal journal() {
        return SharedJournal.ofManyNodes();
    }
}
