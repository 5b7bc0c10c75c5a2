package dev.taskcast.dispatch;

import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.LimitSetting.Values;
import dev.taskcast.queue.Limit;
import dev.taskcast.queue.LimitOf;
import dev.taskcast.queue.Line;
import dev.taskcast.queue.Rate;
import java.util.HashMap;
import java.util.Map;

/** The limits as they are set, folded from changes in their order. Guarded by {@link Dispatch}. */
final class Limits {
    private final Line line;
    private final Map<LimitId, LimitSetting> settings = new HashMap<>();

    Limits(Line line) {
        this.line = line;
    }

    LimitSetting get(LimitId of) {
        return settings.getOrDefault(of, LimitSetting.NONE);
    }

    void set(LimitId of, LimitSetting to) {
        if (to.equals(LimitSetting.NONE)) {
            settings.remove(of);
        } else {
            settings.put(of, to);
        }
        line.limit(limitOf(of), limit(to));
    }

    /** All of them, once more. */
    void setAll() {
        settings.forEach((of, setting) -> line.limit(limitOf(of), limit(setting)));
    }

    boolean isEmpty() {
        return settings.isEmpty();
    }

    /** Of all rates; 0 where there is none. */
    long longestPeriodMillis() {
        return settings.values().stream()
                .map(LimitSetting::values)
                .filter(values -> values.permits() > 0)
                .mapToLong(Values::periodMillis)
                .max()
                .orElse(0);
    }

    Map<LimitId, LimitSetting> all() {
        return Map.copyOf(settings);
    }

    private static Limit limit(LimitSetting setting) {
        Values values = setting.values();
        Rate rate = values.permits() == 0 ? null : new Rate(values.permits(), values.periodMillis());
        return new Limit(values.maxConcurrent(), setting.isPaused(), rate);
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
