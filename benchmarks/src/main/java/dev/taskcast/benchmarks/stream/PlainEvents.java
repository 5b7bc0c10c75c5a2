package dev.taskcast.benchmarks.stream;

import dev.taskcast.benchmarks.process.ProcessStats;
import dev.taskcast.task.TaskProgress;
import java.io.IOException;

/** What servers without tasks have in common: one task that all watch, and nothing is remembered. */
abstract class PlainEvents implements EventServer {
    @SuppressWarnings("UnusedVariable") // written only: that is what is measured
    private volatile TaskProgress progress = TaskProgress.STARTING;

    @Override
    public long history(int events) {
        throw new UnsupportedOperationException("What has been sent is not remembered");
    }

    @Override
    public void report(int calls) {
        for (int i = 0; i < calls; i++) {
            progress = new TaskProgress("Working", i, calls);
        }
    }

    @Override
    public long cpuNanos() {
        return ProcessStats.cpuNanos();
    }

    @Override
    public long heapBytes() {
        return ProcessStats.heapBytes();
    }

    @Override
    public long rssBytes() throws IOException {
        return ProcessStats.rssBytes();
    }
}
