package dev.taskcast.lines;

import dev.taskcast.store.Lines;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The lines of each task's newest run that logged any. Of tasks that rest, those that somebody has asked for lately. Together they are
 * bounded in bytes: beyond that each loses the older half of its lines, which a durable store has still. Thread-safe.
 */
public final class LineStore {
    private static final int MOST_OF_RESTING = 1_000;

    private final ConcurrentHashMap<String, LineTail> tails = new ConcurrentHashMap<>();
    private final Set<LineTail> untaken = ConcurrentHashMap.newKeySet();
    private final AtomicLong shown = new AtomicLong();
    private final Queue<String> ofResting = new ConcurrentLinkedQueue<>(); // the oldest question first
    private final AtomicInteger restingCount = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong(); // of all tails
    private final AtomicBoolean isHalving = new AtomicBoolean();
    private final boolean taken;
    private final long maxBytes;

    /**
     * No lines.
     *
     * @param taken whether somebody {@linkplain #take takes} them, to keep them elsewhere
     * @param maxBytes how much of the heap they may take, about
     */
    public LineStore(boolean taken, long maxBytes) {
        this.taken = taken;
        this.maxBytes = maxBytes;
    }

    /**
     * Adds a line of a run, unless it is over by now: then its task may be gone, or another one of the same id.
     *
     * @param id of which task
     * @param created the position of the event that made the task
     * @param run the number of the run
     * @param isOver whether the run is over; true before {@link #remove} is called for the sake of another run
     * @param text line breaks make several lines of it
     */
    public void add(String id, long created, int run, BooleanSupplier isOver, String text) {
        for (String line : text.isEmpty() ? List.of(text) : text.lines().toList()) {
            while (!addLine(id, created, run, isOver, line)) {
                Thread.onSpinWait(); // another tail has taken the place of the one that was found
            }
        }
        if (bytes.get() > maxBytes && isHalving.compareAndSet(false, true)) {
            try {
                tails.values().forEach(LineTail::halve);
            } finally {
                isHalving.set(false);
            }
        }
    }

    private boolean addLine(String id, long created, int run, BooleanSupplier isOver, String line) {
        LineTail tail = tails.compute(id, (key, old) -> {
            if (isOver.getAsBoolean()) { // here, since here no remove comes in between
                return old;
            }
            return old == null || old.run() != run ? inPlaceOf(old, new LineTail(created, run, bytes)) : old;
        });
        if (tail == null || tail.run() != run || isOver.getAsBoolean()) {
            return true;
        }
        boolean isAdded = tail.add(line);
        if (isAdded && taken) {
            untaken.add(tail);
        }
        return isAdded;
    }

    private static LineTail inPlaceOf(@Nullable LineTail old, LineTail newer) {
        if (old != null) {
            old.retire();
        }
        return newer;
    }

    /** Readers are about to be told that there are new lines. */
    public void show() {
        shown.incrementAndGet();
    }

    /**
     * How often there was something new to read.
     *
     * @return rises with each {@link #show}
     */
    public long shown() {
        return shown.get();
    }

    /**
     * The lines that have come since the last call.
     *
     * @return of each run those that are still here, in their order
     */
    public List<Lines> take() {
        List<Lines> news = new ArrayList<>();
        for (LineTail tail : List.copyOf(untaken)) {
            untaken.remove(tail); // before it is read: a line that comes in between brings it back
            Lines lines = tail.take();
            if (!lines.lines().isEmpty()) {
                news.add(lines);
            }
        }
        return news;
    }

    /**
     * Whether a store may have lines of a task that are not here: of an earlier life, or of a run on another node.
     *
     * @param id of which task
     * @param run the number of its newest run
     * @return false where that run has logged here, or there was none
     */
    public boolean isBehind(String id, int run) {
        LineTail tail = tails.get(id);
        return run > 0 && (tail == null || tail.isRestored() || (taken && tail.isHalved()) || tail.run() < run);
    }

    /**
     * Puts the lines of an earlier life of the store, or of another node, unless those that are here are as new.
     *
     * @param id of which task
     * @param kept what {@link #take} gave then, in its order; of one run
     */
    public void restore(String id, List<Lines> kept) {
        if (!kept.isEmpty()) {
            LineTail restored = LineTail.restored(kept, bytes);
            LineTail now = tails.merge(
                    id,
                    restored,
                    (old, newer) -> newer.isNewerThan(old) || newer.replaces(old) ? inPlaceOf(old, newer) : old);
            if (now != restored) {
                restored.retire();
            }
        }
    }

    /**
     * Adds lines that a run on another node has logged. Those that are here already are passed by. Where some are missing before them, the
     * ones that are here go: the store has them.
     *
     * @param id of which task
     * @param news some of its newest run's
     */
    public void receive(String id, Lines news) {
        tails.compute(id, (same, old) -> {
            boolean isSame =
                    old != null && old.isRestored() && old.created() == news.created() && old.run() == news.run();
            if (old != null && isSame && old.extend(news)) {
                return old;
            }
            LineTail anew = LineTail.restored(List.of(news), bytes);
            if (old == null || isSame || anew.isNewerThan(old)) {
                return inPlaceOf(old, anew);
            }
            anew.retire();
            return old;
        });
    }

    /**
     * A task whose lines were restored is not held: they go once those of many others were asked for.
     *
     * @param id of which task
     */
    public void rests(String id) {
        ofResting.add(id);
        if (restingCount.incrementAndGet() > MOST_OF_RESTING) {
            String oldest = ofResting.poll();
            restingCount.decrementAndGet();
            if (oldest != null) {
                tails.computeIfPresent(oldest, (same, tail) -> {
                    if (!tail.isRestored()) {
                        return tail;
                    }
                    tail.retire();
                    return null;
                });
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
     * Forgets a task's lines: it is gone, is held no more, or begins another run.
     *
     * @param id of which task
     */
    public void remove(String id) {
        LineTail gone = tails.remove(id);
        if (gone != null) {
            gone.retire();
        }
    }
}
