package dev.taskcast.queues;

import dev.taskcast.store.shared.SharedJournal;

class DurableScheduleTest extends ScheduleContract {
    @Override
    SharedJournal journal() {
        return SharedJournal.ofManyNodes();
    }
}
