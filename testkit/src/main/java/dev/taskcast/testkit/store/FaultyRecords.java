package dev.taskcast.testkit.store;

import dev.taskcast.store.Lines;
import dev.taskcast.store.RunProgress;
import dev.taskcast.store.RunRecords;
import dev.taskcast.task.TaskRun;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to what is kept beside the journal, as long as the store is reached. Thread-safe. */
final class FaultyRecords implements RunRecords {
    private final RunRecords records;
    private final Reach reach;
    private final AtomicInteger writes;

    FaultyRecords(RunRecords records, Reach reach, AtomicInteger writes) {
        this.records = records;
        this.reach = reach;
        this.writes = writes;
    }

    private void write(Runnable call) {
        reach.run(call);
        writes.incrementAndGet();
    }

    @Override
    public void progress(List<RunProgress> progress) {
        write(() -> records.progress(progress));
    }

    @Override
    public List<RunProgress> progressOf(String node) {
        return reach.call(() -> records.progressOf(node));
    }

    @Override
    public void keepCurves(Map<String, byte[]> changed) {
        write(() -> records.keepCurves(changed));
    }

    @Override
    public Map<String, byte[]> curves() {
        return reach.call(records::curves);
    }

    @Override
    public void addLines(List<Lines> lines) {
        write(() -> records.addLines(lines));
    }

    @Override
    public List<Lines> lines(long created) {
        return reach.call(() -> records.lines(created));
    }

    @Override
    public List<TaskRun> runs(long created, int max) {
        return reach.call(() -> records.runs(created, max));
    }
}
