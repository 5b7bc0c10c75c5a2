package dev.taskcast.store.jdbc;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.UsedRates;
import dev.taskcast.series.SeriesEvent;
import dev.taskcast.series.Sums;
import dev.taskcast.store.Applied;
import dev.taskcast.store.RateFold;
import dev.taskcast.store.codec.Block;
import dev.taskcast.thread.ShortLock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What is in the journal and not yet in the tables, and where the journal ends for this node. Thread-safe. Whoever appends adds; whoever
 * flushes takes all there is, at a moment between two blocks.
 */
final class Unflushed {
    /**
     * Where the journal ends.
     *
     * @param block the number of the newest block
     * @param next the number of the one to come
     * @param position the newest position
     * @param node who wrote the newest block
     * @param token which of its blocks it is
     */
    record End(long block, long next, long position, String node, long token) {
        static final End UNKNOWN = new End(0, 1, 0, "", 0);

        static End of(Block block) {
            return new End(block.number(), block.next(), block.position(), block.node(), block.token());
        }
    }

    private static final Lacking NOTHING = new Lacking(); // nothing is ever put there

    private final ShortLock lock = new ShortLock();
    private Lacking lacking = new Lacking();
    private Lacking flushing = NOTHING;
    private Uncounted uncounted = new Uncounted();
    private End flushingUpTo = End.UNKNOWN;
    private long takingBlock; // the block whose changes are being taken
    private int taken; // how many of them are
    private RateFold rates = new RateFold(); // up to where the journal ends
    private long ratesBlock; // what is used up by blocks up to this one was there before
    private boolean isRatesLost; // by the tables
    private long unknown; // the newest block with changes of a newer version
    private volatile End end = End.UNKNOWN;
    private volatile long since;
    private volatile long bytes;
    private volatile long flushedPosition = Long.MIN_VALUE;
    private final AtomicLong certain = new AtomicLong(Long.MIN_VALUE);

    End end() {
        return end;
    }

    /** The block that the tables were up to when this node last saw them: all that is newer is here. */
    long since() {
        return since;
    }

    /** Up to which position the tables have all, though maybe not on disk yet; below every position where that is not known. */
    long flushedPosition() {
        return flushedPosition;
    }

    /** Whether a task is gone that the tables may still have. */
    boolean isGone(String id) {
        lock.lock();
        try {
            return lacking.isGone(id) || flushing.isGone(id);
        } finally {
            lock.unlock();
        }
    }

    /** The tables have all up to a position, on disk. */
    void certain(long position) {
        certain.accumulateAndGet(position, Math::max);
    }

    /** Up to which position the tables have all, on disk; below every position where that is not known. */
    long certain() {
        return certain.get();
    }

    /** Nothing is here yet, and all that the tables lack will be. */
    void since(long flushed) {
        since = flushed;
    }

    /** A block has changes that only a newer version knows. */
    void unknownIn(long block) {
        lock.lock();
        try {
            unknown = Math.max(unknown, block);
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is such a block after another one: tables that are up to that one are for a newer version to bring up. */
    boolean isUnknownAfter(long block) {
        lock.lock();
        try {
            return unknown > block;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a block that is in the journal. Where it throws it may be called again, and goes on where it has stopped. */
    void add(End newEnd, List<Applied> changes) {
        lock.lock();
        try {
            if (takingBlock != newEnd.block()) {
                takingBlock = newEnd.block();
                taken = 0;
            }
            while (taken < changes.size()) {
                take(changes.get(taken), newEnd.block());
                taken++;
            }
            end = newEnd;
        } finally {
            weigh();
            lock.unlock();
        }
    }

    /** What throws comes before what counts: so it counts once, also where all of it is done once more. */
    private void take(Applied applied, long block) {
        SeriesEvent event = SeriesEvent.of(applied.change().from(), applied.after());
        Sums sums = event == null ? null : uncounted.reserve(event, block);
        lacking.put(applied, block);
        takeRates(applied, block);
        if (event != null && sums != null) {
            sums.add(event);
        }
    }

    /** What has happened in blocks that are not counted in the table of the series, as far as is known: up to the journal's end. */
    List<Uncounted.OfBlock> uncounted() {
        return uncounted(Long.MIN_VALUE, end.block());
    }

    /** Of the blocks after one and up to another. */
    List<Uncounted.OfBlock> uncounted(long after, long upTo) {
        lock.lock();
        try {
            return uncounted.between(after, upTo);
        } finally {
            lock.unlock();
        }
    }

    private void takeRates(Applied applied, long block) {
        Decision.Next next = applied.change().next();
        if (block <= ratesBlock) {
            if (next instanceof Decision.Limited limited) {
                rates.limit(limited.of(), limited.to());
            }
        } else if (next instanceof Decision.Limited || next instanceof Decision.Started) {
            rates.take(applied, (of, use) -> lacking.use(of, use, block, next instanceof Decision.Limited));
        }
    }

    /**
     * Nothing is here yet of rates. What follows from the blocks after one of them will be.
     *
     * @param begun what follows from the others
     * @param block the last one of these
     * @param isLost whether the tables do not have that: they are to get all of it
     */
    void rates(RateFold begun, long block, boolean isLost) {
        lock.lock();
        try {
            rates = begun;
            ratesBlock = block;
            isRatesLost = isLost;
        } finally {
            lock.unlock();
        }
    }

    /** The blocks up to that one are counted in the table of the series. */
    void counted(long block) {
        lock.lock();
        try {
            uncounted.counted(block);
        } finally {
            weigh();
            lock.unlock();
        }
    }

    /** An older version has brought the tables up without rates: they are to get all of these. */
    void ratesLost() {
        lock.lock();
        try {
            isRatesLost = true;
        } finally {
            lock.unlock();
        }
    }

    /** How far rates are used up where the journal ends. */
    UsedRates usedRates() {
        lock.lock();
        try {
            return rates.used();
        } finally {
            lock.unlock();
        }
    }

    private void weigh() {
        bytes = flushing.bytes() + lacking.bytes() + uncounted.bytes();
    }

    /** About how much of the heap it takes. */
    long bytes() {
        return bytes;
    }

    /** Begins a flush; one at a time. */
    Lacking begin() {
        lock.lock();
        try {
            giveBack(); // what an earlier flush had and could not give back
            Lacking fresh = new Lacking();
            if (isRatesLost) {
                lacking.useAll(rates, end.block());
                isRatesLost = false;
            }
            lacking.end(rates);
            flushing = lacking;
            flushingUpTo = end;
            lacking = fresh;
            return flushing;
        } finally {
            lock.unlock();
        }
    }

    /** Up to where a flush that has begun goes. */
    End flushingUpTo() {
        return flushingUpTo;
    }

    /**
     * Goes on from what was read anew: whatever is here was appended so long ago that the tables have it, and more.
     *
     * @param read the end of the journal, and what the tables lack; no longer used after that
     */
    void beginAnew(Unflushed read) {
        lock.lock();
        try {
            lacking = read.lacking;
            flushing = NOTHING;
            uncounted = read.uncounted;
            takingBlock = read.takingBlock;
            taken = read.taken;
            unknown = read.unknown;
            rates = read.rates;
            ratesBlock = read.ratesBlock;
            isRatesLost = read.isRatesLost;
            since = read.since;
            end = read.end;
        } finally {
            weigh();
            lock.unlock();
        }
    }

    /** What the flush had is in the tables, which are up to a block. */
    void done(long flushed) {
        lock.lock();
        try {
            flushing = NOTHING;
            weigh();
            since = flushed;
            flushedPosition = flushingUpTo.position();
        } finally {
            lock.unlock();
        }
    }

    /** It is not: the next flush has it to do. */
    void undo() {
        lock.lock();
        try {
            giveBack();
        } finally {
            lock.unlock();
        }
    }

    private void giveBack() {
        lacking.after(flushing);
        flushing = NOTHING;
    }

    /**
     * What the tables lack, or did a moment ago.
     *
     * @param rows each task that has changed, by the position that it was made at: as it is, or empty where it is gone
     * @param position the newest position
     */
    record Newer(Map<Long, Optional<TaskRow>> rows, long position) {}

    /** As of one moment. Who reads the tables after it misses nothing. */
    Newer newer() {
        lock.lock();
        try {
            Map<Long, Optional<TaskRow>> rows =
                    new HashMap<>(2 * (flushing.tasks().size() + lacking.tasks().size()));
            for (Lacking each : List.of(flushing, lacking)) {
                each.tasks().forEach((created, dirty) -> rows.put(created, Optional.ofNullable(dirty.row())));
            }
            return new Newer(rows, end.position());
        } finally {
            lock.unlock();
        }
    }

    /**
     * What the tables do not have yet of a task's runs.
     *
     * @param row the task as it is, or null where it is gone
     * @param node see {@link Dirty#node}
     * @param stackTrace see {@link Dirty#stackTrace}
     * @param formers see {@link Dirty#formers}
     */
    record Runs(
            @Nullable TaskRow row,
            @Nullable String node,
            @Nullable String stackTrace,
            List<Dirty.Former> formers) {}

    /** Null where the tables have all of it. */
    @Nullable
    Runs runs(long created) {
        lock.lock();
        try {
            Dirty earlier = flushing.tasks().get(created);
            Dirty newer = lacking.tasks().get(created);
            if (newer == null) {
                return earlier == null ? null : runs(earlier, earlier.formers());
            }
            List<Dirty.Former> formers = new ArrayList<>(earlier == null ? List.of() : earlier.formers());
            formers.addAll(newer.formers());
            return runs(newer, formers);
        } finally {
            lock.unlock();
        }
    }

    private static Runs runs(Dirty newest, List<Dirty.Former> formers) {
        return new Runs(newest.row(), newest.node(), newest.stackTrace(), List.copyOf(formers));
    }
}
