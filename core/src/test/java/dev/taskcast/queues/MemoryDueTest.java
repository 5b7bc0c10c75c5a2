package dev.taskcast.queues;

import dev.taskcast.store.shared.SharedJournal;
import org.jspecify.annotations.Nullable;

class MemoryDueTest extends DueContract {
    @Override
    @Nullable
    SharedJournal journal() {
        return null;
    }
}
