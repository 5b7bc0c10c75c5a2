package dev.taskcast.lines;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The lines of each task's newest run that logged any. Thread-safe. */
public final class LineStore {
    private final ConcurrentHashMap<String, LineTail> tails = new ConcurrentHashMap<>();

    /** No lines. */
    public LineStore() {}

    /**
     * Adds a line of the newest run.
     *
     * @param id of which task
     * @param run the number of the run
     * @param text line breaks make several lines of it
     */
    public void add(String id, int run, String text) {
        LineTail tail = tails.compute(id, (key, old) -> old == null || old.run() < run ? new LineTail(run) : old);
        if (tail.run() == run) { // else of an older run that does not know yet that it has ended
            if (text.isEmpty()) {
                tail.add(text);
            } else {
                text.lines().forEach(tail::add);
            }
        }
    }

    /**
     * A task's lines.
     *
     * @param id of which task
     * @return null where no run has logged any
     */
    public @Nullable LineTail find(String id) {
        return tails.get(id);
    }

    /**
     * Forgets a task's lines: it is gone, or begins another run.
     *
     * @param id of which task
     */
    public void remove(String id) {
        tails.remove(id);
    }
}
