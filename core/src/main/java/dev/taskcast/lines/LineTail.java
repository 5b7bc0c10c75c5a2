package dev.taskcast.lines;

import dev.taskcast.task.TaskText;
import dev.taskcast.thread.ShortLock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The last lines of one run, numbered from 1. Bounded in lines and in characters; where there are too many of all runs, halved. Thread-safe. */
public final class LineTail {
    static final int MAX_LINES = 1_000;
    static final int MAX_CHARS = 256 * 1_024;
    private static final int LINE_BYTES = 64; // beside its characters

    private final long created;
    private final int run;
    private final boolean restored;
    private final ShortLock lock = new ShortLock();
    private final Deque<String> lines = new ArrayDeque<>(); // guarded by the lock
    private long last; // the number of the newest line
    private int chars;
    private long taken; // the number of the newest line that was taken
    private boolean isRetired; // another one is in its place, or none
    private volatile boolean isHalved;
    private final AtomicLong bytes; // of all tails

    LineTail(long created, int run, AtomicLong bytes) {
        this(created, run, bytes, false);
    }

    private LineTail(long created, int run, AtomicLong bytes, boolean restored) {
        this.created = created;
        this.run = run;
        this.bytes = bytes;
        this.restored = restored;
    }

    static LineTail restored(List<dev.taskcast.store.Lines> kept, AtomicLong bytes) {
        dev.taskcast.store.Lines first = kept.getFirst();
        LineTail tail = new LineTail(first.created(), first.run(), bytes, true);
        tail.last = first.from() - 1;
        kept.forEach(lines -> lines.lines().forEach(tail::add));
        tail.taken = tail.last;
        return tail;
    }

    /**
     * Whether its lines were logged in an earlier life of the store, or on another node.
     *
     * @return false where a run here logs
     */
    public boolean isRestored() {
        return restored;
    }

    /**
     * Which task, by the position of the event that made it.
     *
     * @return a position
     */
    public long created() {
        return created;
    }

    /** Adds what comes after its newest line; false where there is a gap before it, or it is retired. */
    boolean extend(dev.taskcast.store.Lines news) {
        return lock.get(() -> {
            if (isRetired || news.from() > last + 1) {
                return false;
            }
            int known = (int) Math.min(news.lines().size(), last + 1 - news.from());
            news.lines().subList(known, news.lines().size()).forEach(this::addNow);
            taken = last;
            return true;
        });
    }

    /** Whether lines have left it for the sake of others. */
    boolean isHalved() {
        return isHalved;
    }

    /** The older half of its lines leaves it. */
    void halve() {
        lock.run(() -> {
            isHalved |= !lines.isEmpty();
            for (int surplus = (lines.size() + 1) / 2; surplus > 0; surplus--) {
                removeOldest();
            }
        });
    }

    /** It is gone but for who is about to take its last lines: it does not count, and nothing is added. */
    void retire() {
        boolean ignored = retireAt(Long.MAX_VALUE);
    }

    /** The same, unless it has a newer line than told. */
    private boolean retireAt(long newest) {
        return lock.get(() -> {
            boolean isSo = last <= newest;
            if (isSo && !isRetired) {
                isRetired = true;
                bytes.addAndGet(-(long) LINE_BYTES * lines.size() - chars);
            }
            return isSo;
        });
    }

    private void removeOldest() {
        int length = lines.remove().length();
        chars -= length;
        if (!isRetired) {
            bytes.addAndGet(-LINE_BYTES - length);
        }
    }

    /** Whether it has all lines of another one that lines have left; that one is retired then. */
    boolean replaces(LineTail old) {
        return created == old.created && run == old.run && old.isHalved && old.retireAt(last());
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

    /** False where it is retired. */
    boolean add(String line) {
        return lock.get(() -> {
            if (isRetired) {
                return false;
            }
            addNow(line);
            return true;
        });
    }

    private void addNow(String line) {
        String kept = TaskText.cut(line, TaskText.MAX_MESSAGE);
        lines.add(kept);
        chars += kept.length();
        bytes.addAndGet(LINE_BYTES + kept.length());
        last++;
        while (lines.size() > MAX_LINES || chars > MAX_CHARS) {
            removeOldest();
        }
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
