package dev.taskcast.store.jdbc;

import dev.taskcast.store.Lines;
import dev.taskcast.store.RunProgress;
import dev.taskcast.store.RunRecords;
import dev.taskcast.task.TaskRun;
import java.util.List;
import java.util.Map;

/** What is kept of runs beside the journal, each in a table of its own. Thread-safe. */
record RecordTables(ProgressTable progressTable, CurveTable curveTable, LineTable lineTable, RunTable runTable)
        implements RunRecords {
    @Override
    public void progress(List<RunProgress> progress) {
        progressTable.keep(progress);
    }

    @Override
    public List<RunProgress> progressOf(String node) {
        return progressTable.of(node);
    }

    @Override
    public void keepCurves(Map<String, byte[]> changed) {
        curveTable.keep(changed);
    }

    @Override
    public Map<String, byte[]> curves() {
        return curveTable.read();
    }

    @Override
    public void addLines(List<Lines> lines) {
        lineTable.add(lines);
    }

    @Override
    public List<Lines> lines(long created) {
        return lineTable.read(created);
    }

    @Override
    public List<TaskRun> runs(long created, int max) {
        return runTable.read(created, max);
    }
}
