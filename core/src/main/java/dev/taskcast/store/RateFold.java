package dev.taskcast.store;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitId.Kind;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.LimitSetting.Values;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.UsedRates;
import dev.taskcast.queue.Rate;
import dev.taskcast.task.TaskIdentity;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How far rates are used up, for stores: folded from the changes that are kept, in their order, and from nothing else. So it is the same for
 * each node, and may be written down with the block that it is folded up to. What is used up of a rate is one number, also of one with many
 * permits; and nothing of it is kept for long once all permits are there again. Not thread-safe.
 */
public final class RateFold {
    /** Nodes that fold the same begin at different moments, and their clocks differ a little: they are to forget the same. */
    private static final long FORGET_AFTER_MILLIS = 60_000;

    private static final int LEAST_TO_TIDY = 1_024;

    private final Map<LimitId, LimitSetting> limits = new HashMap<>();
    private final Map<LimitId, Used> used = new HashMap<>();
    private long time;
    private int tidyAt = LEAST_TO_TIDY;

    /** How far, and by which start at the latest: so none counts twice. */
    private record Used(Rate rate, long fullNanos, long position) {
        UsedRates.Use use() {
            return new UsedRates.Use(rate.permits(), rate.periodMillis(), fullNanos);
        }
    }

    /** Nothing is limited yet, and nothing used up. */
    public RateFold() {}

    /** Takes what was used up of a limit's rate, and null where it has none any more. */
    @FunctionalInterface
    public interface OnUse extends BiConsumer<LimitId, UsedRates.@Nullable Use> {}

    /**
     * Begins anew, from what was folded before.
     *
     * @param set the limits as they are set
     * @param before how far their rates are used up
     */
    public void begin(Map<LimitId, LimitSetting> set, UsedRates before) {
        limits.clear();
        limits.putAll(set);
        used.clear();
        before.uses()
                .forEach((of, use) ->
                        used.put(of, new Used(new Rate(use.permits(), use.periodMillis()), use.fullNanos(), 0)));
        time = before.time();
    }

    /**
     * Begins anew where nothing was folded before: with what is known of starts.
     *
     * @param set the limits as they are set
     * @param before how far their rates are used up as far as that is known
     * @param rows tasks, of whose newest starts as much is used up as there is of them
     */
    public void begin(Map<LimitId, LimitSetting> set, UsedRates before, Collection<TaskRow> rows) {
        begin(set, UsedRates.NONE);
        rows.stream()
                .filter(row -> row.fence() > 0)
                .sorted(Comparator.comparingLong(TaskRow::fence))
                .forEach(row ->
                        started(row.state().identity(), Wanted.startedAt(row.state()), row.fence(), (of, use) -> {}));
        before.uses().forEach((of, use) -> {
            Used known = used.get(of);
            if (known == null || known.fullNanos < use.fullNanos()) {
                used.put(of, new Used(new Rate(use.permits(), use.periodMillis()), use.fullNanos(), 0));
            }
        });
        time = Math.max(time, before.time());
    }

    /**
     * Takes a limit that was set before what was folded ends.
     *
     * @param of what it is of
     * @param to how it is set
     */
    public void limit(LimitId of, LimitSetting to) {
        if (to.equals(LimitSetting.NONE)) {
            limits.remove(of);
        } else {
            limits.put(of, to);
        }
    }

    /**
     * Takes a change. The same one may be taken once more, where nothing came after it.
     *
     * @param applied the change
     * @param onUse is told what is used up by it, after it
     */
    public void take(Applied applied, OnUse onUse) {
        switch (applied.change().next()) {
            case Decision.Limited limited -> limited(limited, onUse);
            case Decision.Started started ->
                started(
                        started.state().identity(),
                        started.at() > 0 ? started.at() : started.state().startedAt(),
                        applied.position(),
                        onUse);
            default -> {}
        }
    }

    private void limited(Decision.Limited limited, OnUse onUse) {
        LimitId of = limited.of();
        limit(of, limited.to());
        time = Math.max(time, limited.at());
        long at = limited.at() > 0 ? limited.at() : time;
        if (of.kind() != Kind.EACH_KEY) {
            change(of, at, onUse);
            return;
        }
        for (LimitId each : List.copyOf(used.keySet())) {
            if (each.kind() == Kind.KEY && each.name().equals(of.name())) {
                change(each, at, onUse);
            }
        }
    }

    /** Its rate may be another one from now on. */
    private void change(LimitId of, long at, OnUse onUse) {
        Used before = used.get(of);
        Rate rate = rate(of);
        if (before == null) {
            return;
        }
        if (rate == null) {
            onUse.accept(of, null);
            used.remove(of);
        } else if (rate.equals(before.rate)) {
            onUse.accept(of, before.use());
        } else {
            put(of, new Used(rate, rate.inPlaceOf(before.rate, before.fullNanos, at), before.position), onUse);
        }
    }

    private void put(LimitId of, Used now, OnUse onUse) {
        used.put(of, now);
        onUse.accept(of, now.use());
    }

    private void started(TaskIdentity identity, long at, long position, OnUse onUse) {
        if (limits.isEmpty()) {
            return;
        }
        String queue = identity.turn().queue() == null ? "" : identity.turn().queue();
        String key = identity.turn().key();
        if (key != null) {
            started(LimitId.key(queue, key), at, position, onUse);
        }
        started(LimitId.type(identity.type()), at, position, onUse);
        started(LimitId.queue(queue), at, position, onUse);
        started(LimitId.MANAGER, at, position, onUse);
    }

    private void started(LimitId of, long at, long position, OnUse onUse) {
        Rate rate = rate(of);
        if (rate == null) {
            return;
        }
        Used before = used.get(of);
        if (before == null || before.position < position) {
            long full = before == null ? 0 : before.fullNanos;
            put(of, new Used(rate, rate.started(full, at), position), onUse);
        } else {
            onUse.accept(of, before.use());
        }
        time = Math.max(time, at);
        tidy();
    }

    /** The rate that holds for something; a key that has no limit of its own has that of each key. */
    private @Nullable Rate rate(LimitId of) {
        Values values = values(of);
        if (values == null && of.kind() == Kind.KEY) {
            values = values(LimitId.eachKey(of.name()));
        }
        return values == null || values.permits() == 0 ? null : new Rate(values.permits(), values.periodMillis());
    }

    /** Null where it is not limited. */
    private @Nullable Values values(LimitId of) {
        LimitSetting setting = limits.get(of);
        if (setting == null) {
            return null;
        }
        Values values = setting.values();
        boolean isLimit = setting.isPaused() || values.maxConcurrent() < Integer.MAX_VALUE || values.permits() > 0;
        return isLimit ? values : null;
    }

    private void tidy() {
        if (used.size() >= tidyAt) {
            long before = (time - FORGET_AFTER_MILLIS) * 1_000_000L;
            used.values().removeIf(each -> each.fullNanos < before);
            tidyAt = Math.max(LEAST_TO_TIDY, 2 * used.size());
        }
    }

    /**
     * The newest time that was met.
     *
     * @return on the store's clock, in epoch milliseconds; 0 where there was none
     */
    public long time() {
        return time;
    }

    /**
     * How far rates are used up.
     *
     * @return as it is
     */
    public UsedRates used() {
        Map<LimitId, UsedRates.Use> uses = new HashMap<>(2 * used.size());
        used.forEach((of, each) -> uses.put(of, each.use()));
        return new UsedRates(uses, time);
    }
}
