package dev.taskcast.lines;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The lines of each task's newest run that logged any. Thread-safe. */
public final class LineStore {
    private final ConcurrentHashMap<String, LineTail> tails = new ConcurrentHashMap<>();

    /** No lines. */
    public LineStore() {}

    /**
     * Adds a line of a run, unless it is over by now: then its task may be gone, or another one of the same id.
     *
     * @param id of which task
     * @param run the number of the run
     * @param isOver whether the run is over; true before {@link #remove} is called for the sake of another run
     * @param text line breaks make several lines of it
     */
    public void add(String id, int run, BooleanSupplier isOver, String text) {
        LineTail tail = tails.compute(id, (key, old) -> {
            if (isOver.getAsBoolean()) { // here, since here no remove comes in between
                return old;
            }
            return old == null || old.run() != run ? new LineTail(run) : old;
        });
        if (tail != null && tail.run() == run && !isOver.getAsBoolean()) {
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
