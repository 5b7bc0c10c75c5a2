package dev.taskcast.queues;

import dev.taskcast.store.shared.SharedJournal;
import org.jspecify.annotations.Nullable;

class MemoryStatsTest extends StatsContract {
    @Override
    @Nullable
    SharedJournal journal() {
        return null;
    }
}
