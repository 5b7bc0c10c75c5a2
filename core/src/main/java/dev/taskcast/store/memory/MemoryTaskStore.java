package dev.taskcast.store.memory;

import dev.taskcast.store.Inbox;
import dev.taskcast.store.Journal;
import dev.taskcast.store.Nodes;
import dev.taskcast.store.Opened;
import dev.taskcast.store.Opening;
import dev.taskcast.store.RunRecords;
import dev.taskcast.store.Submitted;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.StoreTransaction;
import java.util.List;
import java.util.Set;

/** Keeps nothing beside the rows that the JVM has: they live as long as it does. */
public final class MemoryTaskStore implements TaskStore {
    /** An empty store. */
    public MemoryTaskStore() {}

    @Override
    public boolean isDurable() {
        return false;
    }

    @Override
    public Opened open(Opening opening) {
        return new Opened(opening.least(), opening.least(), List.of(), List.of(), List.of(), Set.of());
    }

    @Override
    public Journal journal() {
        throw new UnsupportedOperationException("A store in memory has no journal");
    }

    /** Nothing comes in by it. */
    @Override
    public Inbox inbox() {
        return new Inbox() {
            @Override
            public void submit(StoreTransaction transaction, Submitted submitted) {
                throw new UnsupportedOperationException("A store in memory is in no transaction of a database");
            }

            @Override
            public List<Submitted> submitted(int max) {
                return List.of();
            }
        };
    }

    @Override
    public Nodes nodes() {
        throw new UnsupportedOperationException("A store in memory has one node");
    }

    @Override
    public RunRecords records() {
        throw new UnsupportedOperationException("A store in memory has no records beside the rows");
    }

    @Override
    public boolean isGone(String id) {
        return false;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
