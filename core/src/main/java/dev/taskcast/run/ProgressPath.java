package dev.taskcast.run;

import dev.taskcast.commit.Committer;
import dev.taskcast.commit.Committer.OnApplied;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.progress.Publisher;
import dev.taskcast.task.TaskProgress;

/** The way of a run's progress to its viewers. Thread-safe. */
@FunctionalInterface
public interface ProgressPath {
    /**
     * Takes a report.
     *
     * @param run which run
     * @param progress how far it is
     */
    void report(Run run, TaskProgress progress);

    /**
     * The usual way: merged to the newest, shown at most once an interval.
     *
     * @param publisher shows it
     * @return a way that only writes the run's cell
     */
    static ProgressPath merged(Publisher publisher) {
        return (run, progress) -> run.cell().set(progress, publisher);
    }

    /**
     * The model library's way: every report is an event with a position.
     *
     * @param committer commits it
     * @return a way that commits on the handler's thread
     */
    static ProgressPath everyOne(Committer committer) {
        return (run, progress) -> {
            run.cell().keep(progress);
            committer.submit(run.id(), new Command.Report(run.fence(), progress), OnApplied.NOTHING);
        };
    }
}
