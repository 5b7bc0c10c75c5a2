package dev.taskcast.store.jdbc;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.UsedRates;
import dev.taskcast.store.Applied;
import dev.taskcast.store.RateFold;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is in the journal and not yet in the tables, by task, by limit, by rate and by orphan. Under the lock of {@link Unflushed}. */
final class Lacking {
    /** How a limit is set, and in which block that is. */
    private record SetLimit(LimitSetting to, long block) {}

    private final Map<Long, Dirty> tasks = new LinkedHashMap<>();
    /** An orphan, null where it has returned, and in which block that is. */
    private record SetOrphan(@Nullable Orphan to, long block) {}

    /** What is used up of a rate, null where that is gone; in which block that is so; and whether its rate may be another one. */
    private record SetUse(UsedRates.@Nullable Use to, long block, boolean isChanged) {
        /** Whether the tables need not have it: all permits are there again by then, as they are of the same rate at any time before. */
        boolean isOver(long time) {
            return to != null && !isChanged && to.fullNanos() <= time * 1_000_000;
        }

        SetUse after(SetUse earlier) {
            return earlier.isChanged && !isChanged ? new SetUse(to, block, true) : this;
        }
    }

    /**
     * What is used up of rates.
     *
     * @param uses empty where a limit has no rate any more
     * @param isWhole whether that is all: whatever is not among them is not used up
     * @param time the newest time that was met
     */
    record Rates(Map<LimitId, Optional<UsedRates.Use>> uses, boolean isWhole, long time) {
        boolean isEmpty() {
            return uses.isEmpty() && !isWhole;
        }
    }

    private final Map<LimitId, SetUse> uses = new LinkedHashMap<>();
    private boolean hasAllUses;
    private long ratesTime;
    private long bytes;
    private final Map<LimitId, SetLimit> limits = new LinkedHashMap<>();
    private final Set<String> gone = new HashSet<>(); // also where another one has come under the same id
    private final Map<Long, SetOrphan> orphans = new LinkedHashMap<>(); // by fence

    void put(Applied applied, long block) {
        if (applied.change().next() instanceof Decision.Limited limited) {
            limits.put(limited.of(), new SetLimit(limited.to(), block));
            return;
        }
        if (applied.change().next() instanceof Decision.Returned returned) {
            orphans.put(returned.orphan().fence(), new SetOrphan(null, block));
            return;
        }
        if (applied.after() == null) {
            gone.add(applied.change().id());
        }
        TaskRow from = applied.change().from();
        Orphan orphan = Orphan.of(from, applied.after());
        if (orphan != null) {
            orphans.put(orphan.fence(), new SetOrphan(orphan, block));
        }
        long created = created(applied);
        Dirty entry = tasks.get(created);
        boolean isNew = entry == null;
        if (entry == null) {
            entry = new Dirty(applied.change().id());
            tasks.put(created, entry);
        }
        long before = isNew ? 0 : entry.bytes();
        entry.take(applied, block);
        bytes += entry.bytes() - before;
    }

    /** About how much of the heap it takes. */
    long bytes() {
        return bytes;
    }

    boolean isGone(String id) {
        return gone.contains(id);
    }

    private static long created(Applied applied) {
        TaskRow known = applied.after() == null ? applied.change().from() : applied.after();
        return known == null ? applied.position() : known.created();
    }

    boolean isEmpty() {
        return tasks.isEmpty() && limits.isEmpty() && orphans.isEmpty();
    }

    /** By the position that each was made at. */
    Map<Long, Dirty> tasks() {
        return tasks;
    }

    /** The limits that were set after a block. */
    Map<LimitId, LimitSetting> limitsAfter(long block) {
        Map<LimitId, LimitSetting> newer = new HashMap<>();
        limits.forEach((of, set) -> {
            if (set.block() > block) {
                newer.put(of, set.to());
            }
        });
        return newer;
    }

    /** As much is used up of a rate; {@code isChanged} where that may be of another rate than before. */
    void use(LimitId of, UsedRates.@Nullable Use to, long block, boolean isChanged) {
        uses.merge(of, new SetUse(to, block, isChanged), (earlier, newer) -> newer.after(earlier));
    }

    /** What a fold has is here whole from now on. */
    void useAll(RateFold rates, long block) {
        rates.used().uses().forEach((of, use) -> use(of, use, block, true));
        hasAllUses = true;
    }

    /** No more will be put here. */
    void end(RateFold rates) {
        ratesTime = rates.time();
    }

    /** What was used up of rates after a block. */
    Rates ratesAfter(long block) {
        Map<LimitId, Optional<UsedRates.Use>> newer = new HashMap<>();
        uses.forEach((of, set) -> {
            if (hasAllUses || (set.block() > block && !set.isOver(ratesTime))) {
                newer.put(of, Optional.ofNullable(set.to()));
            }
        });
        return new Rates(newer, hasAllUses, ratesTime);
    }

    /** What has become of orphans after a block, by fence: empty for those that have returned. */
    Map<Long, Optional<Orphan>> orphansAfter(long block) {
        Map<Long, Optional<Orphan>> newer = new HashMap<>();
        orphans.forEach((fence, set) -> {
            if (set.block() > block) {
                newer.put(fence, Optional.ofNullable(set.to()));
            }
        });
        return newer;
    }

    /**
     * Takes over what an earlier one has, and leaves nothing there. One by one, so that nothing is lost or taken over twice where there is
     * no memory to go on.
     */
    void after(Lacking earlier) {
        for (Iterator<Map.Entry<Long, Dirty>> all = earlier.tasks.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Long, Dirty> before = all.next();
            Dirty newer = tasks.get(before.getKey());
            if (newer == null) {
                tasks.put(before.getKey(), before.getValue());
                bytes += before.getValue().bytes();
            } else {
                bytes -= newer.bytes();
                newer.after(before.getValue());
                bytes += newer.bytes();
            }
            all.remove();
        }
        earlier.bytes = 0;
        earlier.uses.forEach((of, set) -> uses.merge(of, set, (newer, before) -> newer.after(before)));
        hasAllUses |= earlier.hasAllUses;
        earlier.uses.clear();
        earlier.hasAllUses = false;
        earlier.limits.forEach(limits::putIfAbsent);
        earlier.limits.clear();
        earlier.orphans.forEach(orphans::putIfAbsent);
        earlier.orphans.clear();
        gone.addAll(earlier.gone);
        earlier.gone.clear();
    }
}
