package dev.taskcast.store.jdbc;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Change;
import dev.taskcast.store.codec.Block;
import dev.taskcast.store.codec.BlockReader;
import dev.taskcast.store.codec.Decoder;
import dev.taskcast.store.codec.Draft;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes blocks over the tables' rows. Those that the tables lack change the rows. Of the others, and of changes that a flush which was cut
 * off has written already, only the transitions are made out, as far as that can be done: the row that one was decided from may be lost.
 */
final class Replay {
    /**
     * What the tables have.
     *
     * @param rows the tasks by the positions that they were made at; what the tables lack is added
     * @param limits as they are set; likewise
     * @param orphans by fence; likewise
     * @param flushed up to which block they are
     */
    record Kept(Map<Long, TaskRow> rows, Map<LimitId, LimitSetting> limits, Map<Long, Orphan> orphans, long flushed) {}

    private final Map<Long, TaskRow> rows;
    private final Map<LimitId, LimitSetting> limits;
    private final Map<Long, Orphan> orphans;
    private final Map<Long, TaskRow> earlier = new HashMap<>(); // tasks as they were before what the tables have
    private final Deque<Applied> recent = new ArrayDeque<>();
    private final List<Long> removed = new ArrayList<>();
    private final List<Long> unheld = new ArrayList<>();
    private final long flushed;
    private final int wanted;
    private final Unflushed unflushed;
    private final Gone gone;

    Replay(Kept kept, int wanted, Unflushed unflushed, Gone gone) {
        rows = kept.rows();
        limits = kept.limits();
        orphans = kept.orphans();
        flushed = kept.flushed();
        this.wanted = wanted;
        this.unflushed = unflushed;
        this.gone = gone;
    }

    void take(Block block) {
        List<Applied> lacking = new ArrayList<>();
        boolean isNew = block.number() > flushed;
        BlockReader.read(block, (draft, created, position) -> {
            if (!draft.isKnown()) {
                unflushed.unknownIn(block.number());
            }
            if (draft.isOfNoTask()) {
                if (isNew) {
                    takeOfNoTask(Decoder.applied(draft, 0, null, position), lacking);
                }
                return;
            }
            TaskRow row = rows.get(created);
            boolean changes = isNew && isNews(draft, row, position);
            Applied applied = changes ? Decoder.applied(draft, created, row, position) : past(draft, created, position);
            if (applied == null) {
                return;
            }
            if (changes) {
                if (row == null && !draft.kind().equals("m")) {
                    unheld.add(created);
                }
                if (applied.after() == null) {
                    removed.add(created);
                }
                lacking.add(applied);
                put(rows, created, applied.after());
                Orphan orphan = Orphan.of(row, applied.after());
                if (orphan != null) {
                    orphans.put(orphan.fence(), orphan);
                }
            } else {
                put(earlier, created, applied.after());
            }
            remember(applied);
        });
        unflushed.add(Unflushed.End.of(block), lacking);
    }

    /** A flush that was cut off may have written it already: it is written once more. */
    private void takeOfNoTask(@Nullable Applied applied, List<Applied> lacking) {
        if (applied == null) {
            return;
        }
        lacking.add(applied);
        switch (applied.change().next()) {
            case Decision.Limited limited -> setLimit(limited);
            case Decision.Returned returned -> orphans.remove(returned.orphan().fence());
            default -> throw new IllegalStateException("A change of no task must be known, got: " + applied);
        }
    }

    private void setLimit(Decision.Limited limited) {
        if (limited.to().equals(LimitSetting.NONE)) {
            limits.remove(limited.of());
        } else {
            limits.put(limited.of(), limited.to());
        }
    }

    private static void put(Map<Long, TaskRow> into, long created, @Nullable TaskRow row) {
        if (row == null) {
            into.remove(created);
        } else {
            into.put(created, row);
        }
    }

    private static boolean isNews(Draft draft, @Nullable TaskRow row, long position) {
        return switch (draft.kind()) {
            case "m" -> row == null;
            case "r" -> row == null || position > row.position(); // it rests: nobody has read it
            case "u" -> row == null || position > row.position();
            case "a", "n" -> row != null && position == row.position();
            default -> row != null && position > row.position();
        };
    }

    private @Nullable Applied past(Draft draft, long created, long position) {
        TaskRow from = earlier.get(created);
        if (draft.kind().equals("r")) {
            TaskRow last = from != null ? from : draft.last(created, position);
            return new Applied(
                    new Change(draft.identity().id(), last, new Decision.Removed(draft.identity())), position, null);
        }
        if (from != null || draft.kind().equals("m") || draft.kind().equals("u")) {
            return Decoder.applied(draft, created, from, position);
        }
        TaskRow now = rows.get(created);
        if (now == null) {
            return null;
        }
        Applied like = Decoder.applied(draft, created, now, position);
        return like == null
                ? null
                : new Applied(new Change(now.id(), null, like.change().next()), position, like.after());
    }

    private void remember(Applied applied) {
        if (applied.change().next() instanceof Decision.Removed removed) {
            gone.add(removed.identity().id());
        }
        if (Decoder.isTransition(applied)) {
            recent.add(applied);
            if (recent.size() > wanted) {
                recent.remove();
            }
        }
    }

    /** Where those were made that are gone, and that the tables may have still. */
    List<Long> removed() {
        return removed;
    }

    /** Where those were made that were woken or forgotten, and were not held before: the tables may have them at rest. */
    List<Long> unheld() {
        return unheld;
    }

    /** The newest transitions. */
    List<Applied> recent() {
        return List.copyOf(recent);
    }
}
