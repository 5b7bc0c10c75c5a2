package dev.taskcast.dispatch;

import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.LimitSetting.Values;
import dev.taskcast.lifecycle.UsedRates;
import dev.taskcast.queue.Limit;
import dev.taskcast.queue.LimitOf;
import dev.taskcast.queue.Line;
import dev.taskcast.queue.Rate;
import dev.taskcast.queue.RateUse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The limits as they are set, folded from changes in their order. Guarded by {@link Dispatch}. */
final class Limits {
    private final Line line;
    private final Map<LimitId, LimitSetting> settings = new HashMap<>();
    private int rates; // how many of them have one

    Limits(Line line) {
        this.line = line;
    }

    LimitSetting get(LimitId of) {
        return settings.getOrDefault(of, LimitSetting.NONE);
    }

    /** From a time on. */
    void set(LimitId of, LimitSetting to, long at) {
        LimitSetting from = to.equals(LimitSetting.NONE) ? settings.remove(of) : settings.put(of, to);
        rates += (hasRate(to) ? 1 : 0) - (from != null && hasRate(from) ? 1 : 0);
        line.limit(limitOf(of), limit(to), at);
    }

    private static boolean hasRate(LimitSetting setting) {
        return setting.values().permits() > 0;
    }

    /** All of them, once more, in a line that may have been cleared, and so far used up. */
    void setAll(UsedRates used) {
        settings.forEach((of, setting) -> line.limit(limitOf(of), limit(setting)));
        line.uses().forEach(this::unuse);
        used.uses()
                .forEach((of, use) -> line.use(
                        new RateUse(limitOf(of), new Rate(use.permits(), use.periodMillis()), use.fullNanos()),
                        used.time()));
    }

    boolean isEmpty() {
        return settings.isEmpty();
    }

    /** Whether one of them has a rate. */
    boolean hasRates() {
        return rates > 0;
    }

    /** How far the rates are used up that a limit is of. */
    List<RateUse> uses(LimitId of) {
        return rates == 0 ? List.of() : line.uses(limitOf(of));
    }

    /** How far all rates are used up. */
    UsedRates used(long time) {
        Map<LimitId, UsedRates.Use> uses = new HashMap<>();
        for (RateUse use : line.uses()) {
            Rate rate = use.rate();
            uses.put(idOf(use.of()), new UsedRates.Use(rate.permits(), rate.periodMillis(), use.fullNanos()));
        }
        return new UsedRates(uses, time);
    }

    Map<LimitId, LimitSetting> all() {
        return Map.copyOf(settings);
    }

    /** So far the rates are used up that a limit is of, and no others. */
    void use(LimitId of, List<RateUse> uses, long at) {
        line.uses(limitOf(of)).forEach(this::unuse);
        uses.forEach(use -> line.use(use, at));
    }

    private void unuse(RateUse use) {
        line.use(new RateUse(use.of(), use.rate(), 0), 0);
    }

    private static Limit limit(LimitSetting setting) {
        Values values = setting.values();
        Rate rate = values.permits() == 0 ? null : new Rate(values.permits(), values.periodMillis());
        return new Limit(values.maxConcurrent(), setting.isPaused(), rate);
    }

    private static LimitId idOf(LimitOf of) {
        return switch (of) {
            case LimitOf.Manager all -> LimitId.MANAGER;
            case LimitOf.Queue queue -> LimitId.queue(queue.name());
            case LimitOf.Type type -> LimitId.type(type.name());
            case LimitOf.EachKey each -> LimitId.eachKey(each.queue());
            case LimitOf.Key key -> LimitId.key(key.queue(), key.key());
        };
    }

    private static LimitOf limitOf(LimitId of) {
        String key = of.key();
        return switch (of.kind()) {
            case MANAGER -> new LimitOf.Manager();
            case QUEUE -> new LimitOf.Queue(of.name());
            case TYPE -> new LimitOf.Type(of.name());
            case EACH_KEY -> new LimitOf.EachKey(of.name());
            case KEY -> new LimitOf.Key(of.name(), key == null ? "" : key);
        };
    }
}
