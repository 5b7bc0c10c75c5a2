package dev.taskcast.queues;

import dev.taskcast.store.shared.SharedJournal;
import org.jspecify.annotations.Nullable;

class MemoryRetryTest extends RetryContract {
    @Override
    @Nullable
    SharedJournal journal() {
        return null;
    }
}
