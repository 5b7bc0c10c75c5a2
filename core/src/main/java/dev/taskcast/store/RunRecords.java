package dev.taskcast.store;

import dev.taskcast.task.TaskRun;
import java.util.List;
import java.util.Map;

/**
 * What is kept of runs beside the journal: how far they are, what they have logged, how the last ones of a type went. Of it a crash
 * may lose what came last. Thread-safe. Every method may block, and throws {@link StoreException} where it can't do what it was
 * asked for.
 */
public interface RunRecords {
    /**
     * Keeps the progress of this node's runs, in one write; the newest value of each counts.
     *
     * @param progress of those that have made some since the last call
     */
    void progress(List<RunProgress> progress);

    /**
     * What {@link #progress} has kept of a node's runs.
     *
     * @param node its name
     * @return empty where nothing is known
     */
    List<RunProgress> progressOf(String node);

    /**
     * Keeps how the last runs of types went, so that the next ones can be foretold; of a type the newest counts.
     *
     * @param changed by type, in a form that only its writer knows; at most 1 KB each
     */
    void keepCurves(Map<String, byte[]> changed);

    /**
     * What {@link #keepCurves} has kept, on any node, of the 1,000 types that changed last or a few more.
     *
     * @return by type, in the order of their last changes
     */
    Map<String, byte[]> curves();

    /**
     * Keeps lines that runs have logged; of each run the newest 1,000 at the least.
     *
     * @param lines in their order
     */
    void addLines(List<Lines> lines);

    /**
     * Lines of a task's newest run that logged any.
     *
     * @param created the position of the event that made the task
     * @return the newest 1,000 of them, in their order
     */
    List<Lines> lines(long created);

    /**
     * The runs of a task, but for one that goes on.
     *
     * @param created the position of the event that made the task
     * @param max how many at the most
     * @return the newest first
     */
    List<TaskRun> runs(long created, int max);
}
