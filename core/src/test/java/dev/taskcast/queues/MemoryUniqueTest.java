package dev.taskcast.queues;

import dev.taskcast.store.shared.SharedJournal;
import org.jspecify.annotations.Nullable;

class MemoryUniqueTest extends UniqueContract {
    @Override
    @Nullable
    SharedJournal journal() {
        return null;
    }
}
