package dev.taskcast.run;

import dev.taskcast.commit.Committer;
import dev.taskcast.commit.OnApplied;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.progress.ProgressCell;
import dev.taskcast.progress.Publisher;
import dev.taskcast.task.StoreUnavailableException;
import dev.taskcast.task.TaskProgress;

/** The way of a run's progress from its cell to its viewers. Thread-safe. */
@FunctionalInterface
public interface ProgressPath {
    /**
     * There is something new in a run's cell.
     *
     * @param run which run
     */
    void report(Run run);

    /**
     * A run has completed: where a time left is foretold, later runs are measured by it.
     *
     * @param cell its progress
     * @param nanos when
     */
    default void completed(ProgressCell cell, long nanos) {}

    /**
     * The usual way: merged to the newest, shown at most once an interval.
     *
     * @param publisher shows it
     * @param runs are told that there is something to be shown
     * @return a way that tells both, where they do not know yet
     */
    static ProgressPath merged(Publisher publisher, Runs runs) {
        return new ProgressPath() {
            @Override
            public void report(Run run) {
                if (run.cell().isIdle()) {
                    runs.reports(run); // first: who finds the cell with the publisher must be able to rely on that
                    run.cell().touch(publisher);
                }
            }

            @Override
            public void completed(ProgressCell cell, long nanos) {
                publisher.completed(cell, nanos);
            }
        };
    }

    /**
     * The model library's way: every report is an event with a position.
     *
     * @param committer commits it
     * @return a way that commits on the handler's thread
     */
    static ProgressPath everyOne(Committer committer) {
        return run -> {
            TaskProgress progress = run.cell().value();
            if (progress != null) {
                try {
                    committer.submit(run.id(), new Command.Report(run.fence(), progress), OnApplied.NOTHING);
                } catch (StoreUnavailableException e) {
                    // The handler goes on through an outage; its next report, or its end, shows how far it is.
                }
            }
        };
    }
}
