package dev.taskcast.queues;

import dev.taskcast.store.shared.SharedJournal;
import org.jspecify.annotations.Nullable;

class MemoryScheduleTest extends ScheduleContract {
    @Override
    @Nullable
    SharedJournal journal() {
        return null;
    }
}
