package dev.taskcast.testkit.store;

import dev.taskcast.store.TaskStore;
import dev.taskcast.store.memory.MemoryTaskStore;

class MemoryStoreTest extends TaskStoreContract {
    @Override
    public TaskStore newStore() {
        return new MemoryTaskStore();
    }

    @Override
    public void crash(TaskStore store) {}
}
