package dev.taskcast.queues;

import dev.taskcast.store.shared.SharedJournal;
import org.jspecify.annotations.Nullable;

class MemoryQueueTest extends QueueContract {
    @Override
    @Nullable
    SharedJournal journal() {
        return null;
    }
}
