package dev.taskcast.queues;

import dev.taskcast.store.shared.SharedJournal;

class DurableStatsTest extends StatsContract {
    @Override
    SharedJournal journal() {
        return SharedJournal.ofManyNodes();
    }
}
