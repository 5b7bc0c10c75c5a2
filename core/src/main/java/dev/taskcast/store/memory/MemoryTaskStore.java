package dev.taskcast.store.memory;

import dev.taskcast.store.Batch;
import dev.taskcast.store.Changes;
import dev.taskcast.store.Lines;
import dev.taskcast.store.Opened;
import dev.taskcast.store.Opening;
import dev.taskcast.store.Renewal;
import dev.taskcast.store.RunProgress;
import dev.taskcast.store.Submitted;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.TaskRun;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
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
    public boolean append(Batch batch) {
        return true;
    }

    @Override
    public boolean isKept(Batch batch) {
        return true;
    }

    @Override
    public boolean read(long after, Changes changes) {
        changes.upTo(after);
        return true;
    }

    @Override
    public void flush() {}

    @Override
    public void progress(List<RunProgress> progress) {}

    @Override
    public List<RunProgress> progressOf(String node) {
        return List.of();
    }

    @Override
    public void keepCurves(Map<String, byte[]> changed) {}

    @Override
    public Map<String, byte[]> curves() {
        return Map.of();
    }

    @Override
    public void addLines(List<Lines> lines) {}

    @Override
    public List<Lines> lines(long created) {
        return List.of();
    }

    @Override
    public List<TaskRun> runs(long created, int max) {
        return List.of();
    }

    @Override
    public boolean isGone(String id) {
        return false;
    }

    @Override
    public void submit(Connection transaction, Submitted submitted) {
        throw new UnsupportedOperationException("A store in memory is in no transaction of a database");
    }

    @Override
    public List<Submitted> submitted(int max) {
        return List.of();
    }

    @Override
    public Renewal renew() {
        return Renewal.ALONE;
    }

    @Override
    public void leave(Set<String> nodes) {}

    @Override
    public void onHint(Runnable hint) {}

    @Override
    public void close() {}
}
