package dev.taskcast.commit;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.UsedRates;
import dev.taskcast.store.Applied;
import dev.taskcast.store.RateFold;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What outlives nodes: a journal, tables that are brought up to it now and then, and a clock that an operator may set. */
final class SimulatedStore {
    final List<List<Applied>> journal = new ArrayList<>();
    private final ManualClock clock;
    private final long startNanos;
    private final Map<Long, TaskRow> rows = new LinkedHashMap<>(); // by the position that each was made at
    private final Map<LimitId, LimitSetting> limits = new HashMap<>();
    private final Map<Long, Orphan> orphans = new HashMap<>();
    private final Map<LimitId, UsedRates.Use> uses = new HashMap<>();
    private RateFold rates = new RateFold();
    private long head = SimulatedNode.BASE;
    private int flushed;
    private long offset = ManualClock.START.toEpochMilli();

    SimulatedStore(ManualClock clock) {
        this.clock = clock;
        startNanos = clock.nanos();
    }

    /** What is in the tables, and up to which block that is. */
    record Tables(
            List<TaskRow> rows,
            Map<LimitId, LimitSetting> limits,
            List<Orphan> orphans,
            UsedRates rates,
            long head,
            int blocks) {}

    long now() {
        return offset + (clock.nanos() - startNanos) / 1_000_000;
    }

    void moveClock(Duration by) {
        offset += by.toMillis();
    }

    Tables open() {
        return new Tables(
                List.copyOf(rows.values()),
                Map.copyOf(limits),
                List.copyOf(orphans.values()),
                new UsedRates(uses, rates.time()),
                head,
                flushed);
    }

    /** Writes what is new, as whoever has read the tables and the journal after them knows it. */
    void flush(boolean byNewNode) {
        if (byNewNode) {
            UsedRates kept = new UsedRates(uses, rates.time());
            rates = new RateFold();
            rates.begin(limits, kept);
        }
        for (; flushed < journal.size(); flushed++) {
            for (Applied applied : journal.get(flushed)) {
                flush(applied);
            }
        }
    }

    private void flush(Applied applied) {
        rates.take(applied, (of, use) -> {
            if (use == null) {
                uses.remove(of);
            } else {
                uses.put(of, use);
            }
        });
        head = Math.max(head, applied.position());
        TaskRow from = applied.change().from();
        TaskRow after = applied.after();
        switch (applied.change().next()) {
            case Decision.Limited limited -> limits.put(limited.of(), limited.to());
            case Decision.Returned returned -> orphans.remove(returned.orphan().fence());
            default -> {
                Orphan orphan = Orphan.of(from, after);
                if (orphan != null) {
                    orphans.put(orphan.fence(), orphan);
                }
                if (after != null) {
                    rows.put(after.created(), after);
                } else if (from != null) {
                    rows.remove(from.created());
                }
            }
        }
    }
}
