package dev.taskcast.lines;

import dev.taskcast.task.TaskText;
import dev.taskcast.thread.ShortLock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last lines of one run, numbered from 1. Bounded in lines and in characters. Thread-safe. */
public final class LineTail {
    static final int MAX_LINES = 1_000;
    static final int MAX_CHARS = 256 * 1_024;

    private final long created;
    private final int run;
    private final boolean restored;
    private final ShortLock lock = new ShortLock();
    private final Deque<String> lines = new ArrayDeque<>(); // guarded by the lock
    private long last; // the number of the newest line
    private int chars;
    private long taken; // the number of the newest line that was taken

    LineTail(long created, int run) {
        this(created, run, false);
    }

    private LineTail(long created, int run, boolean restored) {
        this.created = created;
        this.run = run;
        this.restored = restored;
    }

    static LineTail restored(List<dev.taskcast.store.Lines> kept) {
        dev.taskcast.store.Lines first = kept.getFirst();
        LineTail tail = new LineTail(first.created(), first.run(), true);
        tail.last = first.from() - 1;
        kept.forEach(lines -> lines.lines().forEach(tail::add));
        tail.taken = tail.last;
        return tail;
    }

    /** Whether its lines were logged in an earlier life of the store, or on another node. */
    boolean isRestored() {
        return restored;
    }

    /** Whether it has lines that another tail of the task lacks; what is logged here needs no one else's. */
    boolean isNewerThan(LineTail old) {
        return created > old.created || run > old.run || (run == old.run && old.restored && last() > old.last());
    }

    /** The lines since the last call, as far as they are still here. */
    dev.taskcast.store.Lines take() {
        return lock.get(() -> {
            Lines news = after(taken, Integer.MAX_VALUE);
            taken = last;
            return new dev.taskcast.store.Lines(created, run, news.from(), news.lines());
        });
    }

    /**
     * Which run.
     *
     * @return its number
     */
    public int run() {
        return run;
    }

    /**
     * Some lines in a row.
     *
     * @param run the number of the run that logged them
     * @param from the number of the first
     * @param lines the lines
     * @param more whether there are more after them
     */
    public record Lines(int run, long from, List<String> lines, boolean more) {
        /**
         * The number of the last of them.
         *
         * @return the one before {@code from} where there are none
         */
        public long last() {
            return from + lines.size() - 1;
        }
    }

    void add(String line) {
        lock.run(() -> {
            String kept = TaskText.cut(line, TaskText.MAX_MESSAGE);
            lines.add(kept);
            chars += kept.length();
            last++;
            while (lines.size() > MAX_LINES || chars > MAX_CHARS) {
                chars -= lines.remove().length();
            }
        });
    }

    /**
     * The lines after one; where they are no longer all there, those that are.
     *
     * @param after the number of the last line that is known
     * @param max how many at the most
     * @return the first of what follows it
     */
    public Lines after(long after, int max) {
        return lock.get(() -> {
            long oldest = last - lines.size() + 1;
            long from = Math.max(oldest, Math.min(after, last) + 1);
            List<String> found = new ArrayList<>();
            long number = oldest;
            for (String line : lines) {
                if (number >= from && found.size() < max) {
                    found.add(line);
                }
                number++;
            }
            return new Lines(run, from, found, from + found.size() <= last);
        });
    }

    /**
     * The number of the newest line.
     *
     * @return 0 before the first
     */
    public long last() {
        return lock.get(() -> last);
    }
}
